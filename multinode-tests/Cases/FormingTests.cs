using System.Diagnostics;
using AkkaCache.Multinode.Load;
using AkkaCache.Testing.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Multinode.Cases;

/// <summary>Three nodes become one cluster that any of them speaks for.</summary>
public sealed class FormingTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Three_nodes_form_and_each_reads_what_another_wrote()
    {
        var started = Stopwatch.GetTimestamp();
        await ClusterProcesses.RunAsync(new ClusterSettings { Profile = Scale.Profile }, output.WriteLine, async cluster =>
        {
            var ready = Stopwatch.GetElapsedTime(started);
            await ClusterMap.UntilSpreadAsync(cluster.Resp, 2, ClusterProcesses.Patience);
            await cluster[0].UntilEveryPartitionTakesWritesAsync();
            var whole = Stopwatch.GetElapsedTime(started);
            var crossed = 0;
            foreach (var writer in cluster.Nodes)
            {
                var keys = Enumerable.Range(0, PartitionKeys.Partitions).Select(partition => (Partition: partition, Key: PartitionKeys.KeyIn(partition, writer.Name))).ToList();
                Conversation.Ask(writer.Resp, keys.Select(key => Request.Of(Operation(OperationKind.Set, key), "SET", key.Key, key.Key)));
                foreach (var reader in cluster.Nodes.Where(reader => reader != writer))
                {
                    var read = Conversation.Ask(reader.Resp, keys.Select(key => Request.Of(Operation(OperationKind.Get, key), "GET", key.Key)));
                    Assert.All(read, operation => Assert.Equal(operation.Subject, operation.Reply));
                    crossed += read.Count;
                }
            }
            var map = ClusterMap.Read(cluster[0].Resp);
            output.WriteLine($"forming: ready after {ready.TotalSeconds:F1} s, spread evenly after {whole.TotalSeconds:F1} s, primaries {map}, {crossed} values written through one node and read through another, 0 wrong");
            Assert.All(cluster.Nodes, node => Assert.InRange(map.PartitionsOf(node.Resp).Count, PartitionKeys.Partitions / 3, PartitionKeys.Partitions / 3 + 1));
        });
    }

    private static LoadOperation Operation(OperationKind kind, (int Partition, string Key) key) => new() { Kind = kind, Subject = key.Key, Partition = key.Partition };
}
