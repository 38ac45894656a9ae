using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;

namespace AkkaCache.Node.Partitions;

/// <summary>A partition's copy on this node: its gate and what lies behind it. Owned by the partition's actor, entered by the doors.</summary>
public sealed class Partition : IDisposable
{
    /// <param name="seed">Seeds the hash of keys, so that nobody outside can choose colliding ones.</param>
    /// <param name="logBytes">Ceiling of the effect log, a power of two.</param>
    public Partition(int index, ulong seed, int logBytes)
    {
        Index = index;
        Space = new PartitionSpace(index, new PartitionStore(seed), new EffectLog(logBytes));
    }

    public int Index { get; }
    public Gate Gate { get; } = new();
    public PartitionSpace Space { get; }

    /// <summary>Grows with each change of primary; set by the actor that opens the gate.</summary>
    public long Epoch { get; set; }

    /// <summary>Told when a change failed half-way; set by the actor that owns the partition.</summary>
    public Action<Exception>? Faulted { get; set; }

    /// <summary>A command failed in the middle of a change: nobody executes here any more until the actor has looked.</summary>
    /// <remarks>Called with the gate held.</remarks>
    public void Fault(Exception error)
    {
        Gate.Close();
        Faulted?.Invoke(error);
    }

    public void Dispose()
    {
        Gate.Close();
        Space.Store.Dispose();
    }
}
