using System.Net.Security;
using AkkaCache.Node.Doors.Sockets;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Node.Doors.Resp;

/// <summary>How the RESP door listens and what one connection may use.</summary>
public sealed record RespDoorOptions
{
    /// <summary>The address to bind.</summary>
    public string Bind { get; init; } = "127.0.0.1";

    /// <summary>0 picks a free port.</summary>
    public int Port { get; init; } = 6379;

    public RespLimits Limits { get; init; } = new();

    /// <summary>
    /// Output that a connection does not read above which its commands wait. Twice what a fast reader has under way on a local network.
    /// </summary>
    public long OutputPauseBytes { get; init; } = 1024 * 1024;

    /// <summary>Output above which a connection is closed: one huge reply, or messages to a subscriber that does not read.</summary>
    public long OutputLimitBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Input that may pile up behind waiting commands; above it the connection is not read, so its sender has to wait.</summary>
    public int InputPauseBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Commands of one connection executed before its thread turns to others, however much is in the pipeline.</summary>
    public int PipelineTurn { get; init; } = 4096;

    /// <summary>A connection that has not given the password by then is closed.</summary>
    public TimeSpan AuthenticationTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Refuse strangers from other machines while no password is set.</summary>
    public bool ProtectedMode { get; init; } = true;

    /// <summary>With a certificate, its key and its chain the door speaks TLS only.</summary>
    public SslStreamCertificateContext? Certificate { get; init; }

    /// <summary>
    /// The door's own loop over epoll, for connections without TLS. Without it, and wherever there is no epoll, the runtime's streams serve: slower.
    /// </summary>
    public bool UsesSocketLoop { get; init; } = SocketLoop.IsSupported;
}
