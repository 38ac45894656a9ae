using AkkaCache.Node.Partitions;
using AkkaCache.Node.Replicas;
using AkkaCache.Replication;

namespace AkkaCache.Node.Tests.Replicas;

/// <summary>Real partitions on several nodes of one process: what is written on a primary is on its backups, whatever happens to nodes.</summary>
public sealed class ReplicaClusterTests
{
    [Fact]
    public void Copies_are_equal_after_random_writes()
    {
        using var cluster = new ReplicaCluster(nodes: 3);
        RandomWrites.Run(cluster, new Random(1), 5000);
        cluster.Settle();
    }

    [Fact]
    public void Nothing_that_backups_had_is_lost_with_a_node_and_its_partitions_are_served_again()
    {
        using var cluster = new ReplicaCluster(nodes: 3);
        RandomWrites.Run(cluster, new Random(2), 3000);
        cluster.Settle();
        var victim = cluster.Nodes[1];
        var served = Enumerable.Range(0, ReplicatedNode.Partitions).Where(victim.Serves).ToList();
        Assert.NotEmpty(served);
        var before = served.ToDictionary(partition => partition, victim.Dump);
        cluster.Kill(victim);
        foreach (var partition in served) Assert.Equal(before[partition], cluster.PrimaryOf(partition).Dump(partition));
        Assert.Equal(served.Count, cluster.Took(RuleBranch.FailedOver));
        RandomWrites.Run(cluster, new Random(3), 500);
        cluster.Remove(victim);
        cluster.Settle();
    }

    [Fact]
    public void Node_that_joins_gets_its_share_while_writes_go_on()
    {
        // A log that forgets soon: the newcomer needs snapshots, and effects follow them while they are cut.
        using var cluster = new ReplicaCluster(nodes: 2, logBytes: 1024);
        RandomWrites.Run(cluster, new Random(4), 4000);
        var joined = cluster.Join();
        var random = new Random(5);
        ReplicaCluster.Until(() =>
        {
            RandomWrites.Run(cluster, random, 20);
            return Enumerable.Range(0, ReplicatedNode.Partitions).Any(joined.Serves);
        }, "the newcomer serves something");
        RandomWrites.Run(cluster, random, 1000);
        cluster.Settle();
        Assert.NotEqual(0, cluster.Took(RuleBranch.HandedOver));
        Assert.Equal(0, cluster.Took(RuleBranch.FailedOver));
    }

    /// <summary>As many as are sent at a time were on their way to a node that was killed: its links have no room any more, and whoever waited for it sent nothing to anybody.</summary>
    [Fact]
    public void Snapshots_for_a_node_that_is_gone_are_given_up()
    {
        using var cluster = new ReplicaCluster(nodes: 2, logBytes: 1024);
        RandomWrites.Run(cluster, new Random(8), 4000);
        cluster.Network.RefuseSnapshots(cluster.NextId);
        var victim = cluster.Join();
        ReplicaCluster.Until(() => cluster.Nodes.Count(node => node.Services.Cuts.Count >= ReplicatedNode.SnapshotsAtATime) == 2, "both nodes have as many snapshots under way as they may");
        cluster.Kill(victim);
        cluster.Remove(victim);
        cluster.Join();
        cluster.Settle();
        ReplicaCluster.Until(() => cluster.Nodes.All(node => node.Services.Cuts.Count == 0), "no snapshot is under way");
    }

    [Fact]
    public void Value_larger_than_the_log_and_a_board_of_many_reach_the_backup()
    {
        using var cluster = new ReplicaCluster(nodes: 2, logBytes: 4096);
        var big = new string('x', 16 << 20);
        Assert.Equal("+OK\r\n", cluster.PrimaryOf("big").Run("SET", "big", big));
        for (var i = 0; i < 200; i++)
        {
            var command = new List<string> { "ZADD", "board" };
            for (var j = 0; j < 100; j++) command.AddRange([$"{i * j}", $"member{i}.{j}"]);
            Assert.Equal(":100\r\n", cluster.PrimaryOf("board").Run([.. command]));
        }
        cluster.Settle();
        var joined = cluster.Join();
        cluster.Settle();
        Assert.Contains(Enumerable.Range(0, ReplicatedNode.Partitions), joined.Serves);
    }

