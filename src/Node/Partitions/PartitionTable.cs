using System.Diagnostics.CodeAnalysis;
using AkkaCache.Commands.Execution;
using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Partitions;

/// <summary>All partitions of this node by number: a plain array, read without a lock by every command.</summary>
public sealed class PartitionTable : IKeyspace, IDisposable
{
    private readonly Partition[] _partitions;
    private readonly PartitionLayout _layout;

    public PartitionTable(PartitionLayout layout, Func<int, Partition> create)
    {
        _layout = layout;
        _partitions = new Partition[layout.Count];
        for (var i = 0; i < _partitions.Length; i++) _partitions[i] = create(i);
    }

    public PartitionLayout Layout => _layout;
    public int PartitionCount => _partitions.Length;
    public Partition this[int index] => _partitions[index];
    public ReadOnlySpan<Partition> All => _partitions;

    /// <summary>The same, as replication sees them.</summary>
    public IReadOnlyList<IReplicaHost> AllHosts => _partitions;

    public int PartitionOf(ReadOnlySpan<byte> key) => _layout.OfKey(key);

    public PartitionSpace Held(int partition) => _partitions[partition].Space;

    public bool TryEnter(int partition, [NotNullWhen(true)] out PartitionSpace? space)
    {
        var entered = _partitions[partition].Gate.TryEnter();
        space = entered ? _partitions[partition].Space : null;
        return entered;
    }

    public void Exit(int partition) => _partitions[partition].Gate.Exit();

    public long Count
    {
        get
        {
            long sum = 0;
            foreach (var partition in _partitions)
            {
                if (partition.Gate.IsOpen) sum += partition.Space.Store.Count;
            }
            return sum;
        }
    }

    public long BoardCount
    {
        get
        {
            long sum = 0;
            foreach (var partition in _partitions) sum += partition.Space.Store.BoardCount;
            return sum;
        }
    }

    public void Dispose()
    {
        foreach (var partition in _partitions) partition.Dispose();
    }
}
