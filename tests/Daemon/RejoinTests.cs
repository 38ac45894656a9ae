using System.Collections.Immutable;
using System.Net;
using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Cluster;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Topology;
using AkkaCache.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaCache.Daemon.Tests;

/// <summary>A daemon that its cluster went on without. The rest of the cluster is a node in the test's own process, so that it can be told to declare others down.</summary>
public sealed class RejoinTests : IAsyncLifetime
{
    private const string Again = "again      the cluster went on without this node: joins it as a new one, try 1 of 5";

    private readonly Members _members = new();
    private readonly IHost _host;

    public RejoinTests()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IMembershipSink>(_members);
        builder.AddAkkaCacheNode(new NodeOptionsReader()
            .Set("doors.resp.port", "off", "test")
            .Set("doors.akka.port", "0", "test")
            .Set("doors.client.port", "off", "test")
            .Set("cluster.partitions", "16", "test")
            .Set("cluster.profile", "test", "test")
            .Read());
        _host = builder.Build();
    }

    private Cluster Cluster => Cluster.Get(_host.Services.GetRequiredService<ActorSystem>());

    public Task InitializeAsync() => _host.StartAsync();

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task Daemon_declared_down_comes_back_as_a_new_member_at_the_same_addresses()
    {
        await using var daemon = Launch();
        await daemon.WaitForLineAsync(line => line.StartsWith("limits", StringComparison.Ordinal), DaemonProcess.Patience);
        var (akka, resp) = (daemon.Akka, daemon.Resp);
        var first = await _members.At(akka);

        Down(daemon);
        await daemon.WaitForLineAsync(line => line == Again, DaemonProcess.Patience);
        await _members.At(akka, except: first);
        var seen = 0;
        await daemon.WaitForLineAsync(line => line == $"door       resp {resp}" && ++seen == 2, DaemonProcess.Patience);

        Assert.Equal(2, _members.Up.Length);
        Assert.True(daemon.IsAlive);
        Assert.Equal("", daemon.Errors);
    }

    [Fact]
    public async Task Daemon_told_to_end_between_two_lives_ends_with_exit_code_0()
    {
        await using var daemon = Launch();
        await daemon.WaitForLineAsync(line => line.StartsWith("ready", StringComparison.Ordinal), DaemonProcess.Patience);
        Down(daemon);
        await daemon.WaitForLineAsync(line => line == Again, DaemonProcess.Patience);

        Assert.Equal(0, await daemon.StopAsync());
        Assert.Equal("", daemon.Errors);
    }

    [Fact]
    public async Task Daemon_told_to_end_and_then_declared_down_does_not_come_back()
    {
        await using var daemon = Launch();
        await daemon.WaitForLineAsync(line => line.StartsWith("ready", StringComparison.Ordinal), DaemonProcess.Patience);

        // Both wait for it when it wakes up.
        daemon.Pause();
        daemon.Signal(PosixSignal.SIGTERM);
        Down(daemon);
        daemon.Resume();

        Assert.Equal(0, await daemon.WaitForExitAsync(DaemonProcess.Patience));
        Assert.DoesNotContain(Again, daemon.Output, StringComparison.Ordinal);
    }

    private DaemonProcess Launch() => DaemonProcess.Launch(
        ["--resp-port", "0", "--akka-port", "0", "--client-port", "0", "--http-port", "off", "--profile", "test", "--set", "cluster.partitions=16", "--seed", $"{Cluster.SelfAddress.Host}:{Cluster.SelfAddress.Port}"]);

    private void Down(DaemonProcess daemon) => Cluster.Down(new Address(Cluster.SelfAddress.Protocol, Cluster.SelfAddress.System, "127.0.0.1", daemon.Akka.Port));

    private sealed class Members : IMembershipSink
    {
        private ImmutableArray<NodeId> _up = [];

        public ImmutableArray<NodeId> Up => ImmutableInterlocked.InterlockedCompareExchange(ref _up, [], []);

        /// <summary>The member with this akka door, once there is one.</summary>
        public async Task<NodeId> At(IPEndPoint akka, NodeId except = default)
        {
            using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            using var patience = new CancellationTokenSource(DaemonProcess.Patience);
            while (true)
            {
                var member = Up.FirstOrDefault(node => node != except && node.Value.StartsWith($"{akka}/", StringComparison.Ordinal));
                if (!member.IsNone) return member;
                await pulse.WaitForNextTickAsync(patience.Token);
            }
        }

        public void FirstOfCluster()
        {
        }

        public void MembersChanged(ImmutableArray<NodeId> up, ImmutableArray<NodeId> gone) => ImmutableInterlocked.InterlockedExchange(ref _up, up);

        public void Unreachable(NodeId node)
        {
        }

        public void Reachable(NodeId node)
        {
        }

        public void PlanChanged(long version, ImmutableArray<PartitionOwners> owners)
        {
        }
    }
}
