using Akka.Actor;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;

namespace AkkaCache.Node.Partitions;

/// <summary>A partition's copy on this node: its gate and what lies behind it. Owned by the partition's actor, entered by the doors.</summary>
public sealed class Partition : IDisposable
{
    private readonly ulong _seed;
    private readonly int _logBytes;
    private IActorRef? _owner;

    /// <param name="seed">Seeds the hash of keys, so that nobody outside can choose colliding ones.</param>
    /// <param name="logBytes">Ceiling of the effect log, a power of two.</param>
    public Partition(int index, ulong seed, int logBytes)
    {
        Index = index;
        _seed = seed;
        _logBytes = logBytes;
        Space = NewSpace();
    }

    public int Index { get; }
    public Gate Gate { get; } = new();

    /// <summary>Changes only while the gate is closed: read it under the gate, or take it as a snapshot for figures.</summary>
    public PartitionSpace Space { get; private set; }

    /// <summary>Grows with each change of primary; set by the actor that opens the gate.</summary>
    public long Epoch { get; private set; }

    /// <summary>The actor that owns the partition here, null while none does.</summary>
    public IActorRef? Owner => Volatile.Read(ref _owner);

    /// <summary>The owner was told that entries are due and has not come to it yet.</summary>
    internal bool ExpiryQueued;

    /// <summary>Hands the copy to its actor, at the next epoch, and lets commands in.</summary>
    internal void Open(IActorRef owner)
    {
        Epoch++;
        ExpiryQueued = false;
        Volatile.Write(ref _owner, owner);
        Gate.Open();
    }

    /// <summary>Waits for whoever is inside, then lets nobody in.</summary>
    internal void Close()
    {
        Gate.Close();
        Volatile.Write(ref _owner, null);
    }

    /// <summary>
    /// A command failed in the middle of a change, so the content cannot be trusted: nobody executes here any more until the owner has rebuilt it.
    /// </summary>
    /// <remarks>Called with the gate held.</remarks>
    public void Fault(Exception error)
    {
        Gate.Close();
        Owner?.Tell(new PartitionFailed(error));
    }

    /// <summary>Replaces the content by an empty one; watched keys count as changed. The gate is closed. Returns the keys that were dropped.</summary>
    internal int Discard()
    {
        var old = Space;
        var keys = old.Store.Count;
        old.Watches.ChangedWhere(_ => true);
        Space = NewSpace();
        old.Store.Dispose();
        return keys;
    }

    public void Dispose()
    {
        Gate.Close();
        Space.Store.Dispose();
    }

    private PartitionSpace NewSpace() => new(Index, new PartitionStore(_seed), new EffectLog(_logBytes));
}
