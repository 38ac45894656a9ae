using System.Runtime.ExceptionServices;
using Akka.Configuration;
using Akka.Dispatch;

namespace AkkaCache.Protocol.Remoting.Sockets;

/// <summary>Runs an actor on the thread that gave it a message, instead of waking another one.</summary>
/// <remarks>
/// For the actors of remoting, through which every frame goes: manager, writer and reader of a connection hand it on from one to the next, and each hop to a thread that sleeps costs more than
/// all that is done with it. None of them waits. An actor is still run by one thread at a time: whoever gives it a message while it runs only leaves the message there.
/// What an actor gives to another of them is run after it and not within it, so the stack does not grow, whatever they send each other.
/// </remarks>
public sealed class InlineDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
{
    /// <summary>What this thread has to run yet; null: it runs nothing.</summary>
    [ThreadStatic]
    private static Queue<IRunnable>? _mine;

    [ThreadStatic]
    private static bool _isRunning;

    protected override void ExecuteTask(IRunnable run)
    {
        var mine = _mine ??= new Queue<IRunnable>();
        mine.Enqueue(run);
        if (_isRunning) return;
        _isRunning = true;
        ExceptionDispatchInfo? failure = null;
        while (mine.TryDequeue(out var next))
        {
            try
            {
                next.Run();
            }
            catch (Exception e)
            {
                // Actors handle what they throw, so this is a mistake of the mailbox's. The others of this thread count as scheduled: nobody else would ever run them.
                failure ??= ExceptionDispatchInfo.Capture(e);
            }
        }
        _isRunning = false;
        failure?.Throw();
    }

    protected override void Shutdown()
    {
    }
}

/// <summary>Named in the configuration.</summary>
public sealed class InlineDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly InlineDispatcher _dispatcher;

    public InlineDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
        _dispatcher = new InlineDispatcher(this);
    }

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
