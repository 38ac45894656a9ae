using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Partitions.Commits;
using AkkaCache.Node.Routing.Links;
using AkkaCache.Node.Routing.Serving;
using AkkaCache.Node.Routing.Workers;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Sessions.Replies;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Topology;
using AkkaCache.Protocol.Vectors;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Routing.Forwarding;

/// <summary>Brings commands to the node that serves their partition, executes those of other nodes, and keeps those that nobody can execute just now.</summary>
/// <remarks>
/// <para>
/// The way of a command: the router finds its gate closed, or its partition's <see cref="Backlog"/> busy. A place in the connection's output is kept, the vector is copied, and the backlog
/// puts it into the box of the node that serves the partition. The box leaves when the connection has no more input, or when an earlier message was taken. The
/// owner executes on arrival and answers; the answer fills the place.
/// </para>
/// <para>
/// Whoever has the peer links calls <see cref="Received"/>, <see cref="LinkReset"/> and <see cref="NodeGone"/>; <see cref="Opened"/> is called where a gate opens. All may come from any thread;
/// messages of one node and lane one at a time, in their order.
/// </para>
/// </remarks>
public sealed class Forwarder : IPartitionEvents, IAnswerTaker, IDisposable
{
    /// <summary>How long after a refusal the same node is asked again, when nothing was heard of another: a gate that opens takes about as long.</summary>
    internal const long RetryMs = 50;

    /// <summary>A node that has lost a partition answers within this time what it was sent before, or is not heard of any more. Ten times what an answer takes under load.</summary>
    internal const long GraceMs = 1000;

    /// <summary>How often waiting commands are looked at, while there are any.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(50);

    [ThreadStatic]
    private static WakeUps? _wakeUpsOfThread;

    private readonly Backlog[] _backlogs;
    private readonly PendingCommands _pending;
    private readonly HeldReplies[] _held;
    private readonly RequestReceiver _receiver;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly long _startedAt;
    private readonly ITimer _sweep;
    private readonly Lock _resetLock = new();
    private readonly ErrorCounters _errors;
    private long _nowMs;
    private int _sweeps;

    public Forwarder(
        CommandTable table, PartitionTable partitions, IRoom room, IPartitionDirectory directory, IPeerSender sender, ICommandWorkers workers, INode node,
        DataSettings data, RoutingSettings settings, ErrorCounters errors, ClusterCounters counters, TimeProvider time, ILogger<Forwarder> log, IRespAddresses? addresses = null)
        : this(table, partitions, room, directory, sender, workers, node, data, settings, errors, counters, time, log, addresses, new PendingCommands())
    {
    }

