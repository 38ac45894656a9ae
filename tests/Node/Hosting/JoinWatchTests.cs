using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Tests.Doors.Resp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Node.Tests.Hosting;

/// <summary>A node that nobody lets in begins anew when somebody is there, and waits when nobody is.</summary>
public sealed class JoinWatchTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLog<NodeDeparture> _log = new();
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    private readonly ActorSystem _system;
    private readonly NodeDeparture _departure;

    public JoinWatchTests()
    {
        var config = ConfigurationFactory.ParseString("akka { actor.provider = cluster, remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 } }")
            .WithFallback(new NodeOptionsReader().Set("cluster.profile", "test", "test").Set("akka.loglevel", "OFF", "test").Read().Akka);
        _system = ActorSystem.Create(NodeHosting.SystemName, config);
        _departure = new NodeDeparture(new ServiceCollection().AddSingleton(_system).BuildServiceProvider());
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _silent.Dispose();
        await _system.Terminate();
    }

    [Fact]
    public async Task Node_begins_anew_when_a_seed_takes_connections_and_does_not_let_it_in()
    {
        _silent.Start();
        Watch(new SeedAddress("127.0.0.1", ((IPEndPoint)_silent.LocalEndpoint).Port));
        await UntilAsTimePassesAsync(() => _departure.Again is not null);
        Assert.Equal("no seed lets this node in: tries under another identity", _departure.Again);
        await _system.WhenTerminated.WaitAsync(Patience);
        Assert.StartsWith("Warning: No seed has let this node in for 33 s, and there is one", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_waits_while_no_seed_takes_connections()
    {
        _silent.Start();
        var gone = new SeedAddress("127.0.0.1", ((IPEndPoint)_silent.LocalEndpoint).Port);
        _silent.Stop();
        Watch(gone, SelfAddress);
        var looks = 0;
        await UntilAsTimePassesAsync(() => ++looks == 100);
        Assert.Null(_departure.Again);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Node_that_is_let_in_stays()
    {
        _silent.Start();
        var cluster = Cluster.Get(_system);
        cluster.Join(cluster.SelfAddress);
        await UntilAsync(() => cluster.State.Members.Count == 1);
        Watch(new SeedAddress("127.0.0.1", ((IPEndPoint)_silent.LocalEndpoint).Port));
        var looks = 0;
        await UntilAsTimePassesAsync(() => ++looks == 100);
        Assert.Null(_departure.Again);
    }

    private SeedAddress SelfAddress => new(Cluster.Get(_system).SelfAddress.Host!, Cluster.Get(_system).SelfAddress.Port!.Value);

    private void Watch(params SeedAddress[] seeds) => new JoinWatch(Cluster.Get(_system), seeds, _departure, _time, _log).Begin();

    private Task UntilAsTimePassesAsync(Func<bool> condition) => UntilAsync(() =>
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        return condition();
    });

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var patience = new CancellationTokenSource(Patience);
        while (!condition()) await pulse.WaitForNextTickAsync(patience.Token);
    }
}
