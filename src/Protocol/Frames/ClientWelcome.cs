using System.Diagnostics.CodeAnalysis;

namespace AkkaCache.Protocol.Frames;

/// <summary>The node's answer to a Hello that it takes.</summary>
/// <remarks>
/// <code>
/// version 2, features 4, window 4, longest command 4, silence in milliseconds 4, then as texts: node's id, node's name, version of its program
/// </code>
/// </remarks>
public sealed record ClientWelcome
{
    /// <summary>The version that both speak from now on.</summary>
    public int Version { get; init; } = ClientHello.CurrentVersion;

    /// <summary>Granted of those that were wanted.</summary>
    public ClientFeatures Features { get; init; }

    /// <summary>Bytes of commands that may be under way to the node.</summary>
    public required int WindowBytes { get; init; }

    /// <summary>A longer command ends the session.</summary>
    public required int MaxCommandBytes { get; init; }

    /// <summary>The node ends a session of which it hears nothing for so long; a client pings several times in it.</summary>
    public required int SilenceMs { get; init; }

    public required string NodeId { get; init; }

    public string NodeName { get; init; } = "";

    public string NodeVersion { get; init; } = "";

    internal byte[] ToBytes() => new FieldWriter()
        .UInt16(Version).Int32((int)Features).Int32(WindowBytes).Int32(MaxCommandBytes).Int32(SilenceMs)
        .Text(NodeId).Text(NodeName).Text(NodeVersion)
        .ToArray();

    /// <summary>Reads the body of a Welcome.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out ClientWelcome? welcome)
    {
        var reader = new FieldReader(body);
        welcome = new ClientWelcome
        {
            Version = reader.UInt16(),
            Features = (ClientFeatures)reader.Int32(),
            WindowBytes = reader.Int32(),
            MaxCommandBytes = reader.Int32(),
            SilenceMs = reader.Int32(),
            NodeId = reader.Text(ClientHello.MaxTextBytes),
            NodeName = reader.Text(ClientHello.MaxTextBytes),
            NodeVersion = reader.Text(ClientHello.MaxTextBytes),
        };
        if (!reader.IsGood || welcome.WindowBytes < ClientHello.MinWindowBytes || welcome.SilenceMs <= 0 || welcome.NodeId.Length is 0 or > Topology.NodeId.MaxLength) welcome = null;
        return welcome is not null;
    }
}
