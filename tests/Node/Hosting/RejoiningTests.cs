using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Tests.Doors.Resp;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Node.Tests.Hosting;

/// <summary>A node that comes back to its cluster, in actor systems of its own that nobody has joined yet.</summary>
public sealed class RejoiningTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLog<NodeDeparture> _log = new();
    private readonly List<ActorSystem> _systems = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var system in _systems) await system.Terminate();
    }

    [Fact]
    public async Task Node_is_let_in_by_those_it_was_with()
    {
        var (own, other) = (NewCluster(), NewCluster());
        other.Join(other.SelfAddress);
        Rejoin(own, seeds: [own], before: [other]);
        await Until(() => own.State.Members.Count == 2);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Node_forms_no_cluster_while_most_others_cannot_be_reached()
    {
        var own = NewCluster();
        var gone = NewCluster();
        await gone.System.Terminate();
        Rejoin(own, seeds: [own], before: [gone]);
        await UntilAsTimePasses(() => _log.Lines.Length > 0);
        Assert.StartsWith("Warning: Waits to be let in: too few of the 2 nodes", Assert.Single(_log.Lines), StringComparison.Ordinal);
        Assert.Empty(own.State.Members);
    }

    [Fact]
    public async Task Node_forms_a_cluster_anew_when_most_others_are_there_and_nobody_lets_it_in()
    {
        var (own, other, gone) = (NewCluster(), NewCluster(), NewCluster());
        await gone.System.Terminate();
        Rejoin(own, seeds: [own], before: [other, gone]);
        await UntilAsTimePasses(() => own.State.Members.Any(member => member.Status == MemberStatus.Up));
        Assert.StartsWith("Warning: No node has a cluster to let this one in", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_that_is_not_the_first_seed_leaves_forming_to_that_one()
    {
        var (own, other) = (NewCluster(), NewCluster());
        Rejoin(own, seeds: [other, own], before: [other]);
        for (var i = 0; i < 100; i++) _time.Advance(Step);
        other.Join(other.SelfAddress);
        await Until(() => own.State.Members.Count == 2);
        Assert.Empty(_log.Lines);
    }

    private Cluster NewCluster()
    {
        var config = ConfigurationFactory.ParseString("akka { actor.provider = cluster, remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 } }")
            .WithFallback(new NodeOptionsReader().Set("cluster.profile", "test", "test").Set("akka.loglevel", "OFF", "test").Read().Akka);
        var system = ActorSystem.Create(NodeHosting.SystemName, config);
        _systems.Add(system);
        return Cluster.Get(system);
    }

    private void Rejoin(Cluster own, Cluster[] seeds, Cluster[] before)
    {
        var options = new NodeOptionsReader().Read().Cluster with { Seeds = [.. seeds.Select(SeedOf)], Before = [.. before.Select(SeedOf)] };
        new Rejoining(own, options, _time, _log).Begin();
    }

    private static SeedAddress SeedOf(Cluster cluster) => new(cluster.SelfAddress.Host!, cluster.SelfAddress.Port!.Value);

    private Task UntilAsTimePasses(Func<bool> condition) => Until(() =>
    {
        _time.Advance(Step);
        return condition();
    });

    private static async Task Until(Func<bool> condition)
    {
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var patience = new CancellationTokenSource(Patience);
        while (!condition()) await pulse.WaitForNextTickAsync(patience.Token);
    }
}
