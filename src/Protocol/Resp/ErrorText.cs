using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Protocol.Resp;

/// <summary>The error replies that commands share, in the words of Redis 7.0.15. Texts are complete but for '-' and the line end.</summary>
/// <remarks>
/// Fixed texts are properties, for <see cref="RespWriter.Error"/>; those with a name or an argument in them are written by a method.
/// "Client libraries match on them" is the reason for the exact words. Errors of the byte stream itself: <see cref="ProtocolErrors"/>.
/// </remarks>
public static class ErrorText
{
    // Arguments
    public static ReadOnlySpan<byte> Syntax => "ERR syntax error"u8;
    public static ReadOnlySpan<byte> NotInteger => "ERR value is not an integer or out of range"u8;
    public static ReadOnlySpan<byte> NotFloat => "ERR value is not a valid float"u8;
    public static ReadOnlySpan<byte> OutOfRange => "ERR value is out of range"u8;
    public static ReadOnlySpan<byte> NotPositive => "ERR value is out of range, must be positive"u8;
    public static ReadOnlySpan<byte> NotNegatable => "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807"u8;
    public static ReadOnlySpan<byte> IndexOutOfRange => "ERR index out of range"u8;
    public static ReadOnlySpan<byte> OffsetOutOfRange => "ERR offset is out of range"u8;
    public static ReadOnlySpan<byte> InvalidCursor => "ERR invalid cursor"u8;
    public static ReadOnlySpan<byte> TimeoutNegative => "ERR timeout is negative"u8;
    public static ReadOnlySpan<byte> TimeoutNotFloat => "ERR timeout is not a float or out of range"u8;
    public static ReadOnlySpan<byte> TimeoutNotInteger => "ERR timeout is not an integer or out of range"u8;
    public static ReadOnlySpan<byte> TimeoutOutOfRange => "ERR timeout is out of range"u8;
    public static ReadOnlySpan<byte> NumkeysNotPositive => "ERR numkeys should be greater than 0"u8;
    public static ReadOnlySpan<byte> CountNotPositive => "ERR count should be greater than 0"u8;
    public static ReadOnlySpan<byte> LimitNegative => "ERR LIMIT can't be negative"u8;
    public static ReadOnlySpan<byte> CountBelowMinusOne => "ERR count should be greater than or equal to -1"u8;

    // Keys and values
    public static ReadOnlySpan<byte> WrongType => "WRONGTYPE Operation against a key holding the wrong kind of value"u8;
    public static ReadOnlySpan<byte> NoSuchKey => "ERR no such key"u8;
    public static ReadOnlySpan<byte> SameObject => "ERR source and destination objects are the same"u8;
    public static ReadOnlySpan<byte> BusyKey => "BUSYKEY Target key name already exists."u8;
    public static ReadOnlySpan<byte> StringTooLong => "ERR string exceeds maximum allowed size (proto-max-bulk-len)"u8;
    public static ReadOnlySpan<byte> DbIndexOutOfRange => "ERR DB index is out of range"u8;
    public static ReadOnlySpan<byte> IncrementOverflow => "ERR increment or decrement would overflow"u8;
    public static ReadOnlySpan<byte> DecrementOverflow => "ERR decrement would overflow"u8;
    public static ReadOnlySpan<byte> IncrementNotFinite => "ERR increment would produce NaN or Infinity"u8;
    public static ReadOnlySpan<byte> LfuPolicyNotSelected =>
        "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust."u8;
    public static ReadOnlySpan<byte> LruPolicyNotSelected =>
        "ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust."u8;

    // Expiry
    public static ReadOnlySpan<byte> ExpireNxWithOthers => "ERR NX and XX, GT or LT options at the same time are not compatible"u8;
    public static ReadOnlySpan<byte> ExpireGtWithLt => "ERR GT and LT options at the same time are not compatible"u8;

