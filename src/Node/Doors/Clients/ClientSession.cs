using Akka.Actor;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Remoting;

namespace AkkaCache.Node.Doors.Clients;

/// <summary>One client's session: whom its frames go to, its connection and when it was last heard.</summary>
internal sealed class ClientSession
{
    private readonly ClientDoor _door;
    private readonly IActorRef _client;
    private readonly ClientKeyReader? _reader;
    private int _ending;
    private long _heardAt;

    public ClientSession(ClientDoor door, UInt128 id, IActorRef client, RespConnection connection, ClientDoorOptions options, ClientHello hello, byte[] welcome)
    {
        _door = door;
        _client = client;
        Id = id;
        Connection = connection;
        Welcome = welcome;
        Features = hello.Features;
        if ((Features & ClientFeatures.Invalidations) != 0) connection.Session.KeyReader = _reader = new ClientKeyReader(connection);
        Transport = new ClientTransport(this, options.WindowBytes, options.GrantedReplyWindow(hello));
        Heard();
    }

    public UInt128 Id { get; }

    /// <summary>The address of the client's system: all of its sessions end with its connection.</summary>
    public Address Address => _client.Path.Address;

    public RespConnection Connection { get; }

    public ClientTransport Transport { get; }

    /// <summary>The frame that welcomed it, for a client that asks again.</summary>
    public byte[] Welcome { get; }

    public ClientFeatures Features { get; }

    public TimeSpan Silence => _door.ElapsedSince(Volatile.Read(ref _heardAt));

    public bool IsOf(IActorRef client) => _client.Path.Equals(client.Path);

    public void Heard() => Volatile.Write(ref _heardAt, _door.Timestamp);

    /// <summary>Nobody is named as the sender: it would only make each frame longer.</summary>
    public void Tell(byte[] frame) => _client.Tell(new ClientEnvelope(frame), ActorRefs.NoSender);

    /// <summary>Ends it and says why.</summary>
    public void End(FarewellCode code, string text)
    {
        if (!TryEnd()) return;
        Tell(ClientFrameWriter.Goodbye(Id, new ClientFarewell(code, text)));
        Transport.Break();
    }

    /// <summary>The client is gone: nobody is told.</summary>
    public void Vanished()
    {
        if (TryEnd()) Transport.Break();
    }

    /// <summary>The connection ended by itself: it was killed, or a limit of its own was reached.</summary>
    public void ConnectionEnded()
    {
        if (TryEnd()) Tell(ClientFrameWriter.Goodbye(Id, new ClientFarewell(FarewellCode.Killed, "the node ended the connection")));
    }

    private bool TryEnd()
    {
        if (Interlocked.Exchange(ref _ending, 1) != 0) return false;
        _reader?.End();
        _door.Forget(this);
        return true;
    }
}
