using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Register;

namespace AkkaCache.Node.Partitions;

/// <summary>What this node has heard of who serves which partition.</summary>
/// <remarks>
/// Every primary says so in its pings, several times a second, to all nodes; the highest epoch heard counts. A primary whose node was silent for a while is as good as
/// unknown: commands wait for its successor here, rather than be sent to somebody who cannot answer.
/// </remarks>
public sealed class PartitionDirectory : IPartitionDirectory
{
    private readonly Lock _lock = new();
    private readonly Row[] _rows;
    private ImmutableArray<NodeId> _nodes = [];
    private ImmutableHashSet<NodeId> _silent = [];
    private bool _isJoined;
    private long _version;

    public PartitionDirectory(int partitions)
    {
        _rows = new Row[partitions];
        Array.Fill(_rows, Row.Unknown);
    }

    public event Action<int>? Changed;

    public NodeId Self { get; private set; }

    public int Partitions => _rows.Length;

    public bool IsAlone => !Volatile.Read(ref _isJoined);

    public IReadOnlyList<NodeId> Nodes => _nodes;

    public long Version => Volatile.Read(ref _version);

    public NodeId PrimaryOf(int partition) => Volatile.Read(ref _rows[partition]).Reachable;

    public long EpochOf(int partition) => Volatile.Read(ref _rows[partition]).Epoch.Value;

    public ImmutableArray<NodeId> CopiesOf(int partition) => Volatile.Read(ref _rows[partition]).Copies;

    /// <summary>This node's identity. Once, before anything else.</summary>
    public void Start(NodeId self)
    {
        Self = self;
        _nodes = [self];
    }

    /// <summary>The members of the cluster. Once there was another, this node is alone no more, even when that one has gone.</summary>
    public void MembersChanged(ImmutableArray<NodeId> nodes)
    {
        lock (_lock)
        {
            _nodes = nodes.Contains(Self) ? nodes : nodes.Add(Self);
            if (_nodes.Length > 1) Volatile.Write(ref _isJoined, true);
            _version++;
        }
    }

    /// <summary>A node serves the partition in this epoch, by its own word.</summary>
    public void Heard(int partition, Epoch epoch, NodeId primary)
    {
        var row = Volatile.Read(ref _rows[partition]);
        if (epoch < row.Epoch || (epoch == row.Epoch && row.Primary == primary)) return;
        Change(partition, row => epoch < row.Epoch ? row : row with { Epoch = epoch, Primary = primary });
    }

    /// <summary>This node serves it no more, and knows nobody who does.</summary>
    public void Left(int partition) => Change(partition, row => row.Primary == Self ? row with { Primary = NodeId.None } : row);

    public void CopiesAccepted(int partition, Epoch epoch, ImmutableArray<NodeId> copies) =>
        Change(partition, row => epoch < row.CopiesEpoch ? row : row with { CopiesEpoch = epoch, Copies = copies });

    /// <summary>Nodes that have not answered for a while.</summary>
    public void Silent(ImmutableHashSet<NodeId> nodes)
    {
        if (_silent.SetEquals(nodes)) return;
        lock (_lock) _silent = nodes;
        for (var partition = 0; partition < _rows.Length; partition++) Change(partition, row => row);
    }

    private void Change(int partition, Func<Row, Row> change)
    {
        bool isOther;
        lock (_lock)
        {
            var before = _rows[partition];
            var after = change(before);
            after = after with { Reachable = _silent.Contains(after.Primary) ? NodeId.None : after.Primary };
            if (after == before) return;
            Volatile.Write(ref _rows[partition], after);
            _version++;
            isOther = after.Reachable != before.Reachable || after.Epoch != before.Epoch;
        }
        if (isOther) Changed?.Invoke(partition);
    }

    /// <param name="Reachable">The primary, unless its node is silent.</param>
    private sealed record Row(Epoch Epoch, NodeId Primary, NodeId Reachable, Epoch CopiesEpoch, ImmutableArray<NodeId> Copies)
    {
        public static readonly Row Unknown = new(Epoch.None, NodeId.None, NodeId.None, Epoch.None, []);
    }
}