    internal Forwarder(
        CommandTable table, PartitionTable partitions, IRoom room, IPartitionDirectory directory, IPeerSender sender, ICommandWorkers workers, INode node,
        DataSettings data, RoutingSettings settings, ErrorCounters errors, ClusterCounters counters, TimeProvider time, ILogger<Forwarder> log, IRespAddresses? addresses, PendingCommands pending)
    {
        Counters = counters;
        counters.CountParkedBy(CountParked);
        Directory = directory;
        Workers = workers;
        Peers = new PeerTable(sender, BecameBusy);
        Scratches = new Scratches(errors.Count);
        Execution = new RequestExecution(table, partitions, room, node, directory, data, time, log);
        Requests = new SessionRequests(this);
        Redirections = settings.Mode == RoutingMode.Redirect ? new Redirections(directory, addresses) : null;
        WaitMs = (long)settings.Wait.TotalMilliseconds;
        AnswerMs = (long)settings.ReplyTimeout.TotalMilliseconds;
        _pending = pending;
        _errors = errors;
        _time = time;
        _log = log;
        _startedAt = time.GetTimestamp();
        _held = new HeldReplies[partitions.PartitionCount];
        var releases = new HeldReplyReleases(_held, workers);
        _backlogs = new Backlog[partitions.PartitionCount];
        for (var i = 0; i < _backlogs.Length; i++)
        {
            _held[i] = new HeldReplies(i, releases);
            _backlogs[i] = new Backlog(this, partitions[i]);
        }
        _receiver = new RequestReceiver(directory, Execution, _held, Scratches, workers, counters, log);
        _sweep = time.CreateTimer(static state => ((Forwarder)state!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        directory.Changed += Changed;
    }

    internal ClusterCounters Counters { get; }
    internal IPartitionDirectory Directory { get; }
    internal ICommandWorkers Workers { get; }
    internal PeerTable Peers { get; }
    internal Scratches Scratches { get; }
    internal RequestExecution Execution { get; }
    internal SessionRequests Requests { get; }

    /// <summary>Where clients are sent, if they are sent and not their commands.</summary>
    internal Redirections? Redirections { get; }

    internal long WaitMs { get; }

    /// <summary>A node that serves a partition may take so long for an answer.</summary>
    internal long AnswerMs { get; }

    /// <summary>A clock that moves with the sweep, for times that need no precision.</summary>
    internal long NowMs => Volatile.Read(ref _nowMs);

    /// <summary>Commands under way or waiting.</summary>
    public int Pending => _pending.Count;

    /// <summary>There are no other nodes: everything is executed here or not at all.</summary>
    public bool IsAlone => Directory.IsAlone;

    /// <summary>Commands of the partition wait, and others have to queue behind them.</summary>
    public bool IsBusy(int partition) => _backlogs[partition].IsBusy;

    /// <summary>Takes a command of one partition: its reply comes later, or an error comes now.</summary>
    public void Forward(Session session, CommandDescriptor row, CommandVector command, int partition)
    {
        if (Rent(VectorForm.BytesOf(command)) is not { } pending)
        {
            session.Reply.Error(ErrorText.TooManyWait);
            return;
        }
        VectorForm.Write(pending.Room, command);
        Prepare(pending, session, row, partition, session.Replies.Reserve(), 0);
        if (Redirections is not null) pending.Slot = SlotOfKeys.First(command, row);
        Add(pending);
    }

    /// <summary>A pending command with room for a body; null at the limits.</summary>
    internal PendingCommand? Rent(long bodyBytes) => _pending.Rent(bodyBytes);

    internal void Return(PendingCommand pending) => _pending.Return(pending);

    /// <summary>Completes a rented command, whose body is written.</summary>
    internal static void Prepare(PendingCommand pending, Session session, CommandDescriptor row, int partition, IReplySink sink, int part)
    {
        pending.Kind = RequestKind.Command;
        pending.Partition = partition;
        pending.ProtocolVersion = session.ProtocolVersion;
        pending.IsWrite = row.Is(CommandFlags.Write);
        pending.Origin = session.Id;
        pending.Sink = sink;
        pending.Part = part;
    }

    /// <summary>Takes a command that was prepared.</summary>
    internal void Add(PendingCommand pending) => _backlogs[pending.Partition].Add(pending);

    /// <summary>Takes a command, and executes it at once if its partition is served here and nothing is in front of it.</summary>
    internal void AddOrRun(PendingCommand pending, bool bounded) => _backlogs[pending.Partition].AddOrRun(pending, bounded);

    /// <summary>Lets go what was forwarded since: a connection has no more input for now.</summary>
    public void FlushRequests() => Peers.FlushRequests();

    /// <summary>Takes a message of forwarded requests or of replies to them.</summary>
    public void Received(NodeId from, ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty) return;
        if (message[0] == RequestForm.MessageKind) _receiver.Receive(Peers[from], message);
        else if (message[0] == ReplyForm.MessageKind) TakeReplies(from, message);
    }

    /// <summary>Messages to or from a node may have been lost, and none of them will come any more. Called before anything is given to <see cref="Received"/> that the node sent behind a lost one.</summary>
    public void LinkReset(NodeId node)
    {
        _receiver.Forget(node, forGood: false);
        if (Peers.Find(node) is not { } peer) return;
        peer.ResetReplies();
        var before = Pending;
        lock (_resetLock)
        {
            Reset(peer.Requests);
            Reset(peer.BulkRequests);
        }
        RoutingLog.AnswersLost(_log, node, before - Pending);
        foreach (var backlog in _backlogs) backlog.Wake();
    }

    /// <summary>The node has left the cluster and never comes back.</summary>
    public void NodeGone(NodeId node)
    {
        LinkReset(node);
        _receiver.Forget(node, forGood: true);
        Peers.Remove(node);
        Workers.Add(Execution.Forgetting(node));
    }

    public void Opened(int partition, long epoch) => _backlogs[partition].Wake();

    public void Closed(int partition)
    {
        if (Execution.Forgetting(partition) is { } work) Workers.Add(work);
    }

    public void Dispose()
    {
        Directory.Changed -= Changed;
        _sweep.Dispose();
    }

    /// <summary>A command ran here: its reply goes to whoever asked, once the partition's commits allow it.</summary>
    internal void Ran(PendingCommand command, in ReplyHead head, in CommitMark mark, ReadOnlySpan<byte> reply)
    {
        if (!mark.IsNone)
        {
            _held[head.Partition].Add(mark, this, head, reply);
            return;
        }
        Finish(command, reply);
        WakeUpsOfThread().Raise();
    }

    /// <summary>Answers commands that left their backlog unexecuted.</summary>
    internal void Answer(ref Departures departures)
    {
        if (departures.IsEmpty) return;
        Span<byte> text = stackalloc byte[Redirections.MaxBytes];
        while (departures.Take() is { } command)
        {
            var line = command.Departure switch
            {
                Departure.NotTaken => ErrorText.NotTaken,
                Departure.Unknown => ErrorText.UnknownForwarded,
                Departure.NotAnswered => ErrorText.NotAnswered,
                _ => Redirections!.Moved(command.Partition, command.Slot, text),
            };
            if (command.Departure == Departure.Moved) Counters.Redirected.Add(1);
            Answer(command.Sink!, command.Part, line);
            _pending.Return(command);
        }
        WakeUpsOfThread().Raise();
    }

    /// <summary>Something waits that has to be looked at again.</summary>
    internal void BecameBusy()
    {
        if (Interlocked.Exchange(ref _sweeps, 1) != 0) return;
        Volatile.Write(ref _nowMs, (long)_time.GetElapsedTime(_startedAt).TotalMilliseconds);
        _sweep.Change(SweepInterval, Timeout.InfiniteTimeSpan);
    }

    void IAnswerTaker.Answer(in ReplyHead head, ReadOnlySpan<byte> body) => TakeReply(Directory.Self, head, body);

    void IAnswerTaker.Flush() => WakeUpsOfThread().Raise();

    private long CountParked()
    {
        var count = 0L;
        foreach (var backlog in _backlogs) if (backlog.IsBusy) count += backlog.CountParked();
        return count;
    }

    private static WakeUps WakeUpsOfThread() => _wakeUpsOfThread ??= new WakeUps();

    private void Changed(int partition) => _backlogs[partition].Wake();

    private void Reset(RequestOutbox outbox)
    {
        var unsent = outbox.BeginReset();
        foreach (var backlog in _backlogs) backlog.Lose(outbox, unsent);
        outbox.EndReset();
    }

    private void Sweep()
    {
        Volatile.Write(ref _nowMs, (long)_time.GetElapsedTime(_startedAt).TotalMilliseconds);
        foreach (var backlog in _backlogs) backlog.Sweep();
        foreach (var peer in Peers.All) peer.Retry();
        if (IsAnyBusy())
        {
            _sweep.Change(SweepInterval, Timeout.InfiniteTimeSpan);
            return;
        }
        Interlocked.Exchange(ref _sweeps, 0);
        // Whoever became busy before that has seen a sweep to come.
        if (IsAnyBusy()) BecameBusy();
    }

    private bool IsAnyBusy()
    {
        foreach (var backlog in _backlogs)
        {
            if (backlog.IsBusy) return true;
        }
        foreach (var peer in Peers.All)
        {
            if (peer.HasMore) return true;
        }
        return false;
    }

    private void TakeReplies(NodeId from, ReadOnlySpan<byte> message)
    {
        if (!ReplyForm.TryReadMessageHeader(message, out var takenControl, out var takenBulk))
        {
            RoutingLog.MessageDropped(_log, from, "its header is unknown");
            return;
        }
        var peer = Peers[from];
        peer.Requests.Taken(takenControl);
        peer.BulkRequests.Taken(takenBulk);
        for (var at = ReplyForm.MessageHeaderBytes; at < message.Length;)
        {
            if (!ReplyForm.TryRead(message, ref at, _backlogs.Length, out var head, out var body))
            {
                RoutingLog.MessageDropped(_log, from, "a reply is cut off");
                break;
            }
            TakeReply(from, head, body);
        }
        WakeUpsOfThread().Raise();
        FlushRequests();
    }

    private void TakeReply(NodeId from, in ReplyHead head, ReadOnlySpan<byte> body)
    {
        if (_pending.Find(head.Index) is not { } command) return;
        var backlog = _backlogs[head.Partition];
        if (head.Status == ReplyStatus.NotOwner)
        {
            OwnerHint.TryRead(body, out var epoch, out var named);
            backlog.Refused(command, head, from, named, epoch);
            return;
        }
        if (!backlog.TryFinish(command, head)) return;
        if (head.Status == ReplyStatus.Done) Finish(command, body);
        else
        {
            Answer(command.Sink!, command.Part, command.IsWrite ? ErrorText.UnknownOutcome : ErrorText.SlotNotServed);
            _pending.Return(command);
        }
    }

    private void Answer(IReplySink sink, int part, ReadOnlySpan<byte> error)
    {
        _errors.Count(error);
        Span<byte> line = stackalloc byte[error.Length + 3];
        line[0] = (byte)'-';
        error.CopyTo(line[1..]);
        "\r\n"u8.CopyTo(line[(error.Length + 1)..]);
        sink.Answer(part, line, WakeUpsOfThread());
    }

    private void Finish(PendingCommand command, ReadOnlySpan<byte> reply)
    {
        command.Sink!.Answer(command.Part, reply, WakeUpsOfThread());
        _pending.Return(command);
    }
}
