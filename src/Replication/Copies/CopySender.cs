using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Copies;

/// <summary>Sends effects out of this node's log.</summary>
internal static class CopySender
{
    /// <summary>Sends up to <paramref name="count"/> effects after <paramref name="after"/>, none to ask where the copy stands. Returns how many, null when the log no longer reaches back so far.</summary>
    public static long? TrySend(Replica replica, NodeId to, Epoch epoch, int session, long @base, long after, long count)
    {
        var carrier = replica.Node.Carrier;
        if (replica.History.EpochAt(after) is not { } previous) return null;
        object? payload = null;
        var sent = count;
        if (sent > 0)
        {
            if (carrier.ReadEffects(replica.Partition, to, after, sent) is not { } read) return null;
            (payload, sent) = read;
        }
        var runs = replica.History.RunsAfter(after, sent);
        // The epochs of the oldest effects are forgotten, though their bytes are still there.
        if (sent > 0 && (runs.IsEmpty || runs[0].First != after + 1)) return null;
        carrier.Send(to, new Effects(replica.Partition, epoch, session, @base, new Position(previous, after), sent, runs, payload));
        return sent;
    }
}
