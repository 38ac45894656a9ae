using Akka.Actor;

namespace AkkaCache.Node.Partitions;

/// <summary>One timer per node that tells partitions' actors when entries of theirs are past their time.</summary>
/// <remarks>
/// A tick reads one number per partition, without its gate; a partition with nothing due costs that and no message. A partition that has
/// not come to the last message gets no second one.
/// </remarks>
public sealed class ExpiryPulse : IDisposable
{
    private readonly PartitionTable _partitions;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public ExpiryPulse(PartitionTable partitions, TimeProvider time, TimeSpan pace)
    {
        _partitions = partitions;
        _time = time;
        _timer = time.CreateTimer(static state => ((ExpiryPulse)state!).Tick(), this, pace, pace);
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var partition in _partitions.All)
        {
            if (partition.Space.Store.NextDueMs > nowMs || partition.ExpiryQueued || !partition.Gate.IsOpen) continue;
            if (partition.Owner is not { } owner)
            {
                // Served before its actor has come here.
                partition.TryExpire(nowMs);
                continue;
            }
            partition.ExpiryQueued = true;
            owner.Tell(EntriesDue.Instance, ActorRefs.NoSender);
        }
    }
}