    // Sorted sets
    public static ReadOnlySpan<byte> ScoreNotNumber => "ERR resulting score is not a number (NaN)"u8;
    public static ReadOnlySpan<byte> ZaddXxWithNx => "ERR XX and NX options at the same time are not compatible"u8;
    public static ReadOnlySpan<byte> ZaddGtLtNx => "ERR GT, LT, and/or NX options at the same time are not compatible"u8;
    public static ReadOnlySpan<byte> ZaddIncrOnePair => "ERR INCR option supports a single increment-element pair"u8;
    public static ReadOnlySpan<byte> MinMaxNotFloat => "ERR min or max is not a float"u8;
    public static ReadOnlySpan<byte> MinMaxNotString => "ERR min or max not valid string range item"u8;
    public static ReadOnlySpan<byte> WeightNotFloat => "ERR weight value is not a float"u8;
    public static ReadOnlySpan<byte> LimitNeedsBy => "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX"u8;
    public static ReadOnlySpan<byte> WithScoresNotByLex => "ERR syntax error, WITHSCORES not supported in combination with BYLEX"u8;

    // Transactions
    public static ReadOnlySpan<byte> MultiNested => "ERR MULTI calls can not be nested"u8;
    public static ReadOnlySpan<byte> ExecWithoutMulti => "ERR EXEC without MULTI"u8;
    public static ReadOnlySpan<byte> DiscardWithoutMulti => "ERR DISCARD without MULTI"u8;
    public static ReadOnlySpan<byte> WatchInsideMulti => "ERR WATCH inside MULTI is not allowed"u8;
    public static ReadOnlySpan<byte> NotInTransaction => "ERR Command not allowed inside a transaction"u8;
    public static ReadOnlySpan<byte> ExecAbort => "EXECABORT Transaction discarded because of previous errors."u8;

    // Connection
    public static ReadOnlySpan<byte> NoAuth => "NOAUTH Authentication required."u8;
    public static ReadOnlySpan<byte> HelloNoAuth =>
        "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time"u8;
    public static ReadOnlySpan<byte> WrongPass => "WRONGPASS invalid username-password pair or user is disabled."u8;
    public static ReadOnlySpan<byte> AuthWithoutPassword =>
        "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?"u8;
    public static ReadOnlySpan<byte> NoProto => "NOPROTO unsupported protocol version"u8;
    public static ReadOnlySpan<byte> ProtocolVersionNotInteger => "ERR Protocol version is not an integer or out of range"u8;
    public static ReadOnlySpan<byte> BadClientName => "ERR Client names cannot contain spaces, newlines or special characters."u8;
    public static ReadOnlySpan<byte> NoSuchClient => "ERR No such client"u8;
    public static ReadOnlySpan<byte> InvalidClientId => "ERR Invalid client ID"u8;
    public static ReadOnlySpan<byte> MaxClients => "ERR max number of clients reached"u8;
    public static ReadOnlySpan<byte> Unblocked => "UNBLOCKED client unblocked via CLIENT UNBLOCK"u8;
    public static ReadOnlySpan<byte> CommandHasNoKeys => "ERR The command has no key arguments"u8;
    public static ReadOnlySpan<byte> InvalidCommand => "ERR Invalid command specified"u8;
    public static ReadOnlySpan<byte> InvalidCommandArguments => "ERR Invalid arguments specified for command"u8;
    public static ReadOnlySpan<byte> InvalidCommandArity => "ERR Invalid number of arguments specified for command"u8;

    /// <summary>Sent before the connection is closed, when a node listens beyond loopback without a password.</summary>
    /// <remarks>The code and the first sentence are Redis's, which is what people search for; the ways out are this server's.</remarks>
    public static ReadOnlySpan<byte> ProtectedMode =>
        "DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the default user. In this mode connections are only accepted from the loopback interface. If you want to connect from external computers, set a password for this akkacached node (security.requirepass), or switch protected mode off (security.protected-mode = off) when only trusted machines can reach it."u8;

    // Server and cluster
    public static ReadOnlySpan<byte> OutOfMemory => "OOM command not allowed when used memory > 'maxmemory'."u8;
    public static ReadOnlySpan<byte> Loading => "LOADING Redis is loading the dataset in memory"u8;
    public static ReadOnlySpan<byte> ReadOnlyReplica => "READONLY You can't write against a read only replica."u8;
    public static ReadOnlySpan<byte> NoReplicas => "NOREPLICAS Not enough good replicas to write."u8;
    public static ReadOnlySpan<byte> CrossSlot => "CROSSSLOT Keys in request don't hash to the same slot"u8;
    public static ReadOnlySpan<byte> ClusterDown => "CLUSTERDOWN The cluster is down"u8;
    public static ReadOnlySpan<byte> ClusterReadsOnly => "CLUSTERDOWN The cluster is down and only accepts read commands"u8;
    public static ReadOnlySpan<byte> SlotNotServed => "CLUSTERDOWN Hash slot not served"u8;

