using AkkaCache.Commands.Execution;
using AkkaCache.Node.Doors.Sockets;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Routing.Workers;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Sessions.Replies;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Doors.Resp;

/// <summary>One RESP connection: receives, executes complete commands where they lie in the buffer, sends once per buffer.</summary>
/// <remarks>
/// <para>
/// Things happen to a connection from many threads: bytes arrive, room to send comes back, a message is published to it, somebody kills it.
/// Each raises a signal; whoever raises one while nobody runs the connection becomes its runner and handles signals until
/// there are none. So all state below belongs to the runner and needs no lock.
/// </para>
/// <para>
/// A command that must wait or work long is deferred: the runner hands its role to a worker thread, which executes the command and
/// goes on as the runner. So the order of replies holds, and no socket's thread is held up.
/// </para>
/// <para>
/// Replies that come later, from another node, or may not leave yet keep their place in a <see cref="ReplyOrder"/>; the connection goes on meanwhile.
/// </para>
/// <para>
/// A peer that does not read its replies makes its own commands wait (<see cref="RespDoorOptions.OutputPauseBytes"/>), while its input is
/// still taken up to a limit, since many clients send a whole pipeline before they read.
/// </para>
/// </remarks>
internal sealed class RespConnection : ISocketOwner, IPushTarget, IReplyOwner, IConnection, IDeferredWork, IThreadPoolWorkItem
{
    // The first two signals are those of Readiness.
    private const int ReadableSignal = (int)Readiness.Readable;
    private const int WritableSignal = (int)Readiness.Writable;
    private const int Running = 1 << 2;
    private const int PushedSignal = 1 << 3;
    private const int KilledSignal = 1 << 4;
    private const int TurnSignal = 1 << 5;
    private const int TrimSignal = 1 << 6;
    private const int RepliesSignal = 1 << 7;

    /// <summary>Receives in a row before the thread turns to other connections.</summary>
    private const int ReceivesPerTurn = 4;

    /// <summary>With less input no second command is there, so looking ahead is not worth it.</summary>
    private const int LeastPipelineBytes = 64;

    private readonly ConnectionHost _door;
    private readonly RespDoorOptions _options;
    private readonly RespReader _reader;
    private readonly RespWriter _writer = new();
    private readonly ReplyOrder _replies;
    private readonly InputBuffer _input = new();
    private readonly PushQueue _pushes = new();
    private Transport _transport = null!;
    private int _signals;

    // The runner's.
    private bool _readable;
    private bool _writable;
    private bool _inputPaused;
    private bool _closing;
    private bool _ended;
    private bool _endsAfterFlush;
    private int _needed;
    private int _deferredBytes;

    public RespConnection(ConnectionHost door, RespDoorOptions options, long id, string remote, string local)
    {
        _door = door;
        _options = options;
        _reader = new RespReader(options.Limits);
        _writer.OnError = door.CountError;
        _replies = new ReplyOrder(_writer, this);
        RemoteAddress = remote;
        LocalAddress = local;
        Subscriptions = door.CreateSubscriptions(this);
        Session = new Session(id, _writer, _replies, Subscriptions, door.Node);
        _reader.Authenticated = Session.IsAuthenticated;
        StartedMs = LastActiveMs = door.NowMs;
    }

    public Session Session { get; }
    public ISubscriptions Subscriptions { get; }
    public string RemoteAddress { get; }
    public string LocalAddress { get; }
    public long StartedMs { get; }

    /// <summary>When it last sent something; read by others.</summary>
    public long LastActiveMs { get; private set; }

    /// <summary>Whether <see cref="Trim"/> might give something back; read by others.</summary>
    public bool HoldsBuffers => _input.HoldsArray || _writer.HoldsSegment;

    public int InputBytes => _input.Length;
    public long OutputBytes => _replies.PendingBytes;
    public long TotalOutputBytes => _replies.TotalBytes;
    public int ProtocolVersion => _writer.ProtocolVersion;

    public void Start(Transport transport)
    {
        _transport = transport;
        transport.Start();
    }

    /// <summary>The door has let the peer in, which speaks RESP3. Before the start.</summary>
    public void Admit()
    {
        Session.IsAuthenticated = _reader.Authenticated = true;
        Session.ProtocolVersion = 3;
    }

    /// <summary>Ends the connection, from any thread.</summary>
    public void Kill() => Raise(KilledSignal);

    /// <summary>Gives back buffers that hold nothing, for a connection that is idle. From any thread.</summary>
    public void Trim() => Raise(TrimSignal);

    public bool Notify(Readiness readiness) => Signal((int)readiness);

