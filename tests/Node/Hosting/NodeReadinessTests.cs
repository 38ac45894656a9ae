using AkkaCache.Node.Hosting;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Tests.Routing.AllNodes;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Hosting;

public sealed class NodeReadinessTests : IDisposable
{
    private static readonly NodeId Self = new("a");

    private readonly PartitionTable _partitions = new(new PartitionLayout(16), i => new Partition(i, (ulong)i, 4096));
    private readonly TestDirectory _directory = new(Self, [Self], 16);

    public void Dispose() => _partitions.Dispose();

    /// <summary>A lease that comes after the office opens a gate without an event; a node that was only told of events stayed "loading" for ever.</summary>
    [Fact]
    public void Gate_that_opened_without_an_event_is_seen_by_a_look()
    {
        for (var partition = 0; partition < 16; partition++) _directory.SetPrimary(partition, Self);
        var readiness = new NodeReadiness(_partitions, _directory);
        readiness.Look();
        Assert.False(readiness.WhenFirstReady.IsCompleted);
        foreach (var partition in _partitions.All) partition.Gate.Open();
        Assert.False(readiness.WhenFirstReady.IsCompleted);
        readiness.Look();
        Assert.True(readiness.WhenFirstReady.IsCompleted);
    }
}
