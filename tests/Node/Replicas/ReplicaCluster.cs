using System.Collections.Immutable;
using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication;
using AkkaCache.Replication.Journal;

namespace AkkaCache.Node.Tests.Replicas;

/// <summary>Some replicated nodes that know one another, with a plan that gives each its share.</summary>
internal sealed class ReplicaCluster : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ReplicationSettings _settings;
    private readonly int _logBytes;
    private readonly WriteLimits _writes;
    private readonly Func<NodeId, IJournalOutput>? _journals;

    /// <summary>Replaced, never changed: writers look for primaries while nodes come and go.</summary>
    private volatile List<ReplicatedNode> _nodes = [];
    private ImmutableArray<PartitionOwners> _owners = [];
    private ImmutableArray<NodeId> _gone = [];

    /// <param name="journals">Where each node's journal goes; nobody writes one by default.</param>
    public ReplicaCluster(int nodes, int copies = 2, int logBytes = 64 * 1024, WriteLimits? writes = null, Func<NodeId, IJournalOutput>? journals = null)
    {
        _journals = journals;
        _writes = writes ?? new WriteLimits(0, 64 << 20, TimeSpan.FromSeconds(2));
        _settings = new ReplicationSettings { Copies = copies };
        _logBytes = logBytes;
        for (var i = 0; i < nodes; i++) _nodes.Add(NewNode(i + 1));
        _nodes[0].Runner.Found();
        TellMembers();
        Settle();
    }

    public PeerNetwork Network { get; } = new();

    public IReadOnlyList<ReplicatedNode> Nodes => _nodes;

    /// <summary>Of the node that joins next.</summary>
    public NodeId NextId => IdOf(NextNumber);

    public ReplicatedNode Join()
    {
        var node = NewNode(NextNumber);
        _nodes = [.. _nodes, node];
        TellMembers();
        return node;
    }

    /// <summary>The node vanishes; membership notices only when <see cref="Remove"/> says so.</summary>
    public void Kill(ReplicatedNode node)
    {
        Network.CutOff(node.Id);
        _nodes = [.. _nodes.Where(other => other != node)];
    }

    public void Remove(ReplicatedNode node)
    {
        _gone = _gone.Add(node.Id);
        TellMembers();
    }

    /// <summary>The node that serves the partition; waits until there is one.</summary>
    public ReplicatedNode PrimaryOf(int partition)
    {
        ReplicatedNode? primary = null;
        Until(() => (primary = _nodes.FirstOrDefault(node => node.Serves(partition))) is not null, $"a primary of {partition}");
        return primary!;
    }

    /// <summary>How often the nodes that are left went this way.</summary>
    public long Took(RuleBranch branch) => _nodes.Sum(node => node.Runner.Count(branch));

    public ReplicatedNode PrimaryOf(string key) => PrimaryOf(_nodes[0].PartitionOf(key).Index);

    /// <summary>Waits until every partition lies where the plan wants it, and its copies are equal and may follow their primary.</summary>
    public void Settle()
    {
        for (var partition = 0; partition < ReplicatedNode.Partitions; partition++)
        {
            var owners = _owners[partition];
            var number = partition;
            Until(() => Find(owners.Primary).Serves(number), $"{owners.Primary} serves {partition}");
            Until(() => owners.Backups.All(backup => Find(owners.Primary).InSyncOf(number).Contains(backup)), $"the backups of {partition} are in its in-sync set");
            foreach (var backup in owners.Backups)
                Until(() => Find(backup).Dump(number) is { Length: > 0 } copy && copy == Find(owners.Primary).Dump(number), $"{backup} has what {owners.Primary} has of {partition}");
        }
    }

    public static void Until(Func<bool> condition, string what) => Assert.True(SpinWait.SpinUntil(condition, Patience), $"in vain waited for: {what}");

    public void Dispose()
    {
        foreach (var node in _nodes) node.Dispose();
    }

    private ReplicatedNode Find(NodeId id) => _nodes.First(node => node.Id == id);

    private int NextNumber => _nodes.Count + _gone.Length + 1;

    private ReplicatedNode NewNode(int number) => new(IdOf(number), Network, _settings, _logBytes, _writes, _journals?.Invoke(IdOf(number)));

    private static NodeId IdOf(int number) => new($"node{number}");

    private void TellMembers()
    {
        ImmutableArray<NodeId> up = [.. _nodes.Select(node => node.Id)];
        var ring = new HashRing(up.Select(node => new RingMember(node, 1)), new PartitionLayout(ReplicatedNode.Partitions), RingHashes.XxHash3, 150);
        _owners = RingPlacement.Plan(ring, Math.Min(_settings.Copies, up.Length), _owners);
        foreach (var node in _nodes)
        {
            node.Runner.Desire(up, _gone);
            for (var partition = 0; partition < ReplicatedNode.Partitions; partition++) node.Runner.Plan(partition, _owners[partition]);
        }
    }
}