    [Fact]
    public void Copy_that_broke_on_its_primary_is_served_by_the_backup_and_made_anew()
    {
        using var cluster = new ReplicaCluster(nodes: 3);
        RandomWrites.Run(cluster, new Random(6), 2000);
        cluster.Settle();
        var primary = cluster.PrimaryOf("key1");
        var partition = primary.PartitionOf("key1");
        var before = primary.Dump(partition.Index);
        Assert.True(partition.Gate.TryEnter());
        partition.Fault(new InvalidOperationException("half-way"));
        partition.Gate.Exit();
        Assert.Equal(before, cluster.PrimaryOf(partition.Index).Dump(partition.Index));
        cluster.Settle();
        Assert.Equal(before.Split('\n')[1..], cluster.PrimaryOf(partition.Index).Dump(partition.Index).Split('\n')[1..]);
    }

    [Fact]
    public void Writes_wait_for_copies_enough_and_are_refused_when_there_are_none_for_long()
    {
        using var cluster = new ReplicaCluster(nodes: 3, writes: new WriteLimits(2, 64 << 20, TimeSpan.FromMilliseconds(200)));
        var victim = cluster.Nodes[1];
        var key = Enumerable.Range(0, 1000).Select(i => $"key{i}").First(key => !victim.Serves(victim.PartitionOf(key).Index) && victim.Dump(victim.PartitionOf(key).Index).Length > 0);

        // The backup has the content already, but need not be in the in-sync set yet.
        ReplicaCluster.Until(() => cluster.PrimaryOf(key).Run("SET", key, "before") == "+OK\r\n", "a write is taken");
        cluster.Kill(victim);
        ReplicaCluster.Until(() => cluster.PrimaryOf(key).Run("SET", key, "meanwhile").StartsWith("-NOREPLICAS", StringComparison.Ordinal), "a write is refused");
        cluster.Remove(victim);
        ReplicaCluster.Until(() => cluster.PrimaryOf(key).Run("SET", key, "after") == "+OK\r\n", "the other node has a copy and writes go on");
    }

    [Fact]
    public async Task Transaction_waits_for_copies_enough()
    {
        using var cluster = new ReplicaCluster(nodes: 3, writes: new WriteLimits(2, 64 << 20, TimeSpan.FromSeconds(30)));
        var victim = cluster.Nodes[1];
        var key = Enumerable.Range(0, 1000).Select(i => $"key{i}").First(key => !victim.Serves(victim.PartitionOf(key).Index) && victim.Dump(victim.PartitionOf(key).Index).Length > 0);
        ReplicaCluster.Until(() => cluster.PrimaryOf(key).Run("SET", key, "before") == "+OK\r\n", "a write is taken");
        var primary = cluster.PrimaryOf(key);
        cluster.Kill(victim);
        ReplicaCluster.Until(() => !AdmitsWrites(primary.PartitionOf(key)), "the copy is missed");

        var waiting = Task.Run(() => RunWhileServed(cluster, key, ["MULTI"], ["SET", key, "after"], ["GET", key], ["EXEC"]));

        // That it waits shows in nothing but in its not being done.
        await Task.Delay(200);
        Assert.False(waiting.IsCompleted);
        Assert.Equal("+OK\r\n+QUEUED\r\n*1\r\n$6\r\nbefore\r\n", RunWhileServed(cluster, key, ["MULTI"], ["GET", key], ["EXEC"]));
        cluster.Remove(victim);
        Assert.Equal("+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n+OK\r\n$5\r\nafter\r\n", await waiting.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    /// <summary>On a busy machine a lease may run out in between: then nothing was executed.</summary>
    private static string RunWhileServed(ReplicaCluster cluster, string key, params string[][] commands)
    {
        var reply = "";
        ReplicaCluster.Until(() => !(reply = cluster.PrimaryOf(key).RunAll(commands)).Contains("CLUSTERDOWN", StringComparison.Ordinal), "the partition is served");
        return reply;
    }

    private static bool AdmitsWrites(Partition partition)
    {
        partition.Gate.TryLock(wait: true);
        try
        {
            return partition.AdmitsWrites;
        }
        finally
        {
            partition.Gate.Exit();
        }
    }
}
