namespace AkkaCache.Protocol.Resp;

/// <summary>The ceilings of one request. A breach is a protocol error in Redis's words.</summary>
public sealed record RespLimits
{
    /// <summary>Redis's defaults.</summary>
    public static readonly RespLimits Default = new();

    /// <summary>Arguments of one command, its name included.</summary>
    /// <remarks>Redis's limit up to version 6; 7.0 counts to 2^31, which only serves to fill memory with ranges.</remarks>
    public int MaxArguments { get; init; } = 1024 * 1024;

    /// <summary>Bytes of one argument: Redis's <c>proto-max-bulk-len</c>, which is also its longest string.</summary>
    public int MaxBulkBytes { get; init; } = 512 * 1024 * 1024;

    /// <summary>Bytes of a whole request. Redis's <c>client-query-buffer-limit</c>; it keeps offsets within an int as well.</summary>
    public int MaxCommandBytes { get; init; } = 1024 * 1024 * 1024;

    /// <summary>Bytes of an inline command before its line feed. Redis: <c>PROTO_INLINE_MAX_SIZE</c>; nobody types more.</summary>
    public int MaxInlineBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes of a count or length line before its carriage return. Redis uses the inline limit here too.</summary>
    public int MaxHeaderBytes { get; init; } = 64 * 1024;

    /// <summary>Arguments of a command before authentication: AUTH and HELLO need at most seven.</summary>
    public int UnauthenticatedArguments { get; init; } = 10;

    /// <summary>Bytes of an argument before authentication: a password is shorter, and a stranger must not make us buffer more.</summary>
    public int UnauthenticatedBulkBytes { get; init; } = 16 * 1024;
}
