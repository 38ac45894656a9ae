using AkkaCache.Node.Partitions;
using AkkaCache.Node.Routing.Links;
using AkkaCache.Node.Routing.Workers;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Routing.Forwarding;

/// <summary>The commands of one partition that this node has taken and that have not been executed for certain: those under way to another node, and those that wait.</summary>
/// <remarks>
/// <para>
/// It keeps two promises while the partition moves about: a command is executed at most once, and those of one connection are executed in the order in which they came.
/// The commands lie in one list, in that order. Each is
/// </para>
/// <list type="bullet">
/// <item><b>waiting</b>: surely not executed;</item>
/// <item><b>sent</b> to the <i>target</i>: a node and a lane;</item>
/// <item><b>running</b> here, at most one.</item>
/// </list>
/// <para>Invariants, under the lock:</para>
/// <list type="number">
/// <item>Everything sent or running is with one target. Another is chosen only when nothing is with the old one.</item>
/// <item>Unless a refusal is being gathered, what is sent or running precedes what waits, and <c>_next</c> is the first that waits.</item>
/// <item>A refusal stops sending. When all that was sent has come back, executed or refused, a new round begins with the oldest: the refused ones lie where they were.
/// The refusing node refuses everything of the old round, see <see cref="Serving.ServedStream"/>.</item>
/// <item>A command is sent again only when it was refused, never left, or is a read.</item>
/// <item>The list is empty exactly when the partition is not busy. While it is busy, every command for it enters here, also one that could run at once; but for those of
/// connections that await no reply, since none of theirs is here.</item>
/// </list>
/// <para>
/// A write whose node does not answer is given up with its outcome unknown, and a round ends: whatever of it is still on its way is refused where it arrives after
/// anything of the next. A read in front of such a write of its own connection is not sent again, since it would run behind it.
/// </para>
/// </remarks>
internal sealed class Backlog(Forwarder forwarder, Partition partition) : IDeferredWork, IThreadPoolWorkItem
{
    /// <summary>Commands that a worker executes before it turns to others.</summary>
    private const int Slice = 64;

    private readonly Lock _lock = new();
    private PendingList _list;
    private PendingCommand? _next;
    private int _outstanding;
    private int _round = 1;
    private bool _gathers;
    private bool _isBusy;

    /// <summary>Null while the target is this node.</summary>
    private RequestOutbox? _target;

    /// <summary>A worker has this backlog, or will have.</summary>
    private bool _scheduled;
    private int _woken;

    // The last refusal, and whom it named.
    private NodeId _refusedBy;
    private long _refusedEpoch;
    private long _retryMs;
    private NodeId _named;
    private long _namedEpoch;

    /// <summary>Since when the target is not the partition's primary any more.</summary>
    private long _movedMs;

    // The peer of the last primary.
    private Peer? _peer;

    /// <summary>Commands of the partition wait here. Read by whoever runs commands, without the lock.</summary>
    public bool IsBusy => Volatile.Read(ref _isBusy);

    /// <summary>Commands that wait: surely not executed.</summary>
    public int CountParked()
    {
        lock (_lock) return _list.CountOf(PendingState.Waiting);
    }

    /// <summary>Puts a command at the end, and sends it if its turn has come.</summary>
    public void Add(PendingCommand command)
    {
        var departures = new Departures();
        lock (_lock)
        {
            Append_NeedsLock(command);
            Advance_NeedsLock(ref departures);
            if (command.State == PendingState.Waiting) forwarder.Counters.Parked.Add(1);
        }
        forwarder.Answer(ref departures);
    }

    /// <summary>Puts a command at the end; if it is alone there and the partition is served here, executes it on this thread.</summary>
    /// <param name="bounded">On a socket's thread: what has to wait or works long goes to a worker.</param>
    public void AddOrRun(PendingCommand command, bool bounded)
    {
        var departures = new Departures();
        var head = default(RequestHead);
        var runs = false;
        lock (_lock)
        {
            Append_NeedsLock(command);
            runs = _list.Oldest == command && !_scheduled && StartHere_NeedsLock() is not null;
            if (runs) head = command.Head(_round);
            else Advance_NeedsLock(ref departures);
            if (command.State == PendingState.Waiting) forwarder.Counters.Parked.Add(1);
        }
        forwarder.Answer(ref departures);
        if (!runs) return;
        var scratch = forwarder.Scratches.Rent();
        RunHere(command, head, scratch, bounded);
        forwarder.Scratches.Return(scratch);
        Advance();
    }

    /// <summary>The answer to a request has come, and this is the last that is heard of the command.</summary>
    /// <returns>False: it was given up before.</returns>
    public bool TryFinish(PendingCommand command, in ReplyHead head)
    {
        var departures = new Departures();
        lock (_lock)
        {
            if (!IsCurrent_NeedsLock(command, head)) return false;
            command.Attempt++;
            if (command.State == PendingState.Sent)
            {
                Remove_NeedsLock(command);
                Returned_NeedsLock();
                _refusedBy = NodeId.None;
                Advance_NeedsLock(ref departures);
            }
        }
        forwarder.Answer(ref departures);
        return true;
    }

