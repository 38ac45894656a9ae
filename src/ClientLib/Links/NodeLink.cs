using System.Security.Cryptography;
using AkkaCache.Client.Replies;
using AkkaCache.Client.Requests;
using AkkaCache.Client.Telemetry;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Client.Links;

/// <summary>One session with one node: sends requests as frames, gives each its reply in order, pings, and ends at the first doubt.</summary>
/// <remarks>
/// Whoever adds a request while nothing is under way sends it at once, on its own thread. Otherwise a pump on the thread pool does: it runs behind what the last replies
/// set going, so that the requests which come of them share a frame. Replies come on the thread that reads the node's connection, one frame at a time; from a node in this
/// process on whatever thread executed the commands, which may be the one that sends. So frames are sent and taken without any lock held.
/// </remarks>
internal sealed class NodeLink : IThreadPoolWorkItem
{
    /// <summary>A Hello without an answer is repeated: it may have been lost, and the node may only be starting.</summary>
    private static readonly TimeSpan HelloRetry = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a node is asked whether it is there, unless <see cref="CacheClientOptions.Silence"/> is so short that it must be more often.</summary>
    private static readonly TimeSpan LongestPingPace = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly LinkSurroundings _surroundings;
    private readonly INodeDoor _door;
    private readonly OutgoingRequests _requests;
    private readonly StreamReceiver _received;
    private readonly ReplyCutter _cutter = new();
    private readonly long _startedAt;
    private StreamSender _sent = new(0);
    private volatile Phase _phase;

    /// <summary>The node will end: what was added is still answered.</summary>
    private volatile bool _isLeaving;
    private bool _isPumping;
    private bool _hasBurst;
    private long _heardAt;
    private long _askedAt;

    /// <summary>When the first ping was sent that nothing was heard after.</summary>
    private long _waitsSince;
    private ulong _pings;

    public NodeLink(LinkPlace place, LinkSurroundings surroundings)
    {
        Place = place;
        _surroundings = surroundings;
        _door = surroundings.Network.DoorOf(place);
        _requests = new OutgoingRequests(surroundings.Options.FramesUnderWay);
        _received = new StreamReceiver(surroundings.Options.ReplyWindowBytes);
        Session = BitConverter.ToUInt128(RandomNumberGenerator.GetBytes(16));
        _startedAt = _heardAt = Now;
    }

    private enum Phase
    {
        Opening,
        Open,
        Closed,
    }

    public LinkPlace Place { get; }

    public NodeAddress Address => Place.Address;

    public UInt128 Session { get; }

    /// <summary>Whose partitions are asked for, once it is open.</summary>
    public NodeId Node { get; private set; }

    public string NodeName { get; private set; } = "";

    public string NodeVersion { get; private set; } = "";

    /// <summary>The node tells of keys that change after they were read.</summary>
    public bool TellsChanges { get; private set; }

    /// <summary>Requests may be added.</summary>
    public bool IsOpen => _phase == Phase.Open && !_isLeaving;

    public bool IsClosed => _phase == Phase.Closed;

    private long Now => _surroundings.Time.GetTimestamp();

    private TimeSpan PingPace => TimeSpan.FromTicks(Math.Min(LongestPingPace.Ticks, _surroundings.Options.Silence.Ticks / 3));

    public void Start() => SayHello();

    /// <summary>Asks to be let in once more, if that is still open.</summary>
    public void TryAtOnce()
    {
        if (_phase == Phase.Opening) SayHello();
    }

    /// <summary>Takes a request. False when the link is not open: nothing was taken.</summary>
    /// <param name="mustPump">The caller is to call <see cref="Pump"/>, once it holds no lock. False: the request leaves anyway.</param>
    public bool TryAdd(Request request, out bool mustPump)
    {
        mustPump = false;
        lock (_lock)
        {
            if (!IsOpen) return false;
            _requests.Add(request);
            if (_isPumping || !_requests.MayLeave) return true;
            _isPumping = true;
            mustPump = _requests.IsIdle && !_hasBurst;
        }
        if (!mustPump) PumpElsewhere();
        return true;
    }

    /// <summary>Sends what waits, on another thread. The same who may call <see cref="Pump"/> may call this.</summary>
    public void PumpElsewhere() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute() => Pump();

