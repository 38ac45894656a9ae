namespace AkkaCache.Differential.Known;

/// <summary>Deliberate deviations in what is made of bytes; both servers' replies are pinned as text.</summary>
internal static class KnownRawDifferences
{
    /// <summary>Redis looks for the end of a line with strchr, which stops at a zero byte: it waits, until the line is too long or the client gone.</summary>
    public const string ZeroByteInLine = "A line may contain a zero byte: the end of a line is looked for in bytes, not in a C string.";

    public static readonly (string Reason, string Bytes, string Reference, string Candidate)[] All =
    [
        (ZeroByteInLine, "SET a\0b c\r\n", "Closed", "Simple \"OK\"; Bulk \"still-alive\"; Closed"),
        ("A request has at most a million arguments, as Redis had until 7.0: more is memory that a stranger could claim with ten bytes.",
            "*1048577\r\n", "Error \"ERR Protocol error: expected '$', got 'P'\"; Closed", "Error \"ERR Protocol error: invalid multibulk length\"; Closed"),
        ("Redis 7.0 sends a message to the connection that publishes it before the reply, here into EXEC's array, whose last part then stands behind it; since 7.2 the message comes behind, as here.",
            "MULTI\r\nSUBSCRIBE a\r\nPUBLISH a x\r\nEXEC\r\n", "Simple \"OK\"; Simple \"QUEUED\"; Simple \"QUEUED\"; Array(2)[Array(3)[Bulk \"subscribe\", Bulk \"a\", Integer \"1\"], Array(3)[Bulk \"message\", Bulk \"a\", Bulk \"x\"]]; Integer \"1\"; Array(2)[Bulk \"pong\", Bulk \"still-alive\"]; Closed",
            "Simple \"OK\"; Simple \"QUEUED\"; Simple \"QUEUED\"; Array(2)[Array(3)[Bulk \"subscribe\", Bulk \"a\", Integer \"1\"], Integer \"1\"]; Array(3)[Bulk \"message\", Bulk \"a\", Bulk \"x\"]; Array(2)[Bulk \"pong\", Bulk \"still-alive\"]; Closed"),
        ("Redis drops replies not sent yet when it sees HTTP; here the replies before are sent.",
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "Closed", "Error \"ERR wrong number of arguments for 'get' command\"; Closed"),
    ];
}
