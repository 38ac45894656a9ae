using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Routing.Links;

/// <summary>Another node, as routing knows it: requests to it, and replies to its requests.</summary>
internal sealed class Peer : IAnswerTaker
{
    /// <summary>Longer requests and replies travel with the bulk, so that pings and everybody's small commands do not wait for them.</summary>
    public const int BulkBytes = 64 * 1024;

    private readonly ReplyOutbox _replies;
    private readonly ReplyOutbox _bulkReplies;

    /// <param name="stalled">Told when the link does not take a message: somebody has to call <see cref="Retry"/>.</param>
    public Peer(NodeId node, IPeerSender sender, Action stalled)
    {
        Node = node;
        Requests = new RequestOutbox(node, PeerLane.Control, sender, stalled);
        BulkRequests = new RequestOutbox(node, PeerLane.Bulk, sender, stalled);
        _replies = new ReplyOutbox(node, PeerLane.Control, sender, stalled, Taken);
        _bulkReplies = new ReplyOutbox(node, PeerLane.Bulk, sender, stalled, Taken);
    }

    public NodeId Node { get; }

    public RequestOutbox Requests { get; }

    public RequestOutbox BulkRequests { get; }

    /// <summary>How far its messages of requests were taken.</summary>
    public TakenMessages Taken { get; } = new();

    /// <summary>Something waits to leave in either direction.</summary>
    public bool HasMore => Requests.HasMore || BulkRequests.HasMore || _replies.HasMore || _bulkReplies.HasMore;

    public void Answer(in ReplyHead head, ReadOnlySpan<byte> body)
    {
        if (!(body.Length > BulkBytes ? _bulkReplies : _replies).TryAdd(head, body)) _replies.AddShort(head with { Status = ReplyStatus.Unknown });
    }

    public void Flush()
    {
        if (_replies.HasMore) _replies.Flush();
        if (_bulkReplies.HasMore) _bulkReplies.Flush();
    }

    /// <summary>Tells it how far its messages were taken, with what was answered since.</summary>
    public void Acknowledge()
    {
        _replies.Acknowledge();
        Flush();
    }

    public void FlushRequests()
    {
        if (Requests.HasMore) Requests.Flush();
        if (BulkRequests.HasMore) BulkRequests.Flush();
    }

    /// <summary>Offers again what the link did not take, and what waited for messages that nobody has heard of.</summary>
    public void Retry()
    {
        if (Requests.HasMore) Requests.Forgive();
        if (BulkRequests.HasMore) BulkRequests.Forgive();
        FlushRequests();
        Flush();
    }

    /// <summary>Messages may be lost: replies that have not left are answers to requests that their sender gives up as well.</summary>
    public void ResetReplies()
    {
        _replies.Reset();
        _bulkReplies.Reset();
    }
}
