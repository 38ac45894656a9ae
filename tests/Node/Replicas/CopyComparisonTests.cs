using System.Text;
using AkkaCache.Node.Partitions;
using AkkaCache.Replication;

namespace AkkaCache.Node.Tests.Replicas;

/// <summary>Copies are compared with their primaries while commands go on; one that differs is found without a write to it and made anew.</summary>
public sealed class CopyComparisonTests
{
    [Fact]
    public void Equal_copies_are_compared_round_after_round_while_writes_go_on()
    {
        using var cluster = new ReplicaCluster(nodes: 3);
        foreach (var node in cluster.Nodes) node.Comparisons.Start();
        var written = 0;
        ReplicaCluster.Until(
            () =>
            {
                var key = $"key{written++ % 500}";
                cluster.PrimaryOf(key).Run("SET", key, $"{written}");
                var board = $"board{written % 10}";
                cluster.PrimaryOf(board).Run("ZADD", board, $"{written}", $"member{written % 300}");
                return cluster.Nodes.All(node => node.Comparisons.Rounds >= 3) && cluster.Nodes.All(node => node.Runner.Count(RuleBranch.CopyCompared) > 100);
            },
            "three rounds at each node");
        cluster.Settle();
        Assert.All(cluster.Nodes, node => Assert.Equal(0, node.Runner.Count(RuleBranch.CopyDiffered)));
    }

    [Theory]
    [InlineData("key7", "gone")]
    [InlineData("key7", "value")]
    [InlineData("key7", "due")]
    [InlineData("board", "score")]
    [InlineData("long", "byte")]
    public void Copy_that_differs_is_found_and_made_anew(string key, string what)
    {
        using var cluster = new ReplicaCluster(nodes: 3);
        for (var i = 0; i < 100; i++) cluster.PrimaryOf($"key{i}").Run("SET", $"key{i}", "value");
        for (var i = 0; i < 300; i++) cluster.PrimaryOf("board").Run("ZADD", "board", $"{i}", $"member{i}");
        cluster.PrimaryOf("long").Run("SET", "long", new string('-', 2_000_000));
        cluster.Settle();
        var primary = cluster.PrimaryOf(key);
        var partition = primary.PartitionOf(key).Index;
        var before = primary.Dump(partition);
        var backup = cluster.Nodes.Single(node => node != primary && node.Dump(partition) == before);
        Tamper(backup.Table[partition], key, what);
        Assert.NotEqual(before, backup.Dump(partition));

        foreach (var node in cluster.Nodes) node.Comparisons.Start();
        ReplicaCluster.Until(() => backup.Runner.Count(RuleBranch.CopyDiffered) > 0, "the difference is found");
        cluster.Settle();
        Assert.Equal(before, cluster.PrimaryOf(key).Dump(partition));
        Assert.Equal(1, cluster.Nodes.Sum(node => node.Runner.Count(RuleBranch.CopyDiffered)));
    }

    /// <summary>Changes the content as no path of the product does.</summary>
    private static void Tamper(Partition partition, string key, string what)
    {
        partition.Gate.TryLock(wait: true);
        try
        {
            var store = partition.Space.Store;
            var entry = store.Find(Encoding.UTF8.GetBytes(key));
            switch (what)
            {
                case "gone": store.Remove(entry); break;
                case "value": store.SetString(entry, "other"u8); break;
                case "due": store.SetDue(entry, 4_000_000_000_000); break;
                case "score": store.BoardOf(entry).Set("member299"u8, 298.5); break;
                case "byte": store.ResizeString(entry, 2_000_000)[1_500_000] = (byte)'x'; break;
                default: throw new ArgumentException($"{what}: no such change", nameof(what));
            }
        }
        finally
        {
            partition.Gate.Exit();
        }
    }
}
