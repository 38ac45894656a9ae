namespace AkkaCache.Differential.Generation;

/// <summary>How the replies of the two servers to one command are compared.</summary>
internal enum ReplyRule
{
    /// <summary>Same type, same bytes. Errors are always compared so, whatever the rule.</summary>
    Exact,

    /// <summary>Same parts in any order: KEYS.</summary>
    Unordered,

    /// <summary>Seconds that depend on the moment: ±1, negative answers exact.</summary>
    NearSeconds,

    /// <summary>Milliseconds that depend on the moment: ±1500, negative answers exact.</summary>
    NearMilliseconds,

    /// <summary>A time in seconds: exact when it was set absolutely, near when it was set relative to now.</summary>
    InstantSeconds,

    /// <summary>A time in milliseconds: exact when it was set absolutely, near when it was set relative to now.</summary>
    InstantMilliseconds,

    /// <summary>OBJECT ENCODING: the encodings of one type count as one, for ours come from the value and Redis's from its history.</summary>
    Encoding,

    /// <summary>Same type only: ids, clocks, sizes in memory.</summary>
    SameType,

    /// <summary>An element of what KEYS gives, on each server by itself.</summary>
    RandomKey,

    /// <summary>SCAN: both servers' cursors are followed to the end, what they visited is compared without order.</summary>
    ScanWalk,

    /// <summary>ZSCAN: as <see cref="ScanWalk"/>, by pairs.</summary>
    PairScanWalk,

    /// <summary>INFO: the line that counts keys, but for the mean time to live, which Redis guesses from samples.</summary>
    Keyspace,

    /// <summary>HELLO: same fields, same protocol; version and id are each server's own.</summary>
    Greeting,

    /// <summary>COMMAND INFO: all of each row but the notes on its keys and its subcommands.</summary>
    CommandRows,

    /// <summary>COMMAND DOCS: names, groups and versions; the sentences are each server's own.</summary>
    CommandDocs,

    /// <summary>COMMAND: as <see cref="CommandRows"/>, of the commands that both servers have.</summary>
    SharedRows,

    /// <summary>COMMAND LIST: of the commands that both servers have.</summary>
    SharedNames,

    /// <summary>ZRANDMEMBER: so many elements, each in the board of the same server, distinct where they must be.</summary>
    RandomMembers,

    /// <summary>What a connection gets that may be subscribed: replies up to the answer to a PING sent after the command, and messages.</summary>
    Listening,

    /// <summary>CLIENT REPLY OFF and SKIP: everything that comes after a command unheard, CLIENT REPLY ON and a PING.</summary>
    Muting,

    /// <summary>QUIT: everything until the server closes. A new connection takes the place of the old one.</summary>
    Ending,
}
