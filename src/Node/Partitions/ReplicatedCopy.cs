using System.Buffers;
using System.Runtime.CompilerServices;
using AkkaCache.Commands.Effects;
using AkkaCache.Node.Partitions.Commits;
using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;

namespace AkkaCache.Node.Partitions;

/// <summary>Ties a partition to its replica: the gate to the lease, the log to the rules, the store to what other nodes send.</summary>
/// <remarks>
/// <para>
/// Invariant, whenever nobody holds the gate: the log's last sequence is the last index of the replica's history. Who leaves the gate with a longer log reports the difference.
/// On a node that is its own cluster nobody waits for that, so there it is reported when the replica is looked at next: whoever takes the gate for its sake reports first.
/// </para>
/// <para>
/// Messages and timers never wait for a gate. They are handled at once when it is free, otherwise they go into the inbox, and whoever leaves the gate empties that. The order holds: while
/// the inbox is not empty, what comes goes behind it.
/// </para>
/// </remarks>
internal sealed class ReplicatedCopy : ICommitPoint
{
    /// <summary>Effects of one message: what a link sends in one frame.</summary>
    private const int MessageBytes = 48 * 1024;

    private readonly Partition _partition;
    private readonly Replica _replica;
    private readonly ReplicaServices _services;
    private readonly EffectApplier _applier;
    private readonly PartitionInbox _inbox = new();
    private readonly Dictionary<NodeId, EffectCursor> _cursors = [];
    private readonly List<SnapshotCut> _cuts = [];
    private readonly CommitWaiters _waiters = new();
    private readonly WriteAdmission _admission;
    private CopyDigester? _digester;
    private RegisterValue? _accepted;
    private bool _isFlushDue;

    public ReplicatedCopy(Partition partition, Replica replica, ReplicaServices services, EffectApplier applier)
    {
        _partition = partition;
        _replica = replica;
        _services = services;
        _applier = applier;
        _admission = new WriteAdmission(replica, services.Writes, services.Clock);
    }

    public Replica Replica => _replica;

