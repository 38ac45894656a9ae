namespace AkkaCache.Protocol.Resp;

/// <summary>The texts of protocol errors, as Redis 7.0.15 sends them before it closes the connection.</summary>
internal static class ProtocolErrors
{
    public static readonly byte[] InvalidCount = "ERR Protocol error: invalid multibulk length"u8.ToArray();
    public static readonly byte[] InvalidBulkLength = "ERR Protocol error: invalid bulk length"u8.ToArray();
    public static readonly byte[] UnauthenticatedCount = "ERR Protocol error: unauthenticated multibulk length"u8.ToArray();
    public static readonly byte[] UnauthenticatedBulkLength = "ERR Protocol error: unauthenticated bulk length"u8.ToArray();
    public static readonly byte[] TooBigCountLine = "ERR Protocol error: too big mbulk count string"u8.ToArray();
    public static readonly byte[] TooBigBulkLine = "ERR Protocol error: too big bulk count string"u8.ToArray();
    public static readonly byte[] TooBigInline = "ERR Protocol error: too big inline request"u8.ToArray();
    public static readonly byte[] UnbalancedQuotes = "ERR Protocol error: unbalanced quotes in request"u8.ToArray();

    /// <summary>Ours: at this limit Redis closes the connection without a word.</summary>
    public static readonly byte[] TooBigCommand = "ERR Protocol error: request exceeds the query buffer limit"u8.ToArray();

    /// <summary>The error for a bulk that does not begin with '$'. Allocates: it is the last thing that the connection hears.</summary>
    public static byte[] ExpectedDollar(byte got)
    {
        // An error line cannot carry CR or LF; Redis sends a space in their place.
        if (got is (byte)'\r' or (byte)'\n') got = (byte)' ';
        return [.. "ERR Protocol error: expected '$', got '"u8, got, (byte)'\''];
    }
}
