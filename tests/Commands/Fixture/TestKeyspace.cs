using System.Diagnostics.CodeAnalysis;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Commands.Tests.Fixture;

/// <summary>Partitions without a node: gates are counters, so that a handler that forgets one is found.</summary>
public sealed class TestKeyspace : IKeyspace, IDisposable
{
    /// <summary>Enough for all effects of a test.</summary>
    public const int LogBytes = 1 << 22;

    private readonly PartitionLayout _layout;
    private readonly PartitionSpace[] _spaces;
    private readonly int[] _entered;
    private readonly bool[] _closed;

    public TestKeyspace(int partitions, int logBytes = LogBytes)
    {
        _layout = new PartitionLayout(partitions);
        _spaces = new PartitionSpace[partitions];
        for (var i = 0; i < partitions; i++) _spaces[i] = new PartitionSpace(i, new PartitionStore((ulong)i + 1), new EffectLog(logBytes));
        _entered = new int[partitions];
        _closed = new bool[partitions];
    }

    public int PartitionCount => _spaces.Length;

    public IReadOnlyList<PartitionSpace> Spaces => _spaces;

    public int PartitionOf(ReadOnlySpan<byte> key) => _layout.OfKey(key);

    public PartitionSpace Held(int partition) =>
        _entered[partition] > 0 ? _spaces[partition] : throw new InvalidOperationException($"the gate of partition {partition} is not held");

    public bool TryEnter(int partition, [NotNullWhen(true)] out PartitionSpace? space)
    {
        space = null;
        if (_closed[partition]) return false;
        _entered[partition]++;
        space = _spaces[partition];
        return true;
    }

    public void Exit(int partition)
    {
        if (--_entered[partition] < 0) throw new InvalidOperationException($"the gate of partition {partition} was left twice");
    }

    /// <summary>Commands that need this partition are refused from now on.</summary>
    public void Close(int partition) => _closed[partition] = true;

    public long Count => _spaces.Sum(space => (long)space.Store.Count);

    public long BoardCount => _spaces.Sum(space => (long)space.Store.BoardCount);

    public int GatesHeld => _entered.Sum();

    public void CheckInvariants()
    {
        foreach (var space in _spaces) space.Store.CheckInvariants();
    }

    public void Dispose()
    {
        foreach (var space in _spaces) space.Store.Dispose();
    }
}