    /// <summary>A frame of this session came.</summary>
    public void Received(in ClientFrame frame)
    {
        Volatile.Write(ref _heardAt, Now);
        switch (frame.Kind)
        {
            case ClientFrameKind.Data:
                Credit(frame.Consumed);
                TakeReplies(frame);
                break;
            case ClientFrameKind.Credit or ClientFrameKind.Pong:
                Credit(frame.Consumed);
                break;
            case ClientFrameKind.Welcome:
                if (ClientWelcome.TryRead(frame.Body, out var welcome)) Open(welcome);
                break;
            case ClientFrameKind.Leaving:
                Leave();
                break;
            case ClientFrameKind.Refused or ClientFrameKind.Goodbye:
                var isRead = ClientFarewell.TryRead(frame.Body, out var farewell);
                End(new LinkEnd(isRead ? farewell!.Code : null, isRead ? farewell!.Text : "", frame.Kind == ClientFrameKind.Refused));
                break;
        }
    }

    /// <summary>Looks at the time: repeats a Hello, pings, gives a silent node up, ends what is overdue.</summary>
    public void LookAtTime()
    {
        var time = _surroundings.Time;
        var now = Now;
        switch (_phase)
        {
            case Phase.Opening:
                if (time.GetElapsedTime(_startedAt, now) >= _surroundings.Options.ConnectTimeout) End(new LinkEnd(null, "no answer; is it the host name that the node has as node.host?"));
                else if (time.GetElapsedTime(_askedAt, now) >= HelloRetry) SayHello();
                break;
            case Phase.Open:
                if (IsSilent(now)) End(new LinkEnd(null, "it is silent"));
                else if (time.GetElapsedTime(_askedAt, now) >= PingPace) Ping(now);
                FailOverdue(now);
                break;
        }
    }

    /// <summary>Takes no more requests, and ends when those it has are answered.</summary>
    public void Leave()
    {
        _isLeaving = true;
        LeaveIfIdle();
    }

    /// <summary>Ends the session and tells the node.</summary>
    public void Close(string reason)
    {
        if (_phase == Phase.Open) Tell(ClientFrameWriter.Goodbye(Session, new ClientFarewell(FarewellCode.Done, "")));
        End(new LinkEnd(FarewellCode.Done, reason));
    }

    /// <summary>Ends it without a word to the node.</summary>
    public void End(LinkEnd end)
    {
        List<Request> unsent, unanswered;
        lock (_lock)
        {
            if (_phase == Phase.Closed) return;
            _phase = Phase.Closed;
            (unsent, unanswered) = _requests.Clear();
        }
        _surroundings.Owner.LinkClosed(this, end, unsent, unanswered);
    }

    private void Open(ClientWelcome welcome)
    {
        lock (_lock)
        {
            if (_phase != Phase.Opening) return;
            _sent = new StreamSender(welcome.WindowBytes);
            Node = Place.For.IsNone ? new NodeId(welcome.NodeId) : Place.For;
            NodeName = welcome.NodeName;
            NodeVersion = welcome.NodeVersion;
            TellsChanges = (welcome.Features & ClientFeatures.Invalidations) != 0;
            _phase = Phase.Open;
        }
        _surroundings.Owner.LinkOpened(this);
    }

    /// <summary>Sends what waits. For whoever was told to by <see cref="TryAdd"/>.</summary>
    public void Pump()
    {
        List<Request>? dropped = null;
        while (true)
        {
            byte[]? frame = null;
            lock (_lock)
            {
                var room = _sent.Room;
                if (_phase == Phase.Open && room > 0 && _requests.MayLeave) frame = _requests.TakeFrame(room, ref dropped);
                if (frame is null) _isPumping = false;
                else ClientFrameWriter.WriteDataHeader(frame, Session, _sent.Next(frame.Length - ClientFrame.DataHeaderBytes), _received.TakeConsumed());
            }
            if (frame is not null)
            {
                Tell(frame);
                ClientMeter.Frames.Add(1);
            }
            if (dropped is not null)
            {
                foreach (var request in dropped) _surroundings.Owner.Dropped(request);
                dropped = null;
            }
            if (frame is null) return;
        }
    }