    /// <summary>A node did not execute the command: it does not serve the partition.</summary>
    public void Refused(PendingCommand command, in ReplyHead head, NodeId by, NodeId named, long namedEpoch)
    {
        var departures = new Departures();
        lock (_lock)
        {
            if (!IsCurrent_NeedsLock(command, head) || command.State != PendingState.Sent) return;
            command.Attempt++;
            command.State = PendingState.Waiting;
            _gathers = true;
            _refusedBy = by;
            _refusedEpoch = forwarder.Directory.EpochOf(partition.Index);
            _retryMs = forwarder.NowMs + Forwarder.RetryMs;
            if (namedEpoch > _namedEpoch) (_named, _namedEpoch) = (named, namedEpoch);
            Returned_NeedsLock();
            Advance_NeedsLock(ref departures);
        }
        forwarder.Answer(ref departures);
    }

    /// <summary>Messages to a node were lost.</summary>
    /// <param name="unsent">What was to leave with this message or a later one surely did not.</param>
    public void Lose(RequestOutbox target, long unsent)
    {
        if (!IsBusy) return;
        var departures = new Departures();
        lock (_lock)
        {
            if (_outstanding > 0 && _target == target) GiveUp_NeedsLock(unsent, ref departures);
        }
        forwarder.Answer(ref departures);
    }

    /// <summary>Something has changed: the primary, the gate, or that a node takes requests again.</summary>
    public void Wake()
    {
        // What has changed must be visible to whoever becomes busy after this load.
        Interlocked.MemoryBarrier();
        if (IsBusy && Interlocked.Exchange(ref _woken, 1) == 0) forwarder.Workers.Soon(this);
    }

    void IThreadPoolWorkItem.Execute()
    {
        Volatile.Write(ref _woken, 0);
        Advance();
        forwarder.FlushRequests();
    }

    /// <summary>Gives up what waits or is awaited too long, and tries again to send.</summary>
    public void Sweep()
    {
        if (!IsBusy) return;
        var departures = new Departures();
        lock (_lock)
        {
            ExpireWaiting_NeedsLock(ref departures);
            if (IsOverdue_NeedsLock()) GiveUp_NeedsLock(long.MaxValue, ref departures);
            Advance_NeedsLock(ref departures);
        }
        forwarder.Answer(ref departures);
    }

    /// <summary>Executes what waits, while the partition is served here.</summary>
    public void RunDeferred()
    {
        var scratch = forwarder.Scratches.Rent();
        var more = true;
        for (var i = 0; i < Slice && more; i++)
        {
            PendingCommand? command;
            var head = default(RequestHead);
            lock (_lock)
            {
                command = StartHere_NeedsLock();
                if (command is null) _scheduled = more = false;
                else head = command.Head(_round);
            }
            if (command is not null) RunHere(command, head, scratch, bounded: false);
        }
        forwarder.Scratches.Return(scratch);
        if (more) forwarder.Workers.Add(this);
        else Advance();
        forwarder.FlushRequests();
    }

    public void Abandon()
    {
        lock (_lock) _scheduled = false;
    }

    private void Advance()
    {
        var departures = new Departures();
        lock (_lock) Advance_NeedsLock(ref departures);
        forwarder.Answer(ref departures);
    }

    private void Advance_NeedsLock(ref Departures departures)
    {
        while (_next is { } command && !_gathers)
        {
            switch (Choose_NeedsLock(command, out var outbox))
            {
                case Destination.Nowhere:
                    return;
                case Destination.Here:
                    if (_outstanding > 0 || _scheduled) return;
                    _scheduled = true;
                    forwarder.Workers.Add(this);
                    return;
                case Destination.Client:
                    if (_outstanding > 0) return;
                    Remove_NeedsLock(command);
                    departures.Add(command, Departure.Moved);
                    continue;
            }
            if (_outstanding > 0 && _target != outbox) return;
            command.Attempt++;
            if (!outbox!.TryAdd(command.Head(_round), command.Body, out command.Message)) return;
            command.State = PendingState.Sent;
            command.SentMs = forwarder.NowMs;
            _target = outbox;
            _outstanding++;
            _next = command.Newer;
            forwarder.Counters.Forwarded.Add(1);
        }
    }

