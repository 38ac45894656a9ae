using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Clients;

/// <summary>A door that takes frames of .NET clients, and for each session has a connection like those of the RESP door. How frames come and go is for those who derive from it.</summary>
/// <remarks>What clients may cost is bounded per session by windows, and over all sessions by the node's limit of connections.</remarks>
public abstract class FrameDoor : ConnectionHost
{
    /// <summary>Input that piles up behind waiting commands counts to what one client may cost; it has a window, so nothing is gained by taking more.</summary>
    private const int InputPauseBytes = 1 << 20;

    private const string Nameless = "somebody without a name";

    /// <summary>Names are shown in lines of CLIENT LIST.</summary>
    private const int MaxNameLength = 128;

    private readonly ClientDoorOptions _options;
    private readonly PartitionTable _partitions;
    private readonly IPartitionDirectory _directory;
    private readonly ClientMapNews _news;
    private readonly ClientDoorCounters _counters;
    private readonly ToldPeers _told = new();
    private readonly Lock _newsLock = new();

    /// <summary>Nobody looked for changes, since there was no client to be told. Guarded by the lock of the news.</summary>
    private bool _isNewsOld = true;

    private readonly ConcurrentDictionary<UInt128, ClientSession> _sessions = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isLeaving;
    private ITimer? _pulse;

    private protected FrameDoor(
        ClientDoorOptions options, RespDoorOptions limits, DoorServices services, PartitionLayout layout, PartitionTable partitions, IPartitionDirectory directory, INodeContacts contacts,
        ClientDoorCounters counters, ILogger log)
        : base(limits with { InputPauseBytes = InputPauseBytes }, services, log)
    {
        _options = options;
        _partitions = partitions;
        _directory = directory;
        _counters = counters;
        _news = new ClientMapNews(layout, directory, contacts);
    }

    internal long Timestamp => Time.GetTimestamp();

    /// <summary>Sessions there are.</summary>
    internal int SessionCount => _sessions.Count;

    /// <summary>Asks all clients to finish and go; returns when they have, or after the given time.</summary>
    public async Task DrainAsync(TimeSpan patience)
    {
        _isLeaving = true;
        foreach (var (_, session) in _sessions) session.Tell(ClientFrameWriter.Leaving(session.Id));
        if (!_sessions.IsEmpty) await Task.WhenAny(_empty.Task, Task.Delay(patience, Time)).ConfigureAwait(false);
    }

    internal TimeSpan ElapsedSince(long timestamp) => Time.GetElapsedTime(timestamp);

    internal void Forget(ClientSession session)
    {
        _sessions.TryRemove(session.Id, out _);
        if (_isLeaving && _sessions.IsEmpty) _empty.TrySetResult();
    }

    /// <summary>Sessions, for those who end some of them.</summary>
    private protected IEnumerable<ClientSession> Sessions => _sessions.Values;

    /// <summary>As connections show it.</summary>
    private protected abstract string LocalAddress { get; }

    /// <summary>Clients say who they are before they may do anything.</summary>
    private protected abstract bool IsGuarded { get; }

    private protected void BeginPulse()
    {
        _pulse = Time.CreateTimer(_ => Pulse(), null, _options.MapPace, _options.MapPace);
        BeginSweeping();
    }

    private protected override void StopAccepting()
    {
        _pulse?.Dispose();
        foreach (var (_, session) in _sessions) session.End(FarewellCode.NodeEnds, "the node ends");
    }

    /// <summary>Takes a frame on the thread that read it. Frames of one client come in order and one at a time.</summary>
    /// <param name="sender">Who is to be answered; null: that was not said.</param>
    private protected void Received(byte[] bytes, IClientPeer? sender)
    {
        try
        {
            if (ClientFrame.TryRead(bytes, out var frame)) Take(frame, bytes, sender);
            else Unreadable(sender?.Name);
        }
        catch (Exception e)
        {
            // A mistake of ours: the thread belongs to others, and the client will notice that it is not answered.
            ClientDoorLog.FrameFailed(Log, sender?.Name ?? Nameless, e);
        }
    }