    /// <summary>A command waited for its partition until its time was over.</summary>
    public static ReadOnlySpan<byte> NotTaken => "CLUSTERDOWN The cluster is down: no node took the command in time, and it was not executed"u8;

    /// <summary>A command would have had to wait for its partition, as too many do.</summary>
    public static ReadOnlySpan<byte> TooManyWait => "CLUSTERDOWN The cluster is down: too many commands wait for their partitions, and this one was not executed"u8;

    /// <summary>A read was sent to another node and cannot be sent again without overtaking a write of unknown outcome.</summary>
    public static ReadOnlySpan<byte> NotAnswered => "CLUSTERDOWN The cluster is down: the node that was asked did not answer"u8;

    /// <summary>A write was sent to another node, which did not answer.</summary>
    public static ReadOnlySpan<byte> UnknownForwarded => "UNKNOWN the outcome of the command is not known: the node that was asked did not answer"u8;

    /// <summary>A write ran, or may have run, where it can no longer be said whether it lasts. Redis has no word for it: it answers such a write as done.</summary>
    public static ReadOnlySpan<byte> UnknownOutcome => "UNKNOWN the outcome of the command is not known: the partition changed hands"u8;
    public static ReadOnlySpan<byte> FlushIncomplete => "CLUSTERDOWN Hash slot not served: some keys may be there still"u8;
    public static ReadOnlySpan<byte> TryAgain => "TRYAGAIN Multiple keys request during rehashing of slot"u8;
    public static ReadOnlySpan<byte> ClusterDisabled => "ERR This instance has cluster support disabled"u8;
    public static ReadOnlySpan<byte> InvalidSlot => "ERR Invalid slot"u8;
    public static ReadOnlySpan<byte> InvalidSlotOrCount => "ERR Invalid slot or number of keys"u8;

    /// <summary>Bytes of a command's or an argument's name that an error repeats. Redis: %.128s.</summary>
    private const int RepeatedBytes = 128;

    /// <summary>The longest host name there is.</summary>
    private const int MaxHostBytes = 253;

    /// <summary>Longest text that a method here composes: 44 fixed bytes, a name, arguments of <see cref="RepeatedBytes"/> and their quotes.</summary>
    private const int MaxComposedBytes = 512;

    /// <summary>Wrong number of arguments.</summary>
    /// <param name="writer">Takes the reply.</param>
    /// <param name="lowerCaseName">The command as its table has it, a subcommand as "client|setname".</param>
    public static void WrongArity(RespWriter writer, ReadOnlySpan<byte> lowerCaseName)
        => Compose(writer, "ERR wrong number of arguments for '"u8, lowerCaseName, "' command"u8);

    public static void InvalidExpire(RespWriter writer, ReadOnlySpan<byte> lowerCaseName)
        => Compose(writer, "ERR invalid expire time in '"u8, lowerCaseName, "' command"u8);

    /// <summary>A multi-key sorted-set command whose numkeys is not positive.</summary>
    public static void NoInputKey(RespWriter writer, ReadOnlySpan<byte> lowerCaseName)
        => Compose(writer, "ERR at least 1 input key is needed for '"u8, lowerCaseName, "' command"u8);

    /// <summary>An option that EXPIRE and its kin do not know.</summary>
    public static void UnsupportedOption(RespWriter writer, ReadOnlySpan<byte> option)
        => Compose(writer, "ERR Unsupported option "u8, option, ""u8);

    public static void HelloOption(RespWriter writer, ReadOnlySpan<byte> option)
        => Compose(writer, "ERR Syntax error in HELLO option '"u8, option, "'"u8);

    public static void UnknownConfigOption(RespWriter writer, ReadOnlySpan<byte> option)
        => Compose(writer, "ERR Unknown option or number of arguments for CONFIG SET - '"u8, option, "'"u8);