    private void Credit(long consumed)
    {
        bool isCredible, start = false;
        lock (_lock)
        {
            isCredible = _sent.TryCredit(consumed, out var hasMoved);
            if (hasMoved && !_isPumping && _phase == Phase.Open && _requests.MayLeave) start = _isPumping = true;
        }
        if (!isCredible) End(new LinkEnd(FarewellCode.Misbehaved, "it gave credit for what was never sent"));
        else if (start) Pump();
    }

    private void TakeReplies(in ClientFrame frame)
    {
        if (IsClosed) return;
        if (_received.Take(frame.Number, frame.Payload.Length) is var step and not StreamStep.Taken)
        {
            End(new LinkEnd(step == StreamStep.Lost ? FarewellCode.FramesLost : FarewellCode.Misbehaved, "frames are missing, or more came than the window allows"));
            return;
        }
        var answered = 0;
        var stream = frame.Payload;
        while (_cutter.TryTake(ref stream, out var reply))
        {
            if (reply[0] == '>')
            {
                TakePush(reply);
                continue;
            }
            Request? request;
            bool isExpected;
            lock (_lock) request = _requests.Answer(reply, out isExpected);
            if (request is not null)
            {
                answered++;
                _surroundings.Owner.Answered(this, request, reply);
            }
            else if (!isExpected && !IsClosed)
            {
                // Told before the end of a session that broke a rule, such as a command that is too long.
                End(new LinkEnd(FarewellCode.Misbehaved, "a reply without a question: " + System.Text.Encoding.UTF8.GetString(reply[..Math.Min(reply.Length, 200)]).TrimEnd()));
                return;
            }
        }
        if (_received.Consume(frame.Payload.Length)) Tell(ClientFrameWriter.Credit(Session, _received.TakeConsumed()));
        var start = false;
        lock (_lock)
        {
            _hasBurst = answered > 1;
            if (!_isPumping && _phase == Phase.Open && _requests.MayLeave) start = _isPumping = true;
        }
        if (start) Pump();
        if (_isLeaving) LeaveIfIdle();
    }

    private void LeaveIfIdle()
    {
        lock (_lock)
        {
            if (!_requests.IsEmpty) return;
        }
        Close("the node ends");
    }

    private void TakePush(ReadOnlySpan<byte> push)
    {
        var reader = new ReplyReader(push);
        if (reader.Aggregate() != 2) return;
        var name = reader.Bulk();
        if (name.SequenceEqual(ClientInvalidation.PushName))
        {
            if (reader.Type == ':') _surroundings.Owner.PartitionChanged((int)reader.Integer());
            else _surroundings.Owner.KeyChanged(reader.Bulk());
            return;
        }
        if (name.SequenceEqual(ClientMap.PushName) && ClientMap.TryRead(reader.Bulk(), out var map)) _surroundings.Owner.MapReceived(this, map);
    }

    private void FailOverdue(long now)
    {
        // With the lock held: one that is answered meanwhile may be in use again for something else. Continuations run elsewhere.
        lock (_lock)
        {
            foreach (var request in _requests.Unanswered)
            {
                if (request.Deadline <= now && !request.IsCompleted)
                    request.Fail(request.Kind == RequestKind.Read ? CacheErrorCode.Timeout : CacheErrorCode.OutcomeUnknown, $"{Address} did not answer within {_surroundings.Options.OperationTimeout}");
            }
        }
    }

    private void SayHello()
    {
        _askedAt = Now;
        _door.Tell(ClientFrameWriter.Hello(Session, _surroundings.Hello), isSigned: true);
    }

    /// <summary>It was asked long ago and nothing came since. Time in which nobody asked, because this process was busy or stood still, does not count.</summary>
    private bool IsSilent(long now) => Volatile.Read(ref _heardAt) < _waitsSince && _surroundings.Time.GetElapsedTime(_waitsSince, now) >= _surroundings.Options.Silence;

    private void Ping(long now)
    {
        _askedAt = now;
        if (Volatile.Read(ref _heardAt) >= _waitsSince) _waitsSince = now;
        _door.Tell(ClientFrameWriter.Ping(Session, ++_pings, _received.TakeConsumed()), isSigned: true);
    }

    private void Tell(byte[] frame) => _door.Tell(frame);
}