    private void Take(in ClientFrame frame, byte[] bytes, IClientPeer? sender)
    {
        if (frame.Kind == ClientFrameKind.Hello)
        {
            Hello(frame, sender);
            return;
        }
        if (!_sessions.TryGetValue(frame.Session, out var session))
        {
            // Only a ping says who sent it, which is enough: a client that waits for anything pings.
            _counters.UnknownSessions.Add(1);
            if (sender is { MayBeAnswered: true }) sender.Tell(ClientFrameWriter.Goodbye(frame.Session, new ClientFarewell(FarewellCode.UnknownSession, "the node does not know this session")));
            return;
        }
        session.Heard();
        switch (frame.Kind)
        {
            case ClientFrameKind.Data:
                Clients.Received(frame.Payload.Length);
                if (!session.Transport.TryCredit(frame.Consumed)) CutOff(session, FarewellCode.Misbehaved);
                var step = session.Transport.Take(frame.Number, bytes.AsMemory(ClientFrame.DataHeaderBytes));
                if (step != StreamStep.Taken) CutOff(session, step == StreamStep.Lost ? FarewellCode.FramesLost : FarewellCode.Misbehaved);
                break;
            case ClientFrameKind.Credit:
                if (!session.Transport.TryCredit(frame.Consumed)) CutOff(session, FarewellCode.Misbehaved);
                break;
            case ClientFrameKind.Ping:
                if (!session.Transport.TryCredit(frame.Consumed)) CutOff(session, FarewellCode.Misbehaved);
                else session.Tell(ClientFrameWriter.Pong(session.Id, frame.Number, session.Transport.TakeConsumed()));
                break;
            case ClientFrameKind.Goodbye:
                session.Vanished();
                break;
            default:
                CutOff(session, FarewellCode.Misbehaved);
                break;
        }
    }

    private void Hello(in ClientFrame frame, IClientPeer? sender)
    {
        if (sender is not { MayBeAnswered: true } || !ClientHello.TryRead(frame.Body, out var hello))
        {
            Unreadable(sender?.Name);
            return;
        }
        if (_sessions.TryGetValue(frame.Session, out var known))
        {
            // The Welcome got lost; or somebody guesses numbers.
            if (known.Client.IsSame(sender)) known.Tell(known.Welcome);
            return;
        }
        if (Objection(hello) is { } refusal)
        {
            Clients.Rejected();
            if (_told.IsNew($"refused {sender.Name}")) ClientDoorLog.Refused(Log, sender.Name, refusal.Text);
            sender.Tell(ClientFrameWriter.Refused(frame.Session, refusal));
            return;
        }
        Begin(frame.Session, hello, sender);
    }

    private ClientFarewell? Objection(ClientHello hello)
    {
        if (hello.LowestVersion > ClientHello.CurrentVersion || hello.HighestVersion < 1)
            return new ClientFarewell(FarewellCode.Version, string.Create(CultureInfo.InvariantCulture, $"this node speaks version {ClientHello.CurrentVersion} of the client's protocol"));
        if (_isLeaving || IsStopping) return new ClientFarewell(FarewellCode.NodeEnds, "the node ends");
        if (Clients.Count >= Clients.MaxConnections) return new ClientFarewell(FarewellCode.TooManyClients, "max number of clients reached");
        if (!IsGuarded) return null;
        if (!Node.RequiresPassword)
            return _options.IsProtected ? new ClientFarewell(FarewellCode.Protected, "protected mode: the door can be reached from other machines and no password is set (security.requirepass, security.protected-mode)") : null;
        var user = hello.User.Length == 0 ? "default" : hello.User;
        return Node.Authenticate(Encoding.UTF8.GetBytes(user), Encoding.UTF8.GetBytes(hello.Password)) ? null : new ClientFarewell(FarewellCode.Password, "invalid username-password pair or user is disabled");
    }

