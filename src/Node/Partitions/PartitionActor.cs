using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Partitions;

/// <summary>
/// The sharded entity that owns a partition's life on this node: adopts the copy, takes the epoch, opens the gate, removes what is past its
/// time, and closes the gate when it stops. Commands do not pass through it; both enter through the same gate.
/// </summary>
public sealed class PartitionActor : UntypedActor
{
    private readonly Partition _partition;
    private readonly IReadOnlyList<IPartitionEvents> _events;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private bool _isHandedOver;

    /// <param name="events">Of a partition without copies; those of a replicated one come from its replica.</param>
    public PartitionActor(Partition partition, IReadOnlyList<IPartitionEvents> events, TimeProvider time, ILogger log)
    {
        _partition = partition;
        _events = partition.Copy is null ? events : [];
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
                _isHandedOver = true;
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
        // What is handed over is served here until another node is primary; what ends for another reason is not served until it is back.
        if (_isHandedOver && _partition.Copy is { Replica.IsInCluster: true }) _partition.Leave();
        else _partition.Close();
        PartitionLog.Closed(_log, _partition.Index, _partition.Epoch);
        foreach (var listener in _events) listener.Closed(_partition.Index);
    }

    private void Rebuild(Exception reason)
    {
        if (_partition.Copy is { } copy)
        {
            copy.Post(() => copy.Break(reason));
            return;
        }
        var keys = _partition.Discard();
        PartitionLog.Rebuilt(_log, _partition.Index, keys, reason);
    }

    // A gate that is busy is left alone: the pulse comes back, and an actor must not wait.
    private void Expire()
    {
        _partition.ExpiryQueued = false;
        if (!_partition.TryExpire(_time.GetUtcNow().ToUnixTimeMilliseconds())) return;
        _partition.ExpiryQueued = true;
        Self.Tell(EntriesDue.Instance, ActorRefs.NoSender);
    }
}
