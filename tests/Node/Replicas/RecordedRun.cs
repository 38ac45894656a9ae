using System.Collections.Concurrent;
using System.Text;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication;
using AkkaCache.Replication.Tests.Journal;

namespace AkkaCache.Node.Tests.Replicas;

/// <summary>Some seconds in the life of a cluster of real nodes, with a journal of each: writers on several threads, a node that joins and is handed its share, a copy that breaks, one that differs and is found out, a node that dies and is voted out.</summary>
public sealed class RecordedRun : IDisposable
{
    private const int Writers = 3;

    /// <summary>Of each: on a fast machine a slow step of the run would make the journals long, and playing them.</summary>
    private const int MaxRounds = 5000;

    private const int CommandsPerRound = 10;

    private readonly ConcurrentDictionary<NodeId, MemoryJournal> _journals = new();
    private readonly CancellationTokenSource _stop = new();

    public RecordedRun()
    {
        // A log that forgets soon: who comes needs snapshots, and effects follow them while they are cut.
        using var cluster = new ReplicaCluster(nodes: 3, logBytes: 1024, journals: id => _journals[id] = new MemoryJournal());
        RandomWrites.Run(cluster, new Random(1), 500);
        foreach (var node in cluster.Nodes) node.Comparisons.Start();
        var writers = Enumerable.Range(0, Writers).Select(i => Task.Run(() => Write(cluster, new Random(i)))).ToArray();
        var joined = cluster.Join();
        joined.Comparisons.Start();
        ReplicaCluster.Until(() => Enumerable.Range(0, ReplicatedNode.Partitions).Count(joined.Serves) > 1, "the newcomer serves some partitions");

        var broken = cluster.PrimaryOf("key1").PartitionOf("key1");
        broken.Gate.TryLock(wait: true);
        broken.Fault(new InvalidOperationException("half-way"));
        broken.Gate.Exit();
        cluster.PrimaryOf(broken.Index);

        // What only the victim holds nobody may take over before it is voted out.
        var victim = cluster.Nodes[1];
        List<int> served = [];
        ReplicaCluster.Until(() => (served = [.. Enumerable.Range(0, ReplicatedNode.Partitions).Where(victim.Serves)]).Count > 0 && served.All(partition => victim.InSyncOf(partition).Length > 1), "what the victim serves has copies");
        cluster.Kill(victim);
        ReplicaCluster.Until(() => served.Exists(partition => cluster.Nodes.Any(node => node.Serves(partition))), "a partition of the dead node is taken over");
        cluster.Remove(victim);
        ReplicaCluster.Until(() => cluster.Nodes.All(node => !node.Runner.Configuration.Contains(victim.Id)), "the dead node is voted out");
        _stop.Cancel();
        Task.WaitAll(writers);
        cluster.Settle();
        Spoil(cluster, "kept");
        cluster.Settle();
        Nodes = [.. cluster.Nodes.Append(victim).Select(node => Close(cluster, node))];
        victim.Dispose();
    }

    internal IReadOnlyList<RecordedNode> Nodes { get; }

    /// <summary>What a replica knows at its end, as text.</summary>
    internal static string StateOf(Replica replica)
        => $"promised {replica.Promised} accepted {replica.Accepted} at {replica.Position} of {string.Join(' ', replica.History.Runs)} term {replica.Epoch} commit {replica.CommitIndex} until {replica.ServesUntil} plan {replica.Planned} copies {string.Join(' ', replica.Copies)}";

    public void Dispose() => _stop.Dispose();

    private void Write(ReplicaCluster cluster, Random random)
    {
        for (var round = 0; round < MaxRounds && !_stop.IsCancellationRequested; round++) RandomWrites.Run(cluster, random, CommandsPerRound);
    }

    /// <summary>A key vanishes from a copy as on no path of the product; the copy is found to differ.</summary>
    private static void Spoil(ReplicaCluster cluster, string key)
    {
        cluster.PrimaryOf(key).Run("SET", key, "value");
        cluster.Settle();
        var primary = cluster.PrimaryOf(key);
        var partition = primary.PartitionOf(key).Index;
        var backup = cluster.Nodes.First(node => node != primary && node.Dump(partition) == primary.Dump(partition));
        var copy = backup.Table[partition];
        copy.Gate.TryLock(wait: true);
        copy.Space.Store.Remove(copy.Space.Store.Find(Encoding.UTF8.GetBytes(key)));
        copy.Gate.Exit();
        ReplicaCluster.Until(() => backup.Runner.Count(RuleBranch.CopyDiffered) > 0, "the copy is found to differ");
    }

    /// <summary>When its thread has ended and all its gates are held nothing enters its rules, so nothing is half-way in its journal.</summary>
    private RecordedNode Close(ReplicaCluster cluster, ReplicatedNode node)
    {
        cluster.Network.CutOff(node.Id);
        node.Runner.Dispose();
        for (var partition = 0; partition < ReplicatedNode.Partitions; partition++) node.Table[partition].Gate.TryLock(wait: true);
        var journal = _journals[node.Id].Close();
        var state = Enumerable.Range(0, ReplicatedNode.Partitions).Select(partition => StateOf(node.Table[partition].Copy!.Replica)).ToList();
        var branches = Enum.GetValues<RuleBranch>().Select(node.Runner.Count).ToList();
        for (var partition = 0; partition < ReplicatedNode.Partitions; partition++) node.Table[partition].Gate.Exit();
        return new RecordedNode(node.Id, journal, node.Runner.Configuration.ToString(), state, branches);
    }
}

/// <summary>A node's journal, and what the node was at its end.</summary>
/// <param name="Replicas">By partition, as <see cref="RecordedRun.StateOf"/> has it.</param>
internal sealed record RecordedNode(NodeId Id, ReadOnlyMemory<byte> Journal, string Configuration, IReadOnlyList<string> Replicas, IReadOnlyList<long> Branches);
