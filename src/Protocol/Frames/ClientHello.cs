using System.Diagnostics.CodeAnalysis;

namespace AkkaCache.Protocol.Frames;

/// <summary>What a client says first.</summary>
/// <remarks>
/// <code>
/// lowest version 2, highest version 2, features 4, window 4, then as texts: client's name, library, version of the library, user, password
/// </code>
/// It is repeated until it is answered, since it may get lost; a node that has the session already welcomes it again.
/// </remarks>
public sealed record ClientHello
{
    /// <summary>The version of what travels in a session, spoken by this code: beside the layout of frames, which <see cref="ClientFrame.Version"/> counts.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Of each text; of a password as many characters of four bytes as the node takes.</summary>
    internal const int MaxTextBytes = 2048;

    /// <summary>A window below this could not hold a frame.</summary>
    public const int MinWindowBytes = ClientFrame.MaxBytes;

    public int LowestVersion { get; init; } = CurrentVersion;

    public int HighestVersion { get; init; } = CurrentVersion;

    public ClientFeatures Features { get; init; }

    /// <summary>Bytes of replies that may be under way to the client.</summary>
    public required int WindowBytes { get; init; }

    /// <summary>As CLIENT LIST shows it; may be empty.</summary>
    public string Name { get; init; } = "";

    public string Library { get; init; } = "";

    public string LibraryVersion { get; init; } = "";

    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    internal byte[] ToBytes() => new FieldWriter()
        .UInt16(LowestVersion).UInt16(HighestVersion).Int32((int)Features).Int32(WindowBytes)
        .Text(Name).Text(Library).Text(LibraryVersion).Text(User).Text(Password)
        .ToArray();

    /// <summary>Reads the body of a Hello.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out ClientHello? hello)
    {
        var reader = new FieldReader(body);
        hello = new ClientHello
        {
            LowestVersion = reader.UInt16(),
            HighestVersion = reader.UInt16(),
            Features = (ClientFeatures)reader.Int32(),
            WindowBytes = reader.Int32(),
            Name = reader.Text(MaxTextBytes),
            Library = reader.Text(MaxTextBytes),
            LibraryVersion = reader.Text(MaxTextBytes),
            User = reader.Text(MaxTextBytes),
            Password = reader.Text(MaxTextBytes),
        };
        if (!reader.IsGood || hello.WindowBytes < MinWindowBytes || hello.LowestVersion > hello.HighestVersion) hello = null;
        return hello is not null;
    }
}
