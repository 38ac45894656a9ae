using System.Collections.Concurrent;
using System.Net;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Sessions;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Doors.Resp;

/// <summary>One RESP connection: receives, executes complete commands where they lie in the buffer, sends once per buffer.</summary>
/// <remarks>
/// <para>
/// Things happen to a connection from many threads: bytes arrive, a send finishes, a message is published to it, somebody kills it.
/// Each raises a signal; whoever raises one while nobody runs the connection becomes its runner and handles signals until
/// there are none. So all state below belongs to the runner and needs no lock.
/// </para>
/// <para>
/// A command that must wait or work long is deferred: the runner hands its role to a worker thread, which executes the command and
/// goes on as the runner. So the order of replies holds, and no socket's thread is held up.
/// </para>
/// <para>
/// A peer that does not read its replies makes its own commands wait (<see cref="RespDoorOptions.OutputPauseBytes"/>), while its input is
/// still taken up to a limit, since many clients send a whole pipeline before they read.
/// </para>
/// </remarks>
internal sealed class RespConnection : ITransportOwner, IPushTarget, IConnection, IThreadPoolWorkItem
{
    private const int Running = 1 << 0;
    private const int ReceivedSignal = 1 << 1;
    private const int SentSignal = 1 << 2;
    private const int PushedSignal = 1 << 3;
    private const int KilledSignal = 1 << 4;
    private const int TurnSignal = 1 << 5;

    /// <summary>Receives that may finish at once in a row before the thread turns to other connections.</summary>
    private const int ReceivesPerTurn = 16;

    private readonly RespDoor _door;
    private readonly RespDoorOptions _options;
    private readonly RespReader _reader;
    private readonly RespWriter _writer = new();
    private readonly InputBuffer _input = new();
    private readonly ConcurrentQueue<ReadOnlyMemory<byte>> _pushes = new();
    private Transport _transport = null!;
    private int _signals;
    private int _receivedBytes;
    private bool _sentOk;
    private long _pushedBytes;

    // The runner's.
    private bool _receiving;
    private bool _sending;
    private bool _closing;
    private bool _ended;
    private bool _endsAfterFlush;
    private int _needed;
    private int _deferredBytes;

