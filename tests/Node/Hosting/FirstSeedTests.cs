using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using AkkaCache.Node.Hosting;

namespace AkkaCache.Node.Tests.Hosting;

/// <summary>The first of the seeds forms a cluster when there is none, and only then.</summary>
public sealed class FirstSeedTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<ActorSystem> _systems = [];
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _silent.Dispose();
        foreach (var system in _systems) await system.Terminate();
    }

    [Fact]
    public async Task Seed_that_takes_connections_and_is_silent_may_be_in_a_cluster_so_none_is_formed()
    {
        _silent.Start();
        var own = NewCluster();
        Enter(own, new SeedAddress("127.0.0.1", ((IPEndPoint)_silent.LocalEndpoint).Port));

        // Silence cannot be waited for. Twice as long as every other node takes for an answer (seed-node-timeout), after which this one formed a cluster beside the one there was.
        await Task.Delay(TimeSpan.FromSeconds(5));
        Assert.Empty(own.State.Members);
    }

    [Fact]
    public async Task Nobody_takes_connections_so_there_is_no_cluster()
    {
        var own = NewCluster();
        _silent.Start();
        var gone = new SeedAddress("127.0.0.1", ((IPEndPoint)_silent.LocalEndpoint).Port);
        _silent.Stop();
        Enter(own, gone);
        await UntilAsync(() => own.State.Members.Any(member => member.Status == MemberStatus.Up));
    }

    [Fact]
    public async Task Cluster_that_there_is_is_joined()
    {
        var (own, other) = (NewCluster(), NewCluster(isFirst: false));
        other.Join(other.SelfAddress);
        await UntilAsync(() => other.State.Members.Count == 1);
        Enter(own, SeedOf(other));
        await UntilAsync(() => own.State.Members.Count == 2 && other.State.Members.Count == 2);
    }

    [Fact]
    public async Task Others_that_wait_for_it_say_so_and_join_what_it_forms()
    {
        var (own, other) = (NewCluster(), NewCluster(isFirst: false));
        other.JoinSeedNodes([own.SelfAddress, other.SelfAddress]);
        Enter(own, SeedOf(other));
        await UntilAsync(() => own.State.Members.Count(member => member.Status == MemberStatus.Up) == 2);
    }

    [Theory]
    [InlineData("127.0.0.1:4053 127.0.0.1:4063", true)]
    [InlineData("127.0.0.1:4063 127.0.0.1:4053", false)]
    [InlineData("127.0.0.1:4053", false)]
    [InlineData("", false)]
    public void Node_is_one_when_the_list_begins_with_it_and_has_others(string seeds, bool isFirst)
    {
        var options = new NodeOptionsReader().Read();
        var cluster = options.Cluster with { Seeds = [.. seeds.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(seed => new SeedAddress(seed.Split(':')[0], int.Parse(seed.Split(':')[1])))] };
        Assert.Equal(isFirst, FirstSeed.Is(options with { Cluster = cluster }));
        Assert.False(FirstSeed.Is(options with { Cluster = cluster with { Before = [new SeedAddress("127.0.0.1", 4073)] } }));
    }

    private Cluster NewCluster(bool isFirst = true)
    {
        var config = ConfigurationFactory.ParseString($"akka {{ actor.provider = cluster, cluster.seed-node-timeout = {(isFirst ? FirstSeed.SilenceIsNoAnswerFor.TotalSeconds : 2)}s, remote.dot-netty.tcp {{ hostname = 127.0.0.1, port = 0 }} }}")
            .WithFallback(new NodeOptionsReader().Set("cluster.profile", "test", "test").Set("akka.loglevel", "OFF", "test").Read().Akka);
        var system = ActorSystem.Create(NodeHosting.SystemName, config);
        _systems.Add(system);
        return Cluster.Get(system);
    }

    private static void Enter(Cluster own, params SeedAddress[] others) => new FirstSeed(own, others, TimeProvider.System).Begin();

    private static SeedAddress SeedOf(Cluster cluster) => new(cluster.SelfAddress.Host!, cluster.SelfAddress.Port!.Value);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var patience = new CancellationTokenSource(Patience);
        while (!condition()) await pulse.WaitForNextTickAsync(patience.Token);
    }
}
