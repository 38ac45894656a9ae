using System.Diagnostics;
using System.Text;
using AkkaCache.Testing.Cluster;
using AkkaCache.Testing.Wire;
using Xunit.Abstractions;

namespace AkkaCache.Multinode.Cases;

/// <summary>Values around the sizes at which Akka's remoting drops messages by default, and far beyond, written through each node and read through each other.</summary>
public sealed class LargeValueTests(ITestOutputHelper output)
{
    private static readonly int[] Sizes = [127 << 10, 128 << 10, 129 << 10, 1 << 20, 16 << 20];

    [Theory]
    [InlineData("sync")]
    [InlineData("async")]
    public Task Large_values_cross_nodes_intact(string mode) => ClusterProcesses.RunAsync(new ClusterSettings { Replication = mode, Profile = Scale.Profile }, output.WriteLine, async cluster =>
    {
        await ClusterMap.UntilSpreadAsync(cluster.Resp, 2, ClusterProcesses.Patience);
        await cluster[0].UntilEveryPartitionTakesWritesAsync();
        var map = ClusterMap.Read(cluster[0].Resp);
        var (values, worst, worstSize) = (0, TimeSpan.Zero, 0);
        // The largest takes a second for each way between two nodes: in one mode, through one node.
        var sizes = mode == "sync" ? Sizes : Sizes[..^1];
        foreach (var size in sizes)
        {
            foreach (var writer in size == Sizes[^1] ? [cluster[0]] : cluster.Nodes)
            {
                // Held by a node that is asked for it, and by one that has to ask.
                foreach (var holder in cluster.Nodes)
                {
                    var key = PartitionKeys.KeyIn(map.PartitionsOf(holder.Resp).First(), $"large:{size}:{writer.Name}");
                    var value = BigData.Bytes(size, seed: ++values);
                    var started = Stopwatch.GetTimestamp();
                    var set = Ask(writer, Encoding.Latin1.GetBytes("SET"), Encoding.Latin1.GetBytes(key), value);
                    Assert.True(set.IsOk, $"{size} bytes through {writer.Name} to {holder.Name}: {set.Shortened()}");
                    foreach (var reader in cluster.Nodes)
                    {
                        var read = Ask(reader, Encoding.Latin1.GetBytes("GET"), Encoding.Latin1.GetBytes(key));
                        Assert.True(read.Text.AsSpan().SequenceEqual(value), $"{size} bytes through {writer.Name} to {holder.Name}, read through {reader.Name}: {read.Shortened()}");
                    }
                    var took = Stopwatch.GetElapsedTime(started);
                    if (took > worst) (worst, worstSize) = (took, size);
                }
            }
        }
        output.WriteLine($"large values, {mode}: {values} values of {string.Join(", ", sizes.Select(size => $"{size >> 10} KB"))} written through each node, 16 MB through one, and read through all, 0 damaged; longest write and three reads {worst.TotalMilliseconds:F0} ms ({worstSize >> 10} KB)");
    });

    private static Reply Ask(ClusterNode node, params byte[][] arguments)
    {
        using var connection = new RespConnection(node.Resp);
        using var bytes = new MemoryStream();
        RequestEncoder.WriteArray(bytes, arguments);
        connection.Send(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        return connection.Read();
    }
}