    public RespConnection(RespDoor door, RespDoorOptions options, long id, EndPoint? remote, EndPoint? local)
    {
        _door = door;
        _options = options;
        _reader = new RespReader(options.Limits);
        _writer.OnError = door.CountError;
        RemoteAddress = remote?.ToString() ?? "";
        LocalAddress = local?.ToString() ?? "";
        Subscriptions = door.CreateSubscriptions(this);
        Session = new Session(id, _writer, Subscriptions, door.Node);
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

    /// <summary>Name of the last command, for CLIENT LIST.</summary>
    public CommandDescriptor? LastCommand { get; private set; }

    public int InputBytes => _input.Length;
    public long OutputBytes => _writer.PendingBytes;
    public long TotalOutputBytes => _writer.TotalBytes;
    public int ProtocolVersion => _writer.ProtocolVersion;

    public void Start(Transport transport)
    {
        _transport = transport;
        Raise(TurnSignal);
    }

    /// <summary>Ends the connection, from any thread.</summary>
    public void Kill() => Raise(KilledSignal);

    public void Push(ReadOnlyMemory<byte> resp)
    {
        // Bounded here, not when it is written out: the runner may be a worker that is busy for long.
        if (Interlocked.Add(ref _pushedBytes, resp.Length) > _options.OutputLimitBytes)
        {
            Kill();
            return;
        }
        _pushes.Enqueue(resp);
        // Never on the publisher's thread: it may hold gates (PUBLISH within EXEC), and this connection's own commands must not run under them.
        var before = Interlocked.Or(ref _signals, PushedSignal);
        if ((before & (Running | PushedSignal)) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void ReceiveCompleted(int bytes)
    {
        _receivedBytes = bytes;
        Raise(ReceivedSignal);
    }

    public void SendCompleted(bool ok)
    {
        _sentOk = ok;
        Raise(SentSignal);
    }

    /// <summary>Executes the deferred command and goes on as the runner. Called by a worker.</summary>
    internal void RunDeferred()
    {
        if (Step(Work.Deferred)) Run();
    }

    private void Raise(int signal)
    {
        if ((Interlocked.Or(ref _signals, signal | Running) & Running) == 0) Run();
    }

    private void Run()
    {
        while (true)
        {
            var signals = Interlocked.Exchange(ref _signals, Running) & ~Running;
            if (signals == 0)
            {
                if (Interlocked.CompareExchange(ref _signals, 0, Running) == Running) return;
                continue;
            }
            if (_ended) continue;
            if ((signals & SentSignal) != 0) Sent(_sentOk);
            if ((signals & PushedSignal) != 0) TakePushes();
            if ((signals & ReceivedSignal) != 0) Received(_receivedBytes);
            if ((signals & KilledSignal) != 0) Close();
            if (!Step(Work.Buffered)) return;
        }
    }

    /// <summary>Executes what is buffered, sends, receives again, and repeats while receives finish at once.</summary>
    /// <returns>False when the role of runner was handed to a worker: the caller must touch nothing any more.</returns>
    private bool Step(Work work)
    {
        for (var turn = 0; turn < ReceivesPerTurn; turn++)
        {
            var outcome = _closing || _endsAfterFlush ? Outcome.Executed : Execute(work);
            if (outcome == Outcome.HandedOver) return false;
            work = Work.Buffered;
            Flush();
            if (_endsAfterFlush && !_sending && _writer.PendingBytes == 0) Close();
            if (_closing)
            {
                EndIfQuiet();
                return true;
            }
            if (outcome == Outcome.TurnEnded) break;
            if (_receiving || _endsAfterFlush) return true;
            if (outcome == Outcome.OutputFull && _input.Length > _options.InputPauseBytes) return true;
            _receiving = true;
            if (!_transport.Receive(_input.Room(_needed), out var bytes)) return true;
            Received(bytes);
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
        for (var commands = 0; commands < _options.PipelineTurn; commands++)
        {
            if (Session.IsClosing)
            {
                _endsAfterFlush = true;
                return Outcome.Executed;
            }
            if (_writer.PendingBytes > _options.OutputPauseBytes && !HasRoomAfterFlush()) return Outcome.OutputFull;
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
                        _door.Defer(this);
                        return Outcome.HandedOver;
                    }
                    break;
            }
            _input.Consume(consumed);
        }
        return Outcome.TurnEnded;
    }

    private RouteResult Route(ref CommandContext context, CommandVector command)
    {
        var mark = _writer.Position;
        var replyMode = Session.ReplyMode;
        RouteResult result;
        try
        {
            result = _door.Router.Route(ref context, Session, command);
        }
        catch (Exception e)
        {
            // A mistake of ours: the router has closed the partition where that is needed; this client gets an honest answer.
            _writer.Rewind(mark);
            _writer.Error("ERR internal error; the command may have been executed in part"u8);
            _door.CommandFailed(this, context.Command, e);
            return RouteResult.Done;
        }
        if (result == RouteResult.Done)
        {
            if (replyMode != ReplyMode.On || Session.ReplyMode != ReplyMode.On) DropReply(mark, replyMode);
            LastCommand = context.Command;
            _reader.Authenticated = Session.IsAuthenticated;
        }
        return result;
    }

    /// <summary>CLIENT REPLY: OFF and SKIP have no reply themselves, nor has what follows them; ON has one.</summary>
    private void DropReply(RespWriter.Mark mark, ReplyMode before)
    {
        if (before == ReplyMode.SkipNext)
        {
            _writer.Rewind(mark);
            if (Session.ReplyMode == ReplyMode.SkipNext) Session.ReplyMode = ReplyMode.On;
            return;
        }
        if (Session.ReplyMode != ReplyMode.On) _writer.Rewind(mark);
    }

    private bool HasRoomAfterFlush()
    {
        Flush();
        if (_writer.PendingBytes > _options.OutputLimitBytes)
        {
            _door.OutputLimitReached(this);
            Close();
        }
        return !_closing && _writer.PendingBytes <= _options.OutputPauseBytes;
    }

    private void Flush()
    {
        while (!_sending && !_closing && _writer.PendingBytes > 0)
        {
            _sending = true;
            if (!_transport.Send(_writer.Peek(), out var ok))
            {
                // It goes on later: what is written from now on must not mix with it.
                _writer.Seal();
                return;
            }
            Sent(ok);
        }
    }

    private void Sent(bool ok)
    {
        _sending = false;
        if (ok) _writer.TakeSent();
        else Close();
    }

    private void Received(int bytes)
    {
        _receiving = false;
        if (bytes <= 0)
        {
            Close();
            return;
        }
        _input.Received(bytes);
        LastActiveMs = _door.NowMs;
        _door.Clients.Received(bytes);
    }

    private void TakePushes()
    {
        while (_pushes.TryDequeue(out var push))
        {
            Interlocked.Add(ref _pushedBytes, -push.Length);
            _writer.Raw(push.Span);
        }
        if (_writer.PendingBytes <= _options.OutputLimitBytes) return;
        _door.OutputLimitReached(this);
        Close();
    }

    private void Close()
    {
        if (_closing) return;
        _closing = true;
        _transport.Close();
    }

    /// <summary>Gives everything back once nothing is under way that could still use it.</summary>
    private void EndIfQuiet()
    {
        if (_receiving || _sending || _ended) return;
        _ended = true;
        _door.Ended(this);
        _transport.Dispose();
        _input.Dispose();
        _writer.Dispose();
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

        /// <summary>A worker is the runner now.</summary>
        HandedOver,
    }
}
