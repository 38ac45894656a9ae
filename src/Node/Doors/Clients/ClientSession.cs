using AkkaCache.Node.Doors.Resp;
using AkkaCache.Protocol.Frames;

namespace AkkaCache.Node.Doors.Clients;

/// <summary>One client's session: whom its frames go to, its connection and when it was last heard.</summary>
internal sealed class ClientSession
{
    private readonly FrameDoor _door;
    private readonly ClientKeyReader? _reader;
    private int _ending;
    private long _heardAt;

    public ClientSession(FrameDoor door, UInt128 id, IClientPeer client, RespConnection connection, ClientDoorOptions options, ClientHello hello, byte[] welcome)
    {
        _door = door;
        Client = client;
        Id = id;
        Connection = connection;
        Welcome = welcome;
        Features = hello.Features;
        if ((Features & ClientFeatures.Invalidations) != 0) connection.Session.KeyReader = _reader = new ClientKeyReader(connection);
        Transport = new ClientTransport(this, options.WindowBytes, options.GrantedReplyWindow(hello));
        Heard();
    }

    public UInt128 Id { get; }

    public IClientPeer Client { get; }

    public RespConnection Connection { get; }

    public ClientTransport Transport { get; }

    /// <summary>The frame that welcomed it, for a client that asks again.</summary>
    public byte[] Welcome { get; }

    public ClientFeatures Features { get; }

    public TimeSpan Silence => _door.ElapsedSince(Volatile.Read(ref _heardAt));

    public void Heard() => Volatile.Write(ref _heardAt, _door.Timestamp);

    public void Tell(byte[] frame) => Client.Tell(frame);

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
