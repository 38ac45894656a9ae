using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Partitions;

/// <summary>
/// The sharded entity that owns a partition's life on this node: adopts the copy, takes the epoch, opens the gate, removes what is past its
/// time, and closes the gate when it stops. Commands do not pass through it; both enter through the same gate.
/// </summary>
public sealed class PartitionActor : UntypedActor
{
    /// <summary>
    /// Entries that expire under one hold of the gate: about 100 µs, so that commands of the partition's clients slip in between.
    /// </summary>
    internal const int ExpirySlice = 256;

    private readonly Partition _partition;
    private readonly IReadOnlyList<IPartitionEvents> _events;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public PartitionActor(Partition partition, IReadOnlyList<IPartitionEvents> events, TimeProvider time, ILogger log)
    {
        _partition = partition;
        _events = events;
        _time = time;
        _log = log;
    }

    public static Props Props(Partition partition, IReadOnlyList<IPartitionEvents> events, TimeProvider time, ILogger log) =>
        Akka.Actor.Props.Create(typeof(PartitionActor), partition, events, time, log);

    protected override void PreStart() => Open();

    protected override void PostStop() => Close();

    protected override void PreRestart(Exception reason, object message)
    {
        Close();
        Rebuild(reason);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StartPartition:
                Sender.Tell(new PartitionStarted(_partition.Index));
                break;
            case EntriesDue:
                Expire();
                break;
            case PartitionFailed failed:
                Close();
                Rebuild(failed.Cause);
                Open();
                break;
            case HandOver:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Open()
    {
        _partition.Open(Self);
        PartitionLog.Opened(_log, _partition.Index, _partition.Epoch);
        foreach (var listener in _events) listener.Opened(_partition.Index, _partition.Epoch);
    }

    private void Close()
    {
        _partition.Close();
        PartitionLog.Closed(_log, _partition.Index, _partition.Epoch);
        foreach (var listener in _events) listener.Closed(_partition.Index);
    }

    private void Rebuild(Exception reason)
    {
        var keys = _partition.Discard();
        PartitionLog.Rebuilt(_log, _partition.Index, keys, reason);
    }

    // A gate that is busy is left alone: the pulse comes back, and an actor must not wait.
    private void Expire()
    {
        _partition.ExpiryQueued = false;
        if (_partition.Gate.TryEnterBriefly() != GateResult.Entered) return;
        bool more;
        try
        {
            more = ExpireSlice_NeedsGate();
        }
        finally
        {
            _partition.Gate.Exit();
        }
        if (!more) return;
        _partition.ExpiryQueued = true;
        Self.Tell(EntriesDue.Instance, ActorRefs.NoSender);
    }

    /// <returns>True when more entries are due than one slice takes.</returns>
    private bool ExpireSlice_NeedsGate()
    {
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var space = _partition.Space;
        for (var i = 0; i < ExpirySlice; i++)
        {
            var entry = space.Store.NextExpired(nowMs);

            // None yet, but the wheel may have more to sort first: that is work of its own, so the gate is given back.
            if (entry < 0) return space.Store.NextDueMs <= nowMs;
            space.Expire(entry);
        }
        return true;
    }
}
