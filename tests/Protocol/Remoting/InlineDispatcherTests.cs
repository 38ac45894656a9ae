using Akka.Actor;
using AkkaCache.Protocol.Remoting.Sockets;

namespace AkkaCache.Protocol.Tests.Remoting;

/// <summary>Actors that run on the threads of those who ask them.</summary>
public sealed class InlineDispatcherTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ActorSystem _system = ActorSystem.Create("inline", $$"""
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        inline { type = "{{typeof(InlineDispatcherConfigurator).FullName}}, {{typeof(InlineDispatcherConfigurator).Assembly.GetName().Name}}" }
        """);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public void Message_is_handled_on_the_thread_that_sent_it_before_it_goes_on()
    {
        var handledBy = 0;
        Start((_, _) => handledBy = Environment.CurrentManagedThreadId).Tell(1);
        Assert.Equal(Environment.CurrentManagedThreadId, handledBy);
    }

    /// <summary>Deeper than any stack.</summary>
    [Fact]
    public void Actors_that_send_to_each_other_do_not_pile_up()
    {
        var handled = 0;
        IActorRef second = ActorRefs.Nobody;
        var first = Start((message, _) => second.Tell(message));
        second = Start((message, _) =>
        {
            handled++;
            if ((int)message > 0) first.Tell((int)message - 1);
        });
        first.Tell(100_000);
        Assert.Equal(100_001, handled);
    }

    [Fact]
    public async Task Actor_is_run_by_one_thread_at_a_time_and_no_message_is_left()
    {
        const int threads = 8, messages = 20_000;
        var (inside, overlaps, handled) = (0, 0, 0);
        var actor = Start((_, _) =>
        {
            if (Interlocked.Increment(ref inside) != 1) Interlocked.Increment(ref overlaps);
            handled++;
            Interlocked.Decrement(ref inside);
        });
        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < messages; i++) actor.Tell(i);
        }))).WaitAsync(Patience);

        // Whoever found it running has left its message to the one that ran it, and may have come back before that one.
        await Task.Run(() => SpinWait.SpinUntil(() => Volatile.Read(ref handled) == threads * messages, Patience));
        Assert.Equal((0, threads * messages), (overlaps, handled));
    }

    [Fact]
    public void Actor_that_throws_is_started_again_and_others_go_on()
    {
        var handled = new List<object>();
        var other = Start((message, _) => handled.Add(message));
        var failing = Start((message, _) =>
        {
            other.Tell(message);
            if (message is "bad") throw new InvalidOperationException("bad");
        });
        failing.Tell("bad");
        failing.Tell("good");
        Assert.True(SpinWait.SpinUntil(() => handled.Count == 2, Patience), "the second message was not handled");
        Assert.Equal(["bad", "good"], handled);
    }

    /// <summary>Until an actor has started, its messages wait for whoever starts it.</summary>
    private IActorRef Start(Action<object, IActorRef> handle)
    {
        var actor = _system.ActorOf(Props.Create(() => new Handler(handle)).WithDispatcher("inline"));
        Assert.True(actor.Ask<ActorIdentity>(new Identify(0)).Wait(Patience), "the actor did not start");
        return actor;
    }

    private sealed class Handler(Action<object, IActorRef> handle) : UntypedActor
    {
        protected override void OnReceive(object message) => handle(message, Sender);
    }
}
