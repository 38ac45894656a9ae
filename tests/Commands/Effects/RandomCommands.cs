using System.Globalization;

namespace AkkaCache.Commands.Tests.Effects;

/// <summary>Writes of all kinds by chance, on few keys, so that they meet: all commands that write, their options, times around now, boards of either form.</summary>
internal sealed class RandomCommands(Random random, string[] keys)
{
    private static readonly string[] Values = ["v", "10", "-5", "3.5", "", "hello world", "9223372036854775807", "1e300"];
    private static readonly string[] Scores = ["0", "-0", "1", "-1", "1.5", "0.1", "2", "3", "1e300", "inf", "-inf", "0x1p-3", "+0", "-0.0"];

    // Longer than the compact form takes, so that a board of a few members can have the full one.
    private static readonly string LongName = new('x', 70);

    private static readonly Dictionary<string, int> Rarities = new() { ["FLUSHALL"] = 6, ["FLUSHDB"] = 6 };

    private long _requests = 10;

    /// <summary>Names of all commands that were made.</summary>
    public HashSet<string> Made { get; } = [];

    /// <summary>Members that names are taken from.</summary>
    public int Members { get; init; } = 12;

    public string Key() => keys[random.Next(keys.Length)];

    public string[] Next(long nowMs)
    {
        string[] command;
        do
        {
            command = random.Next(3) switch
            {
                0 => OnString(nowMs),
                1 => OnBoard(),
                _ => OnKeys(nowMs),
            };
        }
        while (Rarities.TryGetValue(command[0], out var rarity) && random.Next(rarity) > 0);
        Made.Add(command[0].ToLowerInvariant());
        return command;
    }

    private string[] OnString(long nowMs) => random.Next(25) switch
    {
        23 or 24 => Once(),
        0 => ["SET", Key(), Value()],
        1 => ["SET", Key(), Value(), "PX", Ttl()],
        2 => ["SET", Key(), Value(), "PXAT", Until(nowMs), "GET"],
        3 => ["SET", Key(), Value(), "KEEPTTL", "XX"],
        4 => ["SET", Key(), Value(), "NX", "GET"],
        5 => ["SET", Key(), Value(), "IFEQ", Value(), "PX", Ttl()],
        6 => ["SETNX", Key(), Value()],
        7 => ["PSETEX", Key(), Ttl(), Value()],
        8 => ["SETEX", Key(), "1", Value()],
        9 => ["GETSET", Key(), Value()],
        10 => ["GETDEL", Key()],
        11 => ["GETEX", Key(), "PX", Ttl()],
        12 => ["GETEX", Key(), "PXAT", Until(nowMs)],
        13 => ["GETEX", Key(), "PERSIST"],
        14 => ["MSET", Key(), Value(), Key(), Value(), Key(), Value()],
        15 => ["MSETNX", Key(), Value(), Key(), Value()],
        16 => [random.Next(2) == 0 ? "INCR" : "DECR", Key()],
        17 => [random.Next(2) == 0 ? "INCRBY" : "DECRBY", Key(), Number(50)],
        18 => ["INCRBYFLOAT", Key(), Number(50) + ".37"],
        19 => ["APPEND", Key(), Value()],
        20 => ["SETRANGE", Key(), Text(random.Next(8)), Value()],
        21 => ["GET", Key()],
        _ => ["SET", Key(), Number(1000)],
    };

    private string[] OnBoard() => random.Next(26) switch
    {
        0 or 1 => ["ZADD", Key(), Score(), Member(), Score(), Member(), Score(), Member(), Score(), Member()],
        2 => ["ZADD", Key(), "NX", Score(), Member(), Score(), Member()],
        3 => ["ZADD", Key(), "XX", "CH", Score(), Member(), Score(), Member()],
        4 or 5 => ["ZADD", Key(), "GT", Score(), Member(), Score(), Member()],
        6 => ["ZADD", Key(), "XX", "LT", Score(), Member()],
        7 => ["ZADD", Key(), "INCR", Score(), Member()],
        8 => ["ZINCRBY", Key(), Score(), Member()],
        9 => ["ZREM", Key(), Member(), Member(), Member()],
        10 => ["ZREMRANGEBYRANK", Key(), Number(6), Number(6)],
        11 => ["ZREMRANGEBYSCORE", Key(), "(" + Score(), Score()],
        12 => ["ZREMRANGEBYLEX", Key(), "[" + Member(), "(" + Member()],
        13 => ["ZREMRANGEBYLEX", Key(), "-", "[" + Member()],
        14 => ["ZPOPMIN", Key(), Text(random.Next(4))],
        15 => ["ZPOPMAX", Key()],
        16 => ["ZMPOP", "2", Key(), Key(), random.Next(2) == 0 ? "MIN" : "MAX", "COUNT", "2"],
        17 => ["ZRANGESTORE", Key(), Key(), Number(5), Number(9)],
        18 => ["ZUNIONSTORE", Key(), "2", Key(), Key(), "WEIGHTS", "-0.5", "2"],
        19 => ["ZINTERSTORE", Key(), "2", Key(), Key()],
        20 => ["ZDIFFSTORE", Key(), "2", Key(), Key()],
        _ => ManyMembers(),
    };

    private string[] OnKeys(long nowMs) => random.Next(17) switch
    {
        0 => ["DEL", Key(), Key()],
        1 => ["UNLINK", Key()],
        2 => ["PEXPIRE", Key(), Ttl()],
        3 => ["PEXPIREAT", Key(), Until(nowMs), "GT"],
        4 => ["EXPIRE", Key(), Text(random.Next(3)), "NX"],
        5 => ["EXPIREAT", Key(), Text((nowMs / 1000) + random.Next(3))],
        6 => ["PERSIST", Key()],
        7 or 8 or 9 => ["RENAME", Key(), Key()],
        10 => ["RENAMENX", Key(), Key()],
        11 => ["COPY", Key(), Key(), "REPLACE"],
        12 => ["COPY", Key(), Key()],
        13 => [random.Next(2) == 0 ? "FLUSHALL" : "FLUSHDB"],
        14 => ["RANDOMKEY"],
        15 => ["PEXPIRE", Key(), "5000"],
        _ => ["SET", Key(), Value()],
    };

    /// <summary>Some are repetitions, some were taken back before.</summary>
    private string[] Once()
    {
        _requests++;
        return ["ONCE", $"client{random.Next(3)}", Text(_requests - random.Next(3)), Text(_requests - random.Next(2, 9)), .. random.Next(3) switch
        {
            0 => (string[])["INCR", Key()],
            1 => ["INCRBYFLOAT", Key(), Number(50) + ".25"],
            _ => ["APPEND", Key(), Value()],
        }];
    }

    private string[] ManyMembers()
    {
        var words = new List<string> { "ZADD", Key() };
        for (var i = random.Next(1, 2 * Members); i > 0; i--)
        {
            words.Add(Score());
            words.Add(Member());
        }
        return [.. words];
    }

    private string Value() => Values[random.Next(Values.Length)];
    private string Score() => random.Next(3) == 0 ? Number(100) : Scores[random.Next(Scores.Length)];
    private string Member() => random.Next(Members) is var i && i % 8 == 7 ? LongName + i : $"m{i}";
    private string Ttl() => Number(20 + random.Next(800));
    private string Until(long nowMs) => Text(nowMs + random.Next(-50, 800));
    private string Number(int most) => Text(random.Next(-most, most));
    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
