using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Routing.Links;

/// <summary>Replies on their way back to the node that forwarded the commands, in one lane.</summary>
internal sealed class ReplyOutbox(NodeId node, PeerLane lane, IPeerSender sender, Action stalled, TakenMessages taken) : Outbox(node, lane, sender, stalled, ReplyForm.MessageHeaderBytes)
{
    /// <summary>Adds a reply; false: too much waits for that node already.</summary>
    public bool TryAdd(in ReplyHead head, ReadOnlySpan<byte> body)
    {
        lock (Lock)
        {
            var room = Room_NeedsLock(ReplyForm.HeadBytes + body.Length);
            if (room.IsEmpty) return false;
            ReplyForm.WriteHead(room, head, body.Length);
            body.CopyTo(room[ReplyForm.HeadBytes..]);
            return true;
        }
    }

    /// <summary>Adds a reply without a body, however full the box is: the requests of a node are bounded, and so are these.</summary>
    public void AddShort(in ReplyHead head)
    {
        lock (Lock) ReplyForm.WriteHead(Room_NeedsLock(ReplyForm.HeadBytes, always: true), head, 0);
    }

    /// <summary>Says how far messages were taken, even when there is no reply to go with it.</summary>
    public void Acknowledge()
    {
        lock (Lock) Touch_NeedsLock();
    }

    public void Reset()
    {
        lock (Lock) Drop_NeedsLock();
    }

    protected override bool MayLeave(int bytes) => true;

    protected override void WriteHeader(Span<byte> header) => ReplyForm.WriteMessageHeader(header, taken.Control, taken.Bulk);
}

/// <summary>The numbers of the last messages of requests that were taken from a node.</summary>
internal sealed class TakenMessages
{
    private long _control;
    private long _bulk;

    public long Control => Volatile.Read(ref _control);
    public long Bulk => Volatile.Read(ref _bulk);

    public void Take(PeerLane lane, long number) => Volatile.Write(ref lane == PeerLane.Control ? ref _control : ref _bulk, number);
}
