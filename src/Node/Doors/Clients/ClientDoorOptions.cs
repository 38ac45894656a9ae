using Akka.Configuration;
using AkkaCache.Protocol.Frames;

namespace AkkaCache.Node.Doors.Clients;

/// <summary>How the client door listens and what one client may use.</summary>
public sealed record ClientDoorOptions
{
    /// <summary>The address to listen on.</summary>
    public string Bind { get; init; } = "127.0.0.1";

    /// <summary>The host name by which clients reach the node: it is in every message, and one for another name is not taken.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0 picks a free port.</summary>
    public int Port { get; init; } = 4054;

    /// <summary>Commands of one client under way and not executed: some thousand small ones. Memory that one client can cost, with as much that was received.</summary>
    public int WindowBytes { get; init; } = 1 << 20;

    /// <summary>A session of which nothing is heard for so long ends. Clients ping once a second, so this is a machine that stands still, not one that is slow.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the partition map is looked at for news to clients: a fail-over is told within this, and many changes at a time as one.</summary>
    public TimeSpan MapPace { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Refuse everybody while no password is set: the door can be reached from other machines.</summary>
    public bool IsProtected { get; init; }

    /// <summary>The longest reply window that a client is granted: what is under way to it is held by the transport, without end otherwise.</summary>
    public int MaxReplyWindowBytes { get; init; } = 64 << 20;

    /// <summary>Settings of Akka's for the door's own system.</summary>
    public Config Akka { get; init; } = Config.Empty;

    /// <summary>Windows smaller than a frame would never move.</summary>
    internal int GrantedReplyWindow(ClientHello hello) => Math.Min(hello.WindowBytes, MaxReplyWindowBytes);
}
