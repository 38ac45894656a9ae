namespace AkkaCache.Fuzz.Tests.Requests;

/// <summary>What one attack sends, and how.</summary>
/// <param name="Kind">The name of its generator.</param>
/// <param name="Bytes">All of it.</param>
/// <param name="Pieces">Lengths of the sends before the rest.</param>
/// <param name="Ending">What the client does afterwards.</param>
internal sealed record FuzzRequest(string Kind, byte[] Bytes, IReadOnlyList<int> Pieces, Ending Ending);

/// <summary>How a connection is left.</summary>
internal enum Ending
{
    /// <summary>Ends its side and reads all replies to the end.</summary>
    ReadToEnd,

    /// <summary>Is gone without reading.</summary>
    Vanish,

    /// <summary>Stays open and silent until many others came.</summary>
    Linger,
}
