using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Akka.Actor;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Remoting;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Clients;

/// <summary>The door for .NET clients: an actor system of its own that takes frames and nothing else, and for each session a connection like those of the RESP door.</summary>
/// <remarks>Clients never reach the cluster's system. What they may cost is bounded per session by windows, and over all sessions by the node's limit of connections.</remarks>
public sealed class ClientDoor : ConnectionHost
{
    /// <summary>Input that piles up behind waiting commands counts to what one client may cost; it has a window, so nothing is gained by taking more.</summary>
    private const int InputPauseBytes = 1 << 20;

    /// <summary>Names are shown in lines of CLIENT LIST.</summary>
    private const int MaxNameLength = 128;

    /// <summary>Commands are executed on the threads that read them; beyond so many, the partitions' gates and memory are what they wait for.</summary>
    private const int MaxThreads = 16;

    /// <summary>How long frames that say goodbye may take to leave when the door closes.</summary>
    private static readonly TimeSpan TerminationPatience = TimeSpan.FromSeconds(5);

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
    private ActorSystem? _system;
    private FrameInlet? _inlet;
    private ITimer? _pulse;

    public ClientDoor(
        ClientDoorOptions options, RespDoorOptions limits, DoorServices services, PartitionLayout layout, PartitionTable partitions, IPartitionDirectory directory, INodeContacts contacts,
        ClientDoorCounters counters, ILogger<ClientDoor> log)
        : base(limits with { InputPauseBytes = InputPauseBytes }, services, log)
    {
        _options = options;
        _partitions = partitions;
        _directory = directory;
        _counters = counters;
        _news = new ClientMapNews(layout, directory, contacts);
    }

    /// <summary>Where the door listens, once started.</summary>
    public IPEndPoint? EndPoint { get; private set; }

    internal long Timestamp => Time.GetTimestamp();

    /// <summary>Sessions there are.</summary>
    internal int SessionCount => _sessions.Count;

    /// <summary>Starts the door's system and begins to take frames.</summary>
    /// <exception cref="DoorException">The port is taken or the address is not this machine's.</exception>
    public void Start()
    {
        BindAddress.Probe("doors.client.port", _options.Bind, _options.Port);
        _system = ClosedSystem.Start(new ClosedSystemSettings
        {
            Name = ClosedSystemSettings.NodeSystem,
            Bind = _options.Bind,
            Host = _options.Host,
            Port = _options.Port,
            Threads = Math.Clamp(Environment.ProcessorCount, 2, MaxThreads),
            Refused = MessageRefused,
            Akka = _options.Akka,
        });
        EndPoint = new IPEndPoint(BindAddress.Resolve(_options.Bind), ClosedSystem.AddressOf(_system).Port ?? 0);
        _system.ActorOf(Props.Create(() => new LostClients(ClientLost)), "lost-clients");
        _inlet = FrameInlet.Open(_system, FrameInlet.OfNode, Received);
        _pulse = Time.CreateTimer(_ => Pulse(), null, _options.MapPace, _options.MapPace);
        BeginSweeping();
    }

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

    private protected override void StopAccepting()
    {
        _pulse?.Dispose();
        foreach (var (_, session) in _sessions) session.End(FarewellCode.NodeEnds, "the node ends");
        _inlet?.Close();
    }

    private protected override void Close() => _system?.Terminate().Wait(TerminationPatience);

    /// <summary>Takes a frame on the thread that read it. Frames of one client come in order and one at a time.</summary>
    private void Received(byte[] bytes, IActorRef sender)
    {
        try
        {
            if (ClientFrame.TryRead(bytes, out var frame)) Take(frame, bytes, sender);
            else Unreadable(sender);
        }
        catch (Exception e)
        {
            // A mistake of ours: the thread belongs to Akka, and the client will notice that it is not answered.
            ClientDoorLog.FrameFailed(Log, NameOf(sender), e);
        }
    }

    private void Take(in ClientFrame frame, byte[] bytes, IActorRef sender)
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
            if (IsClient(sender)) Answer(sender, ClientFrameWriter.Goodbye(frame.Session, new ClientFarewell(FarewellCode.UnknownSession, "the node does not know this session")));
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

    private void Hello(in ClientFrame frame, IActorRef sender)
    {
        if (!IsClient(sender) || !ClientHello.TryRead(frame.Body, out var hello))
        {
            Unreadable(sender);
            return;
        }
        if (_sessions.TryGetValue(frame.Session, out var known))
        {
            // The Welcome got lost; or somebody guesses numbers.
            if (known.IsOf(sender)) known.Tell(known.Welcome);
            return;
        }
        if (Objection(hello) is { } refusal)
        {
            Clients.Rejected();
            if (_told.IsNew($"refused {sender.Path.Address}")) ClientDoorLog.Refused(Log, NameOf(sender), refusal.Text);
            Answer(sender, ClientFrameWriter.Refused(frame.Session, refusal));
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
        if (!Node.RequiresPassword)
            return _options.IsProtected ? new ClientFarewell(FarewellCode.Protected, "protected mode: the door can be reached from other machines and no password is set (security.requirepass, security.protected-mode)") : null;
        var user = hello.User.Length == 0 ? "default" : hello.User;
        return Node.Authenticate(Encoding.UTF8.GetBytes(user), Encoding.UTF8.GetBytes(hello.Password)) ? null : new ClientFarewell(FarewellCode.Password, "invalid username-password pair or user is disabled");
    }

    private void Begin(UInt128 id, ClientHello hello, IActorRef client)
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
        var connection = new RespConnection(this, Options, NextId(), NameOf(client), EndPoint!.ToString());
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

    private void ClientLost(Address address)
    {
        foreach (var (_, session) in _sessions)
        {
            if (session.Address == address) session.Vanished();
        }
    }

    private void CutOff(ClientSession session, FarewellCode code)
    {
        _counters.SessionsCutOff.Add(1);
        if (_told.IsNew($"{code} {session.Address}")) ClientDoorLog.CutOff(Log, session.Connection.Session.Id, session.Connection.RemoteAddress, code);
        session.End(code, code == FarewellCode.FramesLost ? "frames are missing" : "bytes that make no sense, or more than the window allows");
    }

    private void Unreadable(IActorRef sender)
    {
        _counters.FramesUnreadable.Add(1);
        if (_told.IsNew($"unreadable {NameOf(sender)}")) ClientDoorLog.Unreadable(Log, NameOf(sender));
    }

    private void MessageRefused(int serializer, int bytes)
    {
        _counters.MessagesRefused.Add(1);
        if (_told.IsNew($"serializer {serializer}")) ClientDoorLog.MessageRefused(Log, serializer, bytes);
    }

    /// <summary>Whether frames may be sent there: only to systems with a client's host name, which nothing resolves, so nobody else can be made to receive them.</summary>
    private static bool IsClient(IActorRef sender) => sender.Path.Address.Host?.EndsWith(ClosedSystemSettings.ClientHostSuffix, StringComparison.Ordinal) == true;

    private static void Answer(IActorRef client, byte[] frame) => client.Tell(new ClientEnvelope(frame), ActorRefs.NoSender);

    private static string NameOf(IActorRef sender) => sender.Path.Address is { Host: { } host } address ? string.Create(CultureInfo.InvariantCulture, $"{host}:{address.Port ?? 0}") : "somebody without a name";

    private static byte[] Printable(string name) => Encoding.ASCII.GetBytes([.. name.Take(MaxNameLength).Select(c => c is > ' ' and <= '~' ? c : '_')]);
}