    private Destination Choose_NeedsLock(PendingCommand command, out RequestOutbox? outbox)
    {
        outbox = null;
        if (partition.Gate.IsOpen) return Destination.Here;
        var primary = Primary_NeedsLock(out var epoch);
        if (primary.IsNone || primary == forwarder.Directory.Self) return Destination.Nowhere;
        if (forwarder.Redirections is { } redirections) return redirections.Knows(primary) ? Destination.Client : Destination.Nowhere;
        if (primary == _refusedBy && epoch <= _refusedEpoch && forwarder.NowMs < _retryMs) return Destination.Nowhere;
        if (_peer is null || _peer.Node != primary) _peer = forwarder.Peers[primary];
        outbox = command.Body.Length > Peer.BulkBytes ? _peer.BulkRequests : _peer.Requests;
        return Destination.Elsewhere;
    }

    /// <summary>The newest primary that this node has heard of, from the directory or by a refusal.</summary>
    private NodeId Primary_NeedsLock(out long epoch)
    {
        epoch = forwarder.Directory.EpochOf(partition.Index);
        if (_namedEpoch <= epoch) return forwarder.Directory.PrimaryOf(partition.Index);
        epoch = _namedEpoch;
        return _named;
    }

    private PendingCommand? StartHere_NeedsLock()
    {
        if (_next is not { } command || _gathers || _outstanding > 0 || !partition.Gate.IsOpen) return null;
        command.Attempt++;
        command.State = PendingState.Running;
        _target = null;
        _outstanding = 1;
        _next = command.Newer;
        return command;
    }

    private void RunHere(PendingCommand command, in RequestHead head, Serving.Scratch scratch, bool bounded)
    {
        var result = forwarder.Execution.Run(forwarder.Directory.Self, head, command.Body, scratch, bounded, out var mark);
        lock (_lock)
        {
            _outstanding = 0;
            if (result == RunResult.Done)
            {
                Remove_NeedsLock(command);
                command.State = PendingState.Held;
            }
            else
            {
                command.State = PendingState.Waiting;
                _next = _list.Oldest;
            }
        }
        if (result == RunResult.Done) forwarder.Ran(command, new ReplyHead(head.Index, head.Attempt, head.Partition, ReplyStatus.Done), mark, scratch.Reply);
        scratch.Clear();
    }

    private void ExpireWaiting_NeedsLock(ref Departures departures)
    {
        var since = forwarder.NowMs - forwarder.WaitMs;
        for (var command = _list.Oldest; command is not null;)
        {
            var newer = command.Newer;
            if (command.State == PendingState.Waiting)
            {
                if (command.SinceMs > since) return;
                Remove_NeedsLock(command);
                departures.Add(command, Departure.NotTaken);
            }
            command = newer;
        }
    }

    /// <summary>The target owes an answer for too long, or for a little when another node has taken over from it.</summary>
    private bool IsOverdue_NeedsLock()
    {
        if (_outstanding == 0 || _target is null) return false;
        var now = forwarder.NowMs;
        if (Primary_NeedsLock(out _) == _target.Node) _movedMs = now;
        if (now - _movedMs >= Forwarder.GraceMs) return true;
        return _list.OldestOf(PendingState.Sent) is { } oldest && now - oldest.SentMs >= forwarder.AnswerMs;
    }

    private void GiveUp_NeedsLock(long unsent, ref Departures departures)
    {
        HashSet<long>? writers = null;
        for (var command = _list.Newest; command is not null;)
        {
            var older = command.Older;
            if (command.State == PendingState.Sent)
            {
                command.Attempt++;
                command.State = PendingState.Waiting;
                if (command.MayHaveArrived(unsent) && (command.IsWrite || writers?.Contains(command.Origin) == true))
                {
                    if (command.IsWrite) (writers ??= []).Add(command.Origin);
                    Remove_NeedsLock(command);
                    departures.Add(command, command.IsWrite ? Departure.Unknown : Departure.NotAnswered);
                }
            }
            command = older;
        }
        _outstanding = 1;
        _gathers = true;
        Returned_NeedsLock();
    }

    private bool IsCurrent_NeedsLock(PendingCommand command, in ReplyHead head) =>
        command.Attempt == head.Attempt && command.Partition == partition.Index && command.State is PendingState.Sent or PendingState.Held;

    /// <summary>One that was sent is not any more.</summary>
    private void Returned_NeedsLock()
    {
        if (--_outstanding > 0 || !_gathers) return;
        _gathers = false;
        _round++;
        _next = _list.Oldest;
    }

    private void Append_NeedsLock(PendingCommand command)
    {
        command.State = PendingState.Waiting;
        _list.Append(command);
        _next ??= command;
        if (!_isBusy)
        {
            Volatile.Write(ref _isBusy, true);
            // Being busy must be visible before the gate and the directory are looked at: see Wake.
            Interlocked.MemoryBarrier();
            forwarder.BecameBusy();
            _movedMs = forwarder.NowMs;
        }
        command.SinceMs = forwarder.NowMs;
    }

    private void Remove_NeedsLock(PendingCommand command)
    {
        if (_next == command) _next = command.Newer;
        _list.Remove(command);
        if (_list.IsEmpty) Volatile.Write(ref _isBusy, false);
    }
}