    private void Begin(UInt128 id, ClientHello hello, IClientPeer client)
    {
        var features = hello.Features & (ClientFeatures.PartitionMap | ClientFeatures.Invalidations);
        var welcome = ClientFrameWriter.Welcome(id, new ClientWelcome
        {
            Features = features,
            WindowBytes = _options.WindowBytes,
            MaxCommandBytes = Options.Limits.MaxCommandBytes,
            SilenceMs = (int)_options.Silence.TotalMilliseconds,
            NodeId = _directory.Self.Value,
            NodeName = Node.Facts.Name,
            NodeVersion = Node.Facts.Version,
        });
        var connection = new RespConnection(this, Options, NextId(), client.Name, LocalAddress);
        connection.Admit();
        connection.Session.Name = Printable(hello.Name);
        connection.Session.LibraryName = Printable(hello.Library);
        connection.Session.LibraryVersion = Printable(hello.LibraryVersion);
        var session = new ClientSession(this, id, client, connection, _options, hello with { Features = features }, welcome);
        if (!_sessions.TryAdd(id, session)) return;
        Add(connection);
        session.Tell(welcome);
        connection.Start(session.Transport);
        lock (_newsLock)
        {
            if (_isNewsOld && _news.Look(isRound: true)) PushMapToAll_NeedsNewsLock();
            else PushMap(session);
            _isNewsOld = false;
        }
        // Whoever stops the door may have looked before this one was there.
        if (IsStopping) session.End(FarewellCode.NodeEnds, "the node ends");
    }

    private void Pulse()
    {
        try
        {
            LookAtTime();
        }
        catch (Exception e)
        {
            // A mistake of ours, on a timer: thrown further it would end the process.
            ClientDoorLog.PulseFailed(Log, e);
        }
    }

    private void LookAtTime()
    {
        foreach (var (_, session) in _sessions)
        {
            if (session.Silence > _options.Silence) session.End(FarewellCode.Silent, "nothing was heard for too long");
        }
        if (!_sessions.IsEmpty)
        {
            // A lease may have ended without a word from anybody.
            foreach (var partition in _partitions.All) partition.ForgetReadersIfClosed();
        }
        lock (_newsLock)
        {
            if (_sessions.IsEmpty) _isNewsOld = true;
            else if (_news.Look()) PushMapToAll_NeedsNewsLock();
        }
    }

    private void PushMapToAll_NeedsNewsLock()
    {
        foreach (var (_, session) in _sessions) PushMap(session);
    }

    private void PushMap(ClientSession session)
    {
        if ((session.Features & ClientFeatures.PartitionMap) != 0) session.Connection.Push(_news.Push);
    }

    private void CutOff(ClientSession session, FarewellCode code)
    {
        _counters.SessionsCutOff.Add(1);
        if (_told.IsNew($"{code} {session.Connection.RemoteAddress}")) ClientDoorLog.CutOff(Log, session.Connection.Session.Id, session.Connection.RemoteAddress, code);
        session.End(code, code == FarewellCode.FramesLost ? "frames are missing" : "bytes that make no sense, or more than the window allows");
    }

    /// <summary>Something came that is no frame, or that nobody may send.</summary>
    private protected void Unreadable(string? sender)
    {
        _counters.FramesUnreadable.Add(1);
        if (_told.IsNew($"unreadable {sender}")) ClientDoorLog.Unreadable(Log, sender ?? Nameless);
    }

    private protected void MessageRefused(int serializer, int bytes)
    {
        _counters.MessagesRefused.Add(1);
        if (_told.IsNew($"serializer {serializer}")) ClientDoorLog.MessageRefused(Log, serializer, bytes);
    }

    private static byte[] Printable(string name) => Encoding.ASCII.GetBytes([.. name.Take(MaxNameLength).Select(c => c is > ' ' and <= '~' ? c : '_')]);
}
