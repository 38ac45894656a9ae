using AkkaCache.Node.Routing.Links;
using AkkaCache.Node.Routing.Workers;

namespace AkkaCache.Node.Routing.Serving;

/// <summary>The requests of one node for one partition, in the order in which it sent them.</summary>
/// <remarks>
/// <para>
/// A request runs on the thread that delivers it. One that has to wait or works long goes to a worker, and those that come behind it queue up here, so that the order holds;
/// the replies need no order.
/// </para>
/// <para>
/// Once a request was refused because the partition is not served here, every later one of the same round is refused too, even if the gate has opened meanwhile: the
/// sender will send again, in order, what was refused. It does so in a new round, after it has heard about everything of the old one. A request of an earlier round than
/// one that was seen is refused as well: its sender has given it up, and may have sent others since. So is the rest of a round of which requests were dropped.
/// </para>
/// </remarks>
internal sealed class ServedStream(RequestReceiver receiver, Peer peer) : IDeferredWork
{
    /// <summary>Requests that a worker executes before it turns to others.</summary>
    private const int Slice = 64;

    private readonly Lock _lock = new();
    private readonly Queue<DeferredRequest> _waiting = new();

    /// <summary>Requests of earlier rounds are refused.</summary>
    private int _floor;

    /// <summary>The newest round so far.</summary>
    private int _newest;

    /// <summary>A worker has this stream, or will have.</summary>
    private bool _deferred;

    public void Receive(in RequestHead head, ReadOnlySpan<byte> body, Scratch scratch)
    {
        lock (_lock)
        {
            _newest = Math.Max(_newest, head.Round);
            _floor = Math.Max(_floor, head.Round);
            if (_deferred)
            {
                _waiting.Enqueue(new DeferredRequest(head, body));
                return;
            }
        }
        if (Execute(head, body, scratch, bounded: true)) return;
        lock (_lock)
        {
            _waiting.Enqueue(new DeferredRequest(head, body));
            // The other lane's thread may have been quicker.
            if (_deferred) return;
            _deferred = true;
        }
        receiver.Workers.Add(this);
    }

    /// <summary>The node is gone, or gives up what it sent: what waits here does not run.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _floor = Math.Max(_floor, _newest + 1);
            while (_waiting.TryDequeue(out var request)) request.Release();
        }
    }

    public void RunDeferred()
    {
        var scratch = receiver.Scratches.Rent();
        for (var i = 0; i < Slice; i++)
        {
            DeferredRequest request;
            lock (_lock)
            {
                _deferred = _waiting.TryDequeue(out request);
                if (!_deferred) break;
            }
            Execute(request.Head, request.Body, scratch, bounded: false);
            scratch.Clear();
            request.Release();
        }
        receiver.Scratches.Return(scratch);
        peer.Flush();
        bool more;
        lock (_lock) more = _deferred;
        if (more) receiver.Workers.Add(this);
    }

    public void Abandon()
    {
        Forget();
        lock (_lock) _deferred = false;
    }

    /// <returns>False when it has to run on a worker.</returns>
    private bool Execute(in RequestHead head, ReadOnlySpan<byte> body, Scratch scratch, bool bounded)
    {
        if (head.Round < Volatile.Read(ref _floor))
        {
            receiver.Refuse(peer, head);
            return true;
        }
        switch (receiver.Run(peer, head, body, scratch, bounded))
        {
            case RunResult.Deferred: return false;
            case RunResult.Closed:
                lock (_lock) _floor = Math.Max(_floor, head.Round + 1);
                receiver.Refuse(peer, head);
                break;
        }
        return true;
    }
}