    /// <summary>By the lease, now. Certain while the gate is held.</summary>
    public bool MayServe
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _replica.ServesUntil is var until && (until == long.MaxValue || (until != long.MinValue && _services.Clock.Now < until));
    }

    /// <summary>Writes may run now. Under the gate.</summary>
    public bool AdmitsWrites => _admission.Admits(_partition.Space.Effects.KeptBytes);

    /// <summary>Writes wait in vain. Under the gate.</summary>
    public bool IsHopeless => _admission.IsHopeless;

    public bool NeedsHold => _services.IsSync && _replica.IsInCluster;

    public CommitMark Mark(bool isWrite) => new(this, _replica.Epoch.Value, _partition.Space.Effects.LastSequence, isWrite);

    public HoldState Check(in CommitMark mark)
    {
        var epoch = new Epoch(mark.Epoch);
        if (_replica.MayAnswer(mark.Index, mark.IsWrite, epoch, _services.Clock.Now)) return HoldState.MayLeave;
        if (_replica.MayAnswerLater(mark.Index, epoch)) return HoldState.Wait;
        // The term may have ended since the question, with this in order.
        return _replica.MayAnswer(mark.Index, mark.IsWrite, epoch, _services.Clock.Now) ? HoldState.MayLeave : HoldState.Lost;
    }

    public void Subscribe(ICommitWaiter waiter) => _waiters.Add(waiter);

    /// <summary>Takes the gate for the replica, if nobody holds it.</summary>
    public bool TryLock()
    {
        if (_partition.Gate.IsHeldHere || !_partition.Gate.TryLockAtOnce()) return false;
        Report();
        return true;
    }

    /// <summary>Gives back a gate that was taken for the replica, and handles what came meanwhile.</summary>
    public void Unlock()
    {
        Release();
        Left();
    }

    /// <summary>Takes the gate for the replica, waiting for its holder.</summary>
    public void Lock()
    {
        _partition.Gate.TryLock(wait: true);
        Report();
    }

    public void Post(Action what)
    {
        _inbox.Add(what);
        Handle();
    }

    public void Post(NodeId from, PartitionMessage message)
    {
        _inbox.Add(from, message);
        Handle();
    }

    public void Flush()
    {
        Volatile.Write(ref _isFlushDue, true);
        Handle();
    }

    /// <summary>The gate's holder is about to leave it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leaving()
    {
        if (_replica.IsInCluster) Report();
    }

    private void Report()
    {
        var grown = _partition.Space.Effects.LastSequence - _replica.History.LastIndex;
        // A copy that broke in the middle of a change has left its office already.
        if (grown <= 0 || !_replica.IsPrimary) return;
        _replica.Executed(grown);
        if (_replica.WantsFlush) _services.Flushes.Note(_partition.Index);
    }

    /// <summary>The gate's holder has left it: what came meanwhile is handled, unless he holds it still, by an outer entry, or somebody else does by now.</summary>
    public void Left()
    {
        if (_inbox.IsAny || Volatile.Read(ref _isFlushDue)) Handle();
    }

    public void Opened(Epoch epoch)
    {
        Keep();
        _partition.Served(epoch);
    }

    public void Closed()
    {
        _partition.Space.Readers.AllChanged(_partition.Index);
        _partition.Space.Effects.KeepsNothing = false;
        _partition.Space.Effects.KeepFrom = long.MaxValue;
        foreach (var cut in _cuts) cut.Cutter.Dispose();
        _cuts.Clear();
        _cursors.Clear();
        _waiters.Raise();
    }

    public void Committed(long index)
    {
        Keep();
        if (NeedsHold) _waiters.Raise();
    }

    // What is not in every required copy yet has readers. A node that is its own cluster has none, and who joins it takes a snapshot.
    private void Keep()
    {
        var effects = _partition.Space.Effects;
        effects.KeepsNothing = !_replica.IsInCluster;
        if (_replica.IsInCluster) effects.KeepFrom = _replica.CommitIndex + 1;
    }

    public (object? Payload, long Count)? ReadEffects(NodeId to, long index, long count)
    {
        if (!_services.HasRoom(to, RoomFor.Effects)) return (null, 0);
        var log = _partition.Space.Effects;
        if (!_cursors.TryGetValue(to, out var cursor) || cursor.Sequence != index + 1)
        {
            if (log.CursorAt(index + 1) is not { } found) return null;
            cursor = found;
        }
        var bytes = new ArrayBufferWriter<byte>();
        var read = log.TryRead(ref cursor, index + count, MessageBytes, bytes);
        if (read < 0) return null;
        _cursors[to] = cursor;
        _services.Counters.EffectsSent.Add(read);
        return (bytes.WrittenMemory, read);
    }

    public void Apply(object? payload, long skip, long count)
    {
        _services.Counters.EffectsReceived.Add(count);
        try
        {
            _applier.Apply(_partition.Space, ((ReadOnlyMemory<byte>)payload!).Span, (int)skip, (int)count, NowMs, isReceiving: !_replica.IsValid);
#if SABOTAGE
            // A copy that keeps to a limit of its own.
            if (Sabotage.Is(Sabotage.EvictsOnItsOwn) && _partition.Space.Store is { Count: > 8 } store && Random.Shared.Next(20) == 0) store.Remove(store.Oldest);
#endif
        }
        catch (Exception e) when (e is EffectRefusedException or InvalidDataException)
        {
            Break(e);
        }
    }

    public void StartOver(long index)
    {
        _partition.Discard();
        _partition.Space.Effects.StartAt(index);
        _cursors.Clear();
    }

    public void ApplyChunk(object? payload)
    {
        var chunk = (ReadOnlyMemory<byte>)payload!;
        _services.Counters.SnapshotBytesReceived.Add(chunk.Length);
        try
        {
            _applier.ApplyChunk(_partition.Space, chunk.Span, NowMs);
        }
        catch (Exception e) when (e is EffectRefusedException or InvalidDataException)
        {
            Break(e);
        }
    }

    public void CutSnapshot(NodeId backup, int session)
    {
        foreach (var old in _cuts.FindAll(cut => cut.Backup == backup)) Remove(old);
        var cut = new SnapshotCut(this, _partition, _services, backup, session);
        _cuts.Add(cut);
        _services.Cuts.Add(cut);
    }

    public void Remove(SnapshotCut cut)
    {
        cut.Cutter.Dispose();
        _cuts.Remove(cut);
    }

    /// <summary>Has the other copies compared with the next slice of this one. Takes the gate, waiting for its holder.</summary>
    public CompareStep CompareNext(CopyDigester digester)
    {
        Lock();
        try
        {
            if (!_replica.HasFollowers) return CompareStep.Done;
            _replica.Flush(_services.Clock.Now);
            if (!_replica.CanCompare) return CompareStep.Waits;
            if (digester.Next(_partition.Space) is not { } slice) return CompareStep.Done;
            var bytes = new ArrayBufferWriter<byte>();
            slice.Write(bytes);
            _replica.Compare(bytes.WrittenMemory);
            return CompareStep.Sent;
        }
        catch (InvalidDataException e)
        {
            Break(e);
            return CompareStep.Done;
        }
        finally
        {
            Unlock();
        }
    }

    public bool? Matches(object? payload)
    {
        if (payload is not ReadOnlyMemory<byte> bytes || DigestSlice.Read(bytes.Span) is not { } slice) return null;
        _digester ??= new CopyDigester();
        try
        {
            if (_digester.Matches(_partition.Space, slice) is not false and var isSame) return isSame;
            throw new InvalidDataException($"its content differs from its primary's at effect {_partition.Space.Effects.LastSequence}, slice {slice.First} to {slice.End}");
        }
        catch (InvalidDataException e)
        {
            _services.Events.CopyBroken(_partition.Index, e);
            return false;
        }
    }

    public bool IsCurrent(SnapshotCut cut) => _cuts.Contains(cut);

    /// <summary>The content cannot be trusted any more. Gate held.</summary>
    public void Break(Exception cause)
    {
        _services.Events.CopyBroken(_partition.Index, cause);
        _replica.Fail(_services.Clock.Now);
    }

    private long NowMs => _partition.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Handle()
    {
        while ((_inbox.IsAny || Volatile.Read(ref _isFlushDue)) && TryLock())
        {
            try
            {
                HandleAll();
            }
            finally
            {
                Release();
            }
        }
    }

    private void Release()
    {
        Leaving();
        if (_replica.IsPrimary) Keep();
        _partition.Gate.Unlock();
    }

    private void HandleAll()
    {
        while (_inbox.TryTake(out var item))
        {
            if (item.Message is { } message) _replica.Receive(item.From, message, _services.Clock.Now);
            else item.What!();
        }
        if (Volatile.Read(ref _isFlushDue))
        {
            Volatile.Write(ref _isFlushDue, false);
            _replica.Flush(_services.Clock.Now);
        }
        // A lease may hold again.
        if (NeedsHold) _waiters.Raise();
        if (ReferenceEquals(_accepted, _replica.Accepted)) return;
        _accepted = _replica.Accepted;
        if (_accepted is { } accepted) _services.Events.Accepted(_partition.Index, accepted);
    }
}
