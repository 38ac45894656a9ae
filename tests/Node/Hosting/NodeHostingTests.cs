using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Placement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaCache.Node.Tests.Hosting;

/// <summary>A whole node hosted in the test's process: cluster of one, sharding, partitions, RESP door.</summary>
public sealed class NodeHostingTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost _host;

    public NodeHostingTests()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddAkkaCacheNode(new NodeOptionsReader()
            .Set("doors.resp.port", "0", "test")
            .Set("doors.akka.port", "0", "test")
            .Set("doors.client.port", "off", "test")
            .Set("cluster.partitions", "16", "test")
            .Read());
        _host = builder.Build();
    }

    private PartitionTable Partitions => _host.Services.GetRequiredService<PartitionTable>();

    private NodeReadiness Readiness => _host.Services.GetRequiredService<NodeReadiness>();

    private ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public async Task InitializeAsync()
    {
        await _host.StartAsync();
        await Readiness.WhenFirstReady.WaitAsync(Patience);
        // A partition is served before its actor comes to own it.
        await Until(() => Partitions.All.ToArray().All(partition => partition.Owner is not null));
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task Ready_node_has_every_partition_open_at_epoch_1_and_is_primary_of_all()
    {
        Assert.True(Readiness.IsReady, "not ready");
        Assert.Equal(16, Readiness.OpenPartitions);
        var plan = _host.Services.GetRequiredService<PlacementPlan>();
        for (var i = 0; i < 16; i++)
        {
            Assert.Equal(1, Partitions[i].Epoch);
            Assert.NotNull(Partitions[i].Owner);
        }

        // The first of a cluster serves before there is a plan, and plans then.
        await Until(() => Enumerable.Range(0, 16).All(plan.IsHere));
    }

    [Fact]
    public async Task Partition_whose_actor_is_stopped_refuses_writes_until_an_actor_is_there_again()
    {
        var partition = Partitions[Partitions.PartitionOf("key"u8)];
        using var client = await Connect();
        Assert.Equal("+OK\r\n", await Ask(client, "SET key before"));

        // Without the starter nothing brings the actor back, so the refusal can be seen.
        await System.ActorSelection("/user/partition-starter").ResolveOne(Patience).ContinueWith(starter => starter.Result.GracefulStop(Patience)).Unwrap();
        await partition.Owner!.GracefulStop(Patience, HandOver.Instance);
        Assert.False(Readiness.IsReady);
        Assert.StartsWith("-CLUSTERDOWN", await Ask(client, "SET key meanwhile"), StringComparison.Ordinal);
        Assert.StartsWith("-CLUSTERDOWN", await Ask(client, "GET key"), StringComparison.Ordinal);

        var started = await ClusterSharding.Get(System).ShardRegion("partition").Ask<PartitionStarted>(new StartPartition(partition.Index), Patience);
        Assert.Equal(partition.Index, started.Partition);
        Assert.Equal("$6\r\nbefore\r\n", await Ask(client, "GET key"));
        Assert.Equal("+OK\r\n", await Ask(client, "SET key after"));
    }

    [Fact]
    public async Task Partition_whose_actor_ends_is_brought_back_by_the_starter()
    {
        var partition = Partitions[7];
        var owner = partition.Owner!;
        System.Stop((IInternalActorRef)owner);
        await Until(() => partition is { Owner: not null, Gate.IsOpen: true } && !partition.Owner.Equals(owner));
        Assert.True(Readiness.IsReady);
    }

    [Fact]
    public async Task Partition_that_failed_is_empty_and_open_again()
    {
        var partition = Partitions[Partitions.PartitionOf("key"u8)];
        using var client = await Connect();
        Assert.Equal("+OK\r\n", await Ask(client, "SET key value"));
        Assert.True(partition.Gate.TryEnter());
        partition.Fault(new InvalidOperationException("half-way"));
        partition.Gate.Exit();

        await Until(() => partition is { Epoch: 2, Gate.IsOpen: true });
        Assert.Equal("$-1\r\n", await Ask(client, "GET key"));
    }

    [Fact]
    public async Task Expired_keys_are_removed_by_the_pulse_without_anybody_asking_for_them()
    {
        using var client = await Connect();
        Assert.Equal("+OK\r\n", await Ask(client, "SET key value PX 1"));
        await Until(() => Partitions.Count == 0);
    }

    [Fact]
    public async Task Node_whose_host_stops_was_asked_to_leave()
    {
        var departure = _host.Services.GetRequiredService<NodeDeparture>();
        Assert.False(departure.WasAsked);
        await _host.StopAsync();
        Assert.True(departure.WasAsked);
    }

    [Fact]
    public async Task Node_whose_actor_system_ends_by_itself_was_not_asked_to_leave()
    {
        await System.Terminate();
        Assert.False(_host.Services.GetRequiredService<NodeDeparture>().WasAsked);
    }

    private async Task<Socket> Connect()
    {
        var endpoint = _host.Services.GetRequiredService<OpenDoors>()[DoorKind.Resp]!;
        var client = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(endpoint);
        return client;
    }

    /// <summary>Sends an inline command; its reply is small enough to come in one piece.</summary>
    private static async Task<string> Ask(Socket client, string command)
    {
        using var patience = new CancellationTokenSource(Patience);
        await client.SendAsync(Encoding.ASCII.GetBytes(command + "\r\n"), patience.Token);
        var buffer = new byte[1024];
        return Encoding.ASCII.GetString(buffer, 0, await client.ReceiveAsync(buffer, patience.Token));
    }

    private static async Task Until(Func<bool> condition)
    {
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var patience = new CancellationTokenSource(Patience);
        while (!condition()) await pulse.WaitForNextTickAsync(patience.Token);
    }
}