    public void Push(ReadOnlyMemory<byte> resp)
    {
        if (_pushes.TryAdd(resp, _options.OutputLimitBytes)) RaiseElsewhere(PushedSignal);
        else Kill();
    }

    public void RepliesMoved() => RaiseElsewhere(RepliesSignal);

    /// <summary>Executes the deferred command and goes on as the runner. Called by a worker.</summary>
    public void RunDeferred()
    {
        if (Step(Work.Deferred)) Run();
    }

    void IDeferredWork.Abandon() => Kill();

    private bool Signal(int signal) => (Interlocked.Or(ref _signals, signal | Running) & Running) == 0;

    private void Raise(int signal)
    {
        if (Signal(signal)) Run();
    }

    // Never on the caller's thread: it may hold gates (PUBLISH within EXEC), and this connection's own commands must not run under them.
    private void RaiseElsewhere(int signal)
    {
        var before = Interlocked.Or(ref _signals, signal);
        if ((before & (Running | PushedSignal | RepliesSignal)) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Handles signals until there are none. The caller holds the role of runner.</summary>
    public void Run()
    {
        try
        {
            do
            {
                var signals = Interlocked.Exchange(ref _signals, Running);
                if (_ended) continue;
                Take(signals);
                if (!Step(Work.Buffered)) return;
            } while (Interlocked.CompareExchange(ref _signals, 0, Running) != Running);
        }
        catch (Exception e)
        {
            // A mistake of ours. The role of runner is kept for ever, so nothing runs this connection again.
            _door.ConnectionFailed(this, e);
            End();
        }
    }

    private void Take(int signals)
    {
        if ((signals & ReadableSignal) != 0) _readable = true;
        if ((signals & WritableSignal) != 0) _writable = true;
        if ((signals & PushedSignal) != 0) WritePushes();
        if ((signals & KilledSignal) != 0) _closing = true;
        if ((signals & RepliesSignal) != 0) CheckOutputLimit();
        if ((signals & TrimSignal) != 0)
        {
            _input.Trim();
            _replies.Trim();
        }
    }

    /// <summary>Receives, executes what is buffered and sends, and repeats while more is there to receive.</summary>
    /// <returns>False when the role of runner was handed to a worker: the caller must touch nothing any more.</returns>
    private bool Step(Work work)
    {
        for (var turn = 0; turn < ReceivesPerTurn; turn++)
        {
            if (_readable && work == Work.Buffered && !_closing && !_endsAfterFlush && !_inputPaused) Receive();
            var outcome = _closing || _endsAfterFlush ? Outcome.Executed : Execute(work);
            if (outcome == Outcome.HandedOver) return false;
            if (_replies.IsAwaiting) _door.Router.FlushForwarded();
            work = Work.Buffered;
            _door.Flushes.Flush();
            Flush();
            if (_closing || (_endsAfterFlush && _replies.IsEmpty && _transport.IsFlushed))
            {
                End();
                return true;
            }
            if (outcome == Outcome.TurnEnded) break;
            _inputPaused = outcome == Outcome.AwaitsNodeEnd || (outcome == Outcome.OutputFull && _input.Length > _options.InputPauseBytes);
            if (!_readable || _endsAfterFlush || _inputPaused) return true;
        }
        // Others wait for this thread: go on from the pool.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    void IThreadPoolWorkItem.Execute() => Raise(TurnSignal);

    private Outcome Execute(Work work)
    {
        var context = new CommandContext(_writer, Session, _door.Node, _door.Keyspace, _door.Settings, _door.NowMs);
        if (work == Work.Deferred)
        {
            Route(ref context, _reader.Command(_input.Unread));
            _input.Consume(_deferredBytes);
        }
        context.Bounded = true;
        var ahead = 1;
        for (var commands = 0; commands < _options.PipelineTurn; commands++)
        {
            // Before each command: what the last one published to this connection itself comes right behind its reply, and
            // what was published before the peer sent a command comes before that command's reply.
            if ((Volatile.Read(ref _signals) & PushedSignal) != 0 && !TakePushes()) return Outcome.Executed;
            if (Session.IsClosing) return Close();
            if ((_replies.PendingBytes > _options.OutputPauseBytes || _replies.IsFull) && !HasRoomAfterFlush()) return Outcome.OutputFull;
            if (--ahead < 0 && _input.Length >= LeastPipelineBytes && _reader.Authenticated) ahead = _door.Router.LookAhead(_input.Unread, _reader) - 1;
            switch (_reader.TryRead(_input.Unread, out var consumed))
            {
                case ReadStatus.NeedMore:
                    _needed = _reader.BytesNeeded;
                    return Outcome.Executed;
                case ReadStatus.Nothing:
                    break;
                case ReadStatus.ProtocolError:
                    _writer.Error(_reader.ErrorText);
                    _endsAfterFlush = true;
                    return Outcome.Executed;
                case ReadStatus.Complete:
                    if (Route(ref context, _reader.Command(_input.Unread)) == RouteResult.Deferred)
                    {
                        _deferredBytes = consumed;
                        if (_replies.IsAwaiting) _door.Router.FlushForwarded();
                        _door.Defer(this);
                        return Outcome.HandedOver;
                    }
                    break;
            }
            _input.Consume(consumed);
        }
        return Outcome.TurnEnded;
    }

    private Outcome Close()
    {
        if (Session.AwaitsNodeEnd) return Outcome.AwaitsNodeEnd;
        if (Session.IsHttp) _door.HttpSeen(this);
        _endsAfterFlush = true;
        return Outcome.Executed;
    }

    private RouteResult Route(ref CommandContext context, CommandVector command)
    {
        var mark = _replies.Position;
        var replyMode = Session.ReplyMode;
        RouteResult result;
        try
        {
            result = _door.Router.Route(ref context, Session, command);
        }
        catch (Exception e)
        {
            // A mistake of ours: the router has closed the partition where that is needed; this client gets an honest answer.
            _replies.Drop(mark);
            _writer.Error("ERR internal error; the command may have been executed in part"u8);
            _door.CommandFailed(this, context.Command, e);
            return RouteResult.Done;
        }
        if (result == RouteResult.Done)
        {
            if (replyMode != ReplyMode.On || Session.ReplyMode != ReplyMode.On) DropReply(mark, replyMode);
            _reader.Authenticated = Session.IsAuthenticated;
        }
        return result;
    }

    /// <summary>CLIENT REPLY: OFF and SKIP have no reply themselves, nor has what follows them; ON has one.</summary>
    private void DropReply(in ReplyOrder.Mark mark, ReplyMode before)
    {
        if (before == ReplyMode.SkipNext)
        {
            _replies.Silence(mark);
            if (Session.ReplyMode == ReplyMode.SkipNext) Session.ReplyMode = ReplyMode.On;
            return;
        }
        if (Session.ReplyMode != ReplyMode.On) _replies.Silence(mark);
    }

    private bool HasRoomAfterFlush()
    {
        Flush();
        CheckOutputLimit();
        return !_closing && _replies.PendingBytes <= _options.OutputPauseBytes && !_replies.IsFull;
    }

    private void CheckOutputLimit()
    {
        if (_replies.PendingBytes <= _options.OutputLimitBytes) return;
        _door.OutputLimitReached(this);
        _closing = true;
    }

    private void Flush()
    {
        while (_writable && !_closing)
        {
            var chunk = _replies.Peek();
            if (chunk.Count == 0) return;
            var sent = _transport.Send(chunk);
            if (sent == Transport.Gone)
            {
                _closing = true;
                return;
            }
            _writable = sent == chunk.Count;
            _replies.Take(sent);
        }
    }

    private void Receive()
    {
        var bytes = _transport.Receive(_input.Room(_needed), out _readable);
        if (bytes == Transport.Gone) _closing = true;
        if (bytes <= 0) return;
        _input.Received(bytes);
        LastActiveMs = _door.NowMs;
        _door.Clients.Received(bytes);
    }

    /// <returns>False when the connection ends, because its peer does not read.</returns>
    private bool TakePushes()
    {
        Interlocked.And(ref _signals, ~PushedSignal);
        WritePushes();
        return !_closing;
    }

    private void WritePushes()
    {
        // A publisher may still have had this connection on its list when the last subscription ended. RESP2 cannot tell
        // a message from a reply: who is no subscriber would take it for the answer to the next command.
        var wanted = Session.ProtocolVersion >= 3 || Session.SubscriptionCount > 0;
        while (_pushes.TryTake(out var push))
        {
            if (wanted) _writer.Raw(push.Span);
        }
        CheckOutputLimit();
    }

    private void End()
    {
        _ended = true;
        _door.Ended(this);
        _transport.Dispose();
        _input.Dispose();
        _replies.Dispose();
    }

    private enum Work
    {
        Buffered,

        /// <summary>First the command that a socket's thread put off.</summary>
        Deferred,
    }

    private enum Outcome
    {
        /// <summary>All that could be executed was.</summary>
        Executed,

        /// <summary>The peer has to read before its next command runs.</summary>
        OutputFull,

        /// <summary>More is there, but others wait for the thread.</summary>
        TurnEnded,

        /// <summary>No command runs any more; the node, which ends, will end the connection.</summary>
        AwaitsNodeEnd,

        /// <summary>A worker is the runner now.</summary>
        HandedOver,
    }
}
