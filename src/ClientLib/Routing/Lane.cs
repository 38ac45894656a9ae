using AkkaCache.Client.Links;
using AkkaCache.Client.Requests;

namespace AkkaCache.Client.Routing;

/// <summary>The requests of one partition on their way: they take one link at a time, so that they are executed in the order in which they were given.</summary>
/// <remarks>
/// When the partition's route changes, the next requests wait until those on the old link are answered: a node that is asked directly could otherwise execute a later request
/// before one that another node still forwards to it. Its own lock guards everything; a link's lock may be taken inside, never the other way round, and nothing is sent inside.
/// </remarks>
internal sealed class Lane
{
    private readonly Lock _lock = new();
    private readonly Queue<Request> _held = new();
    private NodeLink? _link;
    private int _underWay;
    private int _heldCount;

    /// <summary>Requests that wait for a link; read by others.</summary>
    public int HeldCount => Volatile.Read(ref _heldCount);

    /// <summary>Nothing is under way or held: who executes a request of this lane otherwise overtakes none. For a caller's own requests; those of others may come in between.</summary>
    public bool IsIdle => Volatile.Read(ref _underWay) == 0 && HeldCount == 0;

    /// <summary>Sends a request, or holds it until it can be.</summary>
    /// <param name="choose">The link to take now; null: there is none.</param>
    public void Send(Request request, ILinkChooser choose)
    {
        NodeLink? idle = null;
        lock (_lock)
        {
            if (_heldCount > 0 || !TryAdd_NeedsLock(request, choose, out idle))
            {
                _held.Enqueue(request);
                Volatile.Write(ref _heldCount, _held.Count);
            }
        }
        idle?.Pump();
    }

    /// <summary>A request of the lane was answered or given up.</summary>
    public void Done(ILinkChooser choose)
    {
        lock (_lock)
        {
            _underWay--;
            if (_heldCount > 0) SendHeld_NeedsLock(choose);
        }
    }

    /// <summary>Links or routes have changed.</summary>
    public void SendHeld(ILinkChooser choose)
    {
        if (HeldCount == 0) return;
        lock (_lock) SendHeld_NeedsLock(choose);
    }

    /// <summary>Takes out those held whose time is over.</summary>
    public void TakeOverdue(long now, List<Request> overdue)
    {
        if (HeldCount == 0) return;
        lock (_lock)
        {
            for (var left = _held.Count; left > 0; left--)
            {
                var request = _held.Dequeue();
                if (request.IsCompleted) continue;
                if (request.Deadline <= now) overdue.Add(request);
                else _held.Enqueue(request);
            }
            Volatile.Write(ref _heldCount, _held.Count);
        }
    }

    private void SendHeld_NeedsLock(ILinkChooser choose)
    {
        while (_held.TryPeek(out var request))
        {
            NodeLink? idle = null;
            if (!request.IsCompleted && !TryAdd_NeedsLock(request, choose, out idle)) break;
            _held.Dequeue();
            idle?.PumpElsewhere();
        }
        Volatile.Write(ref _heldCount, _held.Count);
    }

    /// <param name="idle">The link, when the caller has to see to it that it sends.</param>
    private bool TryAdd_NeedsLock(Request request, ILinkChooser choose, out NodeLink? idle)
    {
        idle = null;
        var link = choose.LinkFor(request);
        if (link is null || (_underWay > 0 && _link != link && _link is { IsClosed: false })) return false;
        request.IsInLane = true;
        _underWay++;
        if (link.TryAdd(request, out var mustPump))
        {
            _link = link;
            if (mustPump) idle = link;
            return true;
        }
        request.IsInLane = false;
        _underWay--;
        return false;
    }
}

/// <summary>Knows over which link a request is to go.</summary>
internal interface ILinkChooser
{
    /// <summary>Null while none is open.</summary>
    NodeLink? LinkFor(Request request);
}
