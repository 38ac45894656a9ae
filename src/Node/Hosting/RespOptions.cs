using System.Net.Security;
using AkkaCache.Node.Doors;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Node.Hosting;

/// <summary>Where the RESP door listens, what one connection and all of them may use, and who is let in. Zero times are never.</summary>
public sealed record RespOptions
{
    public required string Bind { get; init; }
    public required DoorPort Port { get; init; }
    public required int MaxConnections { get; init; }
    public required RespLimits Limits { get; init; }

    /// <summary>Commands of one connection executed in a row before others get their turn.</summary>
    public required int PipelineTurn { get; init; }

    public required int InputPauseBytes { get; init; }
    public required long OutputPauseBytes { get; init; }
    public required long OutputLimitBytes { get; init; }
    public required TimeSpan IdleTimeout { get; init; }
    public required TimeSpan AuthenticationTimeout { get; init; }

    /// <summary>What clients must give; empty when nothing.</summary>
    public required string Password { get; init; }

    /// <summary>With a certificate the door speaks TLS only; null for plain TCP.</summary>
    public required SslStreamCertificateContext? Certificate { get; init; }

    /// <summary>Without a password only clients on this machine are served.</summary>
    public required bool ProtectedMode { get; init; }
}
