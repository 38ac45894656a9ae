using System.Collections.Concurrent;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Routing.AllNodes;

/// <summary>Published messages of other nodes on their way to this node's subscribers: in the order of arrival, off the links' threads.</summary>
internal sealed class PublishedInbox : IThreadPoolWorkItem
{
    /// <summary>Deliveries in a row before the pool's thread turns to others.</summary>
    private const int MessagesPerTurn = 256;

    private readonly ChannelTable _channels;
    private readonly ClusterCounters _counters;
    private readonly long _maxBytes;
    private readonly ILogger _log;
    private readonly ConcurrentQueue<byte[]> _messages = new();
    private long _bytes;
    private int _waiting;

    public PublishedInbox(ChannelTable channels, ClusterCounters counters, long maxBytes, ILogger log)
    {
        _channels = channels;
        _counters = counters;
        _maxBytes = maxBytes;
        _log = log;
    }

    public void Receive(ReadOnlySpan<byte> message)
    {
        if (Interlocked.Read(ref _bytes) + message.Length > _maxBytes)
        {
            _counters.PublishesLost.Add(1);
            return;
        }
        Interlocked.Add(ref _bytes, message.Length);
        _messages.Enqueue(message.ToArray());
        if (Interlocked.Increment(ref _waiting) == 1) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        var taken = 0;
        while (taken < MessagesPerTurn && _messages.TryDequeue(out var message))
        {
            taken++;
            Deliver(message);
        }
        // Whoever made the count leave zero has started a turn; it stays started until the count is zero again.
        if (Interlocked.Add(ref _waiting, -taken) > 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Deliver(byte[] message)
    {
        Interlocked.Add(ref _bytes, -message.Length);
        try
        {
            if (NodeMessages.TryReadPublished(message, out var channel, out var content))
            {
                _channels.Publish(channel, content);
                _counters.PublishedFromPeers.Add(1);
            }
            else
            {
                _counters.MessagesMalformed.Add(1);
            }
        }
        catch (Exception e)
        {
            AllNodesLog.DeliveryFailed(_log, e);
        }
    }
}