    /// <summary>EXEC itself is malformed: the transaction is dropped. <paramref name="reason"/> is an error text without its "ERR ".</summary>
    public static void ExecAbortBecause(RespWriter writer, ReadOnlySpan<byte> reason)
        => Compose(writer, "EXECABORT Transaction discarded because of: "u8, reason, ""u8);

    /// <summary>A command that needs a normal connection, sent by a RESP2 subscriber.</summary>
    public static void SubscriberOnly(RespWriter writer, ReadOnlySpan<byte> lowerCaseName)
        => Compose(writer, "ERR Can't execute '"u8, lowerCaseName, "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context"u8);

    /// <summary>The slot is served elsewhere from now on: the client asks there and remembers it.</summary>
    /// <param name="writer">Takes the reply.</param>
    /// <param name="slot">The slot of the command's keys.</param>
    /// <param name="host">As clients reach that node: a name or an address, an IPv6 one without brackets, as Redis writes it.</param>
    /// <param name="port">Its RESP port.</param>
    public static void Moved(RespWriter writer, int slot, ReadOnlySpan<byte> host, int port) => Redirect(writer, "MOVED "u8, slot, host, port);

    /// <summary>The slot is served elsewhere for this one command, behind an ASKING.</summary>
    public static void Ask(RespWriter writer, int slot, ReadOnlySpan<byte> host, int port) => Redirect(writer, "ASK "u8, slot, host, port);

    /// <summary>A command over all partitions, which are many nodes', in a transaction, which is one node's.</summary>
    public static void EverywhereInTransaction(RespWriter writer, ReadOnlySpan<byte> lowerCaseName)
        => Compose(writer, "ERR '"u8, lowerCaseName, "' goes over all partitions and is not allowed inside a transaction of a cluster"u8);

    /// <summary>An unknown subcommand of a container command.</summary>
    /// <param name="writer">Takes the reply.</param>
    /// <param name="lowerCaseName">The container, for example "client".</param>
    /// <param name="subcommand">As the client sent it.</param>
    public static void UnknownSubcommand(RespWriter writer, ReadOnlySpan<byte> lowerCaseName, ReadOnlySpan<byte> subcommand)
    {
        var text = new ErrorLine(stackalloc byte[MaxComposedBytes]);
        text.Add("ERR unknown subcommand '"u8);
        text.AddText(subcommand, RepeatedBytes);
        text.Add("'. Try "u8);
        text.AddUpperCase(lowerCaseName);
        text.Add(" HELP."u8);
        writer.Error(text.Written);
    }

    /// <summary>An unknown command: its name and its first arguments, until they fill 128 bytes with their quotes.</summary>
    public static void UnknownCommand(RespWriter writer, CommandVector command)
    {
        var text = new ErrorLine(stackalloc byte[MaxComposedBytes]);
        text.Add("ERR unknown command '"u8);
        text.AddText(command[0], RepeatedBytes);
        text.Add("', with args beginning with: "u8);
        var start = text.Written.Length;
        for (var i = 1; i < command.Count && text.Written.Length - start < RepeatedBytes; i++)
        {
            var room = RepeatedBytes - (text.Written.Length - start);
            text.Add("'"u8);
            text.AddText(command[i], room);
            text.Add("' "u8);
        }
        writer.Error(text.Written);
    }

    private static void Redirect(RespWriter writer, ReadOnlySpan<byte> code, int slot, ReadOnlySpan<byte> host, int port)
    {
        var text = new ErrorLine(stackalloc byte[MaxComposedBytes]);
        text.Add(code);
        text.AddNumber(slot);
        text.Add(" "u8);
        text.AddText(host, MaxHostBytes);
        text.Add(":"u8);
        text.AddNumber(port);
        writer.Error(text.Written);
    }

    private static void Compose(RespWriter writer, ReadOnlySpan<byte> before, ReadOnlySpan<byte> middle, ReadOnlySpan<byte> after)
    {
        var text = new ErrorLine(stackalloc byte[MaxComposedBytes]);
        text.Add(before);
        text.AddText(middle, RepeatedBytes);
        text.Add(after);
        writer.Error(text.Written);
    }
}
