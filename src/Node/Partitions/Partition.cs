using Akka.Actor;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;
using AkkaCache.Node.Partitions.Commits;
using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;

namespace AkkaCache.Node.Partitions;

/// <summary>A partition's copy on this node: its gate and what lies behind it. Owned by the partition's actor, entered by the doors, served as its replica allows.</summary>
public sealed class Partition : IReplicaHost, IDisposable
{
    /// <summary>Entries that expire under one hold of the gate: about 100 µs, so that commands of the partition's clients slip in between.</summary>
    internal const int ExpirySlice = 256;

    private readonly int _logBytes;
    private readonly EffectApplier? _applier;
    private readonly ulong _seed;
    private IActorRef? _owner;
    private ReplicatedCopy? _copy;
    private long _epoch;

    /// <param name="seed">Seeds the hash of keys, so that nobody outside can choose colliding ones.</param>
    /// <param name="logBytes">What the effect log keeps of the past, a power of two.</param>
    /// <param name="applier">Applies other nodes' effects; null for a partition that is never replicated.</param>
    /// <param name="time">The time of day, for how recently keys were used.</param>
    public Partition(int index, ulong seed, int logBytes, EffectApplier? applier = null, TimeProvider? time = null)
    {
        Index = index;
        _seed = seed;
        _logBytes = logBytes;
        _applier = applier;
        Time = time ?? TimeProvider.System;
        Space = NewSpace();
    }

    public int Index { get; }
    public Gate Gate { get; } = new();

    /// <summary>Changes only while nobody is served: read it under the gate, or take it as a snapshot for figures.</summary>
    public PartitionSpace Space { get; private set; }

    /// <summary>The term of the primary that this node last was here; without replication the number of times the gate was opened.</summary>
    public long Epoch => Volatile.Read(ref _epoch);

    /// <summary>What replies of this partition wait for before they leave; null: for nothing, ever. Set before the gate opens.</summary>
    public ICommitPoint? Commits { get; internal set; }

    /// <summary>The actor that owns the partition here, null while none does.</summary>
    public IActorRef? Owner => Volatile.Read(ref _owner);

    /// <summary>The owner was told that entries are due and has not come to it yet.</summary>
    internal bool ExpiryQueued;

    internal TimeProvider Time { get; }

    internal ReplicatedCopy? Copy => _copy;

    /// <summary>Hands the copy to its actor and lets commands in, as far as the replica does.</summary>
    internal void Open(IActorRef owner)
    {
        if (_copy is null) Volatile.Write(ref _epoch, _epoch + 1);
        ExpiryQueued = false;
        Volatile.Write(ref _owner, owner);
        Gate.Open();
    }

    /// <summary>Waits for whoever is inside, then lets nobody in. Watched keys count as changed: what happens to them is not seen here any more.</summary>
    internal void Close()
    {
        Gate.Close();
        Gate.TryLock(wait: true);
        Space.Watches.ChangedWhere(static _ => true);
        Space.Readers.AllChanged(Index);
        Gate.Exit();
        Volatile.Write(ref _owner, null);
    }

    /// <summary>The actor goes because the partition is primary elsewhere, or will be: what is served from here is served on.</summary>
    internal void Leave() => Volatile.Write(ref _owner, null);

    /// <summary>
    /// A command failed in the middle of a change, so the content cannot be trusted: nobody executes here any more until it is rebuilt, from a copy where there is one.
    /// </summary>
    /// <remarks>Called with the gate held.</remarks>
    public void Fault(Exception error)
    {
        if (_copy is { } copy)
        {
            copy.Break(error);
            return;
        }
        Gate.Close();
        Owner?.Tell(new PartitionFailed(error));
    }

    /// <summary>Whether a write may run: copies enough have what was written before. Under the gate.</summary>
    public bool AdmitsWrites => _copy is null || _copy.AdmitsWrites;

    /// <summary>That is so for too long: whoever writes is refused.</summary>
    public bool RefusesWrites => _copy is { IsHopeless: true };

    /// <summary>Removes some of the entries that are past their time. True when more are due than that. A gate that is busy or closed is left alone.</summary>
    internal bool TryExpire(long nowMs)
    {
        if (Gate.TryEnterBriefly() != GateResult.Entered) return false;
        try
        {
            for (var i = 0; i < ExpirySlice; i++)
            {
                var entry = Space.Store.NextExpired(nowMs);

                // None yet, but the wheel may have more to sort first: that is work of its own, so the gate is given back.
                if (entry < 0) return Space.Store.NextDueMs <= nowMs;
                Space.Expire(entry);
            }
            return true;
        }
        finally
        {
            Gate.Exit();
        }
    }

    /// <summary>Replaces the content by an empty one; watched keys count as changed. Nobody is served. Returns the keys that were dropped.</summary>
    internal int Discard()
    {
        var old = Space;
        var keys = old.Store.Count;
        old.Watches.ChangedWhere(_ => true);
        old.Readers.AllChanged(Index);
        Space = NewSpace();
        old.Store.Dispose();
        return keys;
    }

    /// <summary>Where the partition is not served here, its readers are told that everything may have changed: nobody here sees what happens to it. Leaves a busy gate for the next time.</summary>
    internal void ForgetReadersIfClosed()
    {
        if (Space.Readers.IsEmpty || Gate.IsOpen || !Gate.TryLock(wait: false)) return;
        try
        {
            if (!Gate.IsOpen) Space.Readers.AllChanged(Index);
        }
        finally
        {
            Gate.Exit();
        }
    }

    /// <summary>The replica has opened.</summary>
    internal void Served(Epoch epoch) => Volatile.Write(ref _epoch, epoch.Round);

    public void Dispose()
    {
        Gate.Close();
        Space.Store.Dispose();
    }

    void IReplicaHost.Attach(Replica replica, ReplicaServices services)
    {
        var applier = _applier ?? throw new InvalidOperationException($"partition {Index}: made without an applier");
        _copy = new ReplicatedCopy(this, replica, services, applier);
        if (services.IsSync) Commits = _copy;
        Gate.Attach(_copy);
        Gate.Open();
    }

    bool IReplicaHost.TryLock() => _copy!.TryLock();

    void IReplicaHost.Lock() => _copy!.Lock();

    void IReplicaHost.Unlock() => _copy!.Unlock();

    void IReplicaHost.Post(Action what) => _copy!.Post(what);

    void IReplicaHost.Post(NodeId from, PartitionMessage message) => _copy!.Post(from, message);

    void IReplicaHost.Flush() => _copy!.Flush();

    (object? Payload, long Count)? IReplicaHost.ReadEffects(NodeId to, long index, long count) => _copy!.ReadEffects(to, index, count);

    void IReplicaHost.Apply(object? payload, long skip, long count) => _copy!.Apply(payload, skip, count);

    void IReplicaHost.StartOver(long index) => _copy!.StartOver(index);

    void IReplicaHost.ApplyChunk(object? payload) => _copy!.ApplyChunk(payload);

    bool? IReplicaHost.Matches(object? payload) => _copy!.Matches(payload);

    void IReplicaHost.CutSnapshot(NodeId backup, int session) => _copy!.CutSnapshot(backup, session);

    void IReplicaHost.Opened(Epoch epoch, int lossGeneration) => _copy!.Opened(epoch);

    void IReplicaHost.Closed() => _copy!.Closed();

    void IReplicaHost.Committed(long index) => _copy!.Committed(index);

    private PartitionSpace NewSpace() => new(Index, new PartitionStore(_seed), new EffectLog(_logBytes));
}
