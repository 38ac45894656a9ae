namespace AkkaCache.Fuzz.Tests.Requests;

/// <summary>Commands and arguments to begin from: near to valid, so that mutations reach deep.</summary>
/// <remarks>
/// Left out is what a client may rightly do to all others: FLUSHALL, SHUTDOWN, CONFIG SET, CLIENT KILL and PAUSE, SWAPDB; and what may rightly be answered
/// never: WAIT. Keys begin with "f", the bystander's do not.
/// </remarks>
internal static class Vocabulary
{
    private static readonly string[] Commands =
    [
        "GET k", "SET k v", "SET k v EX n", "SET k v NX GET", "SETEX k n v", "SETNX k v", "GETSET k v", "GETDEL k", "GETEX k PX n", "MGET k k k",
        "MSET k v k v", "MSETNX k v k v", "INCR k", "INCRBY k n", "DECRBY k n", "INCRBYFLOAT k f", "APPEND k v", "STRLEN k", "GETRANGE k n n", "SETRANGE k s v",
        "LCS k k", "DEL k k", "UNLINK k", "EXISTS k k", "TYPE k", "EXPIRE k n", "PEXPIRE k n NX", "EXPIREAT k n", "PEXPIREAT k n GT", "TTL k", "PTTL k",
        "EXPIRETIME k", "PERSIST k", "TOUCH k", "RENAME k k", "RENAMENX k k", "COPY k k REPLACE", "OBJECT ENCODING k", "OBJECT FREQ k", "RANDOMKEY", "DBSIZE",
        "SCAN n MATCH p COUNT n", "SCAN n TYPE zset", "KEYS p", "ZADD k f m", "ZADD k NX CH f m f m", "ZADD k GT INCR f m", "ZINCRBY k f m", "ZREM k m m",
        "ZSCORE k m", "ZMSCORE k m m", "ZCARD k", "ZRANK k m", "ZREVRANK k m", "ZRANGE k n n WITHSCORES", "ZRANGE k f f BYSCORE LIMIT n n", "ZRANGE k l l BYLEX REV",
        "ZRANGEBYSCORE k f f", "ZREVRANGEBYSCORE k f f WITHSCORES LIMIT n n", "ZRANGEBYLEX k l l", "ZREVRANGE k n n", "ZCOUNT k f f", "ZLEXCOUNT k l l",
        "ZREMRANGEBYRANK k n n", "ZREMRANGEBYSCORE k f f", "ZREMRANGEBYLEX k l l", "ZPOPMIN k n", "ZPOPMAX k", "ZRANDMEMBER k n WITHSCORES", "ZSCAN k n MATCH p COUNT n",
        "ZUNIONSTORE k n k k WEIGHTS f f", "ZINTERSTORE k n k k AGGREGATE MAX", "ZUNION n k k WITHSCORES", "ZINTER n k k", "ZDIFF n k k", "ZINTERCARD n k k LIMIT n",
        "ZRANGESTORE k k n n", "ZMPOP n k k MIN COUNT n", "BZPOPMIN k f", "BZMPOP f n k MAX", "MULTI", "EXEC", "DISCARD", "WATCH k k", "UNWATCH", "PING", "PING v",
        "ECHO v", "HELLO n", "HELLO n AUTH v v SETNAME v", "AUTH v", "AUTH v v", "SELECT n", "RESET", "QUIT", "CLIENT ID", "CLIENT INFO", "CLIENT LIST TYPE normal",
        "CLIENT SETNAME v", "CLIENT GETNAME", "CLIENT REPLY ON", "CLIENT NO-EVICT on", "COMMAND COUNT", "COMMAND INFO GET v", "COMMAND GETKEYS GET k", "COMMAND LIST FILTERBY PATTERN p",
        "COMMAND DOCS GET", "CONFIG GET p", "INFO v", "TIME", "LOLWUT", "MEMORY USAGE k", "SLOWLOG GET n", "LATENCY RESET", "CLUSTER INFO", "CLUSTER SLOTS",
        "CLUSTER KEYSLOT k", "SUBSCRIBE v v", "PSUBSCRIBE p", "UNSUBSCRIBE", "PUNSUBSCRIBE p", "PUBLISH v v", "PUBSUB CHANNELS p", "PUBSUB NUMSUB v", "DUMP k", "RESTORE k n v",
        "LPUSH k v", "HSET k v v", "EVAL v n k", "XADD k v v v", "OBJECT HELP", "CLIENT v", "v v v",
    ];

    private static readonly string[] Keys = ["f:a", "f:b", "f:{t}1", "f:{t}2", "f:board", "f:counter", "f:", "f:\0", "f:\r\n", "f:{", "f:{}x"];

    private static readonly string[] Integers =
    [
        "0", "1", "-1", "2", "10", "100", "-100", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "4294967296", "2147483647", "-2147483648",
        "18446744073709551615", "99999999999999999999999", "01", "+1", "1.0", "1e3", " 1", "", "x", "0x10", "-", "-0", "--1",
    ];

    private static readonly string[] Floats =
    [
        "0", "1", "-1.5", "1e308", "-1e309", "1e-400", "inf", "-inf", "+inf", "nan", "(1", "((1", "(inf", "(", "0x1p10", "1e", ".5", "5.", "1e99999999999", "1_000",
        "0.10000000000000000000000000000000000000000001", "", "1,5", "infinity", "\0",
    ];

    private static readonly string[] Lexicals = ["-", "+", "[a", "(a", "[", "(", "a", "", "[\0", "[+", "--", "[\u00ff\u00ff"];

    public static string[] Command(Random random)
    {
        var words = Commands[random.Next(Commands.Length)].Split(' ');
        for (var i = 0; i < words.Length; i++) words[i] = Argument(words[i], random);

        // Now and then an argument more, less or twice.
        return random.Next(8) switch
        {
            0 => [.. words, Argument("v", random)],
            1 => [.. words[..^1]],
            2 => [.. words, .. words[1..]],
            _ => words,
        };
    }

    public static string Value(Random random) => random.Next(6) switch
    {
        0 => "",
        1 => new string('v', random.Next(1, 5000)),
        2 => RequestBytes.Text(Bytes(random, random.Next(1, 64))),
        3 => "*3\r\n$3\r\nSET\r\n",
        4 => Integers[random.Next(Integers.Length)],
        _ => "value" + random.Next(100),
    };

    public static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Argument(string word, Random random) => word switch
    {
        "k" => Keys[random.Next(Keys.Length)],
        "v" => Value(random),
        "m" => "m" + random.Next(20),
        "n" => random.Next(3) == 0 ? Integers[random.Next(Integers.Length)] : random.Next(-5, 200).ToString(),
        "f" => random.Next(3) == 0 ? Floats[random.Next(Floats.Length)] : random.Next(-1000, 1000).ToString(),
        "l" => Lexicals[random.Next(Lexicals.Length)],
        "p" => Patterns.Any(random),

        // An offset that is valid makes a value of that size: large ones are refused or cost what they may cost.
        "s" => random.Next(4) == 0 ? "-1" : random.Next(100_000).ToString(),
        _ => random.Next(10) == 0 ? word.ToLowerInvariant() : word,
    };
}
