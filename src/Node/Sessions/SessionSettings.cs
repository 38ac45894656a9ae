using System.Security.Cryptography;
using System.Text;

namespace AkkaCache.Node.Sessions;

/// <summary>Settings of connections that CONFIG SET may change while the node runs. A change is seen by the next connection or command.</summary>
public sealed class SessionSettings
{
    private Secret? _secret;

    /// <summary>Connections at a time; Redis's default.</summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Seconds after which an idle connection is closed; 0: never.</summary>
    public int IdleTimeoutSeconds { get; set; }

    /// <summary>What clients must give; empty when nothing.</summary>
    public string Password
    {
        get => Volatile.Read(ref _secret)?.Text ?? "";
        set => Volatile.Write(ref _secret, value.Length == 0 ? null : new Secret(value, SHA256.HashData(Encoding.UTF8.GetBytes(value))));
    }

    public bool RequiresPassword => Volatile.Read(ref _secret) is not null;

    /// <summary>Whether this is the password. Compares digests, so that the time taken tells neither where nor how far they agree.</summary>
    public bool IsPassword(ReadOnlySpan<byte> password)
    {
        var secret = Volatile.Read(ref _secret);
        if (secret is null) return true;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(password, digest);
        return CryptographicOperations.FixedTimeEquals(digest, secret.Digest);
    }

    private sealed record Secret(string Text, byte[] Digest);
}
