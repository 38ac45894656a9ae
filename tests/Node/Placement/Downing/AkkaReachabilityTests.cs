using Akka.Actor;
using Akka.Cluster;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Placement.Downing;
using AkkaCache.Testing;

namespace AkkaCache.Node.Tests.Placement.Downing;

/// <summary>What is read of Akka without its leave is there, in the version that is used.</summary>
public sealed class AkkaReachabilityTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ActorSystem _one = NewSystem();
    private readonly ActorSystem _two = NewSystem();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Task.WhenAll(_one.Terminate(), _two.Terminate());

    [Fact]
    public async Task Who_does_not_hear_whom_is_told()
    {
        var (one, two) = (Cluster.Get(_one), Cluster.Get(_two));
        one.Join(one.SelfAddress);
        two.Join(one.SelfAddress);
        await Until.TrueAsync(() => AkkaReachability.Of(one).Members.Count(member => member.Counts) == 2, Patience, () => "two members are up");
        var view = AkkaReachability.Of(one);
        Assert.Equal([new(one.SelfUniqueAddress, true), new(two.SelfUniqueAddress, true)], view.Members);
        Assert.Empty(view.Silent);

        // Its actors end at once, without leaving: as a process that is killed.
        await _two.Terminate();
        await Until.TrueAsync(() => AkkaReachability.Of(one).Silent.Count > 0, Patience, () => "the one that is gone is not heard");
        Assert.Equal([(one.SelfUniqueAddress, two.SelfUniqueAddress)], AkkaReachability.Of(one).Silent);
    }

    // Nobody is declared down meanwhile.
    private static ActorSystem NewSystem() => ActorSystem.Create("akkacache", new NodeOptionsReader()
        .Set("cluster.profile", "test", "test")
        .Set("doors.akka.port", "0", "test")
        .Set("akka.loglevel", "OFF", "test")
        .Set("akka.actor.provider", "cluster", "test")
        .Set("akka.remote.dot-netty.tcp.hostname", "127.0.0.1", "test")
        .Set("akka.remote.dot-netty.tcp.port", "0", "test")
        .Set("akka.coordinated-shutdown.run-by-actor-system-terminate", "off", "test")
        .Set("akka.cluster.split-brain-resolver.stable-after", "1 m", "test")
        .Read().Akka);
}
