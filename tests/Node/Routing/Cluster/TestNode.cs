using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Routing.Forwarding;
using AkkaCache.Node.Telemetry;
using AkkaCache.Node.Tests.Partitions;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Node.Tests.Routing.Cluster;

/// <summary>One node of a test: real partitions, router and forwarder; workers, directory and links are the test's.</summary>
internal sealed class TestNode : IDisposable
{
    public TestNode(NodeId id, CommandTable table, RoutingSettings settings, FakeTimeProvider time, IPeerSender sender, IRespAddresses? addresses, PendingCommands pending)
    {
        Id = id;
        Time = time;
        Partitions = new PartitionTable(new PartitionLayout(TestCluster.PartitionCount), i => new Partition(i, (ulong)i, 4096));
        Directory = new FakeDirectory(id, TestCluster.PartitionCount);
        Forwarder = new Forwarder(
            table, Partitions, Room, Directory, sender, Workers, Node, Settings, settings, new ErrorCounters(), Counters, time, NullLogger<Forwarder>.Instance, addresses, pending);
        Router = new CommandRouter(table, Partitions, Room, Forwarder);
    }

    public NodeId Id { get; }
    public ClusterCounters Counters { get; } = new();
    public FakeTimeProvider Time { get; }
    public PartitionTable Partitions { get; }
    public FakeDirectory Directory { get; }
    public Forwarder Forwarder { get; }
    public CommandRouter Router { get; }
    public ManualWorkers Workers { get; } = new();
    public FakeRoom Room { get; } = new();
    public FakeNode Node { get; } = new();
    public DataSettings Settings { get; } = new();

    public void Open(int partition, long epoch)
    {
        Partitions[partition].Open(new RecordingRef());
        Forwarder.Opened(partition, epoch);
    }

    public void Close(int partition)
    {
        Partitions[partition].Close();
        Forwarder.Closed(partition);
    }

    public void Dispose()
    {
        Forwarder.Dispose();
        Partitions.Dispose();
    }
}
