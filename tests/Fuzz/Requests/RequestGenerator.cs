using System.Text;

namespace AkkaCache.Fuzz.Tests.Requests;

/// <summary>Request number i of a seed: always the same bytes, whatever came before it.</summary>
internal sealed class RequestGenerator(int seed)
{
    /// <summary>Beyond this length a line without an end must be refused; see RespLimits.</summary>
    private const int LineLimit = 64 * 1024;

    private static readonly string[] Numbers =
    [
        "0", "-1", "-2", "1", "2", "3", "00", "01", "+1", "", " ", "a", "1048576", "1048577", "536870912", "536870913", "2147483647", "2147483648", "4294967295",
        "4294967296", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "99999999999999999999999999", "1e3", "0x10", "1\0", "1\n",
    ];

    private static readonly string[] Foreign =
    [
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "POST /api HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "SSH-2.0-OpenSSH_9.2\r\n",
        "EHLO mail\r\n", "%2\r\n+a\r\n:1\r\n", "+OK\r\n", "-ERR\r\n", ":1\r\n", "$3\r\nGET\r\n", "~1\r\n$1\r\na\r\n", "|1\r\n", "get f:a\r\n\xff\xfe\xfd", "\0\0\0\0\0\0\0\0",
    ];

    public FuzzRequest Request(int number)
    {
        var random = new Random(HashCode(seed, number));
        var (kind, bytes) = random.Next(12) switch
        {
            0 => ("valid", Valid(random)),
            1 or 2 => ("mutated bytes", Mutated(Valid(random), random)),
            3 or 4 => ("wrong numbers", WrongNumbers(random)),
            5 => ("truncated", Truncated(random)),
            6 => ("rubbish", Vocabulary.Bytes(random, random.Next(1, 4096))),
            7 => ("inline", Mutated(RequestBytes.Inline(Vocabulary.Command(random)), random)),
            8 => ("patterns", PatternCommand(random)),
            9 => ("foreign", Mutated(RequestBytes.Of(Foreign[random.Next(Foreign.Length)]), random)),
            10 => ("long line", LongLine(random)),
            _ => ("pipeline", Pipeline(random)),
        };
        var pieces = new List<int>();
        if (random.Next(3) == 0)
        {
            for (var i = random.Next(1, 6); i > 0; i--) pieces.Add(random.Next(1, Math.Max(2, bytes.Length / 2)));
        }
        var ending = random.Next(20) switch
        {
            0 => Ending.Vanish,
            1 => Ending.Linger,
            _ => Ending.ReadToEnd,
        };
        return new FuzzRequest(kind, bytes, pieces, ending);
    }

    /// <summary>Not HashCode.Combine, whose seed differs from process to process.</summary>
    private static int HashCode(int seed, int number) => unchecked((seed * 486187739) ^ (number * 16777619));

    private static byte[] Valid(Random random) => RequestBytes.Multibulk(Vocabulary.Command(random));

    private static byte[] Mutated(byte[] bytes, Random random)
    {
        var list = new List<byte>(bytes);
        for (var i = random.Next(1, 5); i > 0 && list.Count > 0; i--)
        {
            var at = random.Next(list.Count);
            switch (random.Next(6))
            {
                case 0:
                    list[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    list[at] = (byte)random.Next(256);
                    break;
                case 2:
                    list.Insert(at, (byte)random.Next(256));
                    break;
                case 3:
                    list.RemoveAt(at);
                    break;
                case 4:
                    list.InsertRange(at, list.GetRange(at, Math.Min(list.Count - at, random.Next(1, 20))));
                    break;
                default:
                    list.InsertRange(at, "\r\n"u8);
                    break;
            }
        }
        return [.. list];
    }

    /// <summary>A command with one or more of its counts and lengths replaced.</summary>
    private static byte[] WrongNumbers(Random random)
    {
        var arguments = Vocabulary.Command(random);
        var wrong = random.Next(arguments.Length + 1);
        var text = new StringBuilder("*").Append(wrong == 0 ? Number(arguments.Length, random) : arguments.Length.ToString()).Append("\r\n");
        for (var i = 0; i < arguments.Length; i++)
        {
            var replaced = wrong == i + 1 || random.Next(10) == 0;
            text.Append('$').Append(replaced ? Number(arguments[i].Length, random) : arguments[i].Length.ToString()).Append("\r\n").Append(arguments[i]).Append("\r\n");
        }
        return RequestBytes.Of(text.ToString());
    }

    private static string Number(int right, Random random) => random.Next(3) switch
    {
        0 => (right + random.Next(-3, 4)).ToString(),
        _ => Numbers[random.Next(Numbers.Length)],
    };

    private static byte[] Truncated(Random random)
    {
        var bytes = Valid(random);
        return bytes[..random.Next(bytes.Length)];
    }

    private static byte[] PatternCommand(Random random)
    {
        var pattern = Patterns.Any(random);
        string[] command = random.Next(5) switch
        {
            0 => ["KEYS", pattern],
            1 => ["SCAN", "0", "MATCH", pattern, "COUNT", "1000"],
            2 => ["PSUBSCRIBE", pattern],
            3 => ["CONFIG", "GET", pattern],
            _ => ["ZSCAN", "f:board", "0", "MATCH", pattern],
        };
        return [.. RequestBytes.Multibulk(command), .. RequestBytes.Multibulk(["PUBLISH", Patterns.Victim, "x"])];
    }

    private static byte[] LongLine(Random random)
    {
        var length = LineLimit + random.Next(-2, 5000);
        var line = random.Next(4) switch
        {
            0 => "*" + new string('1', length),
            1 => "*1\r\n$" + new string('1', length),
            2 => "ECHO \"" + new string('\\', length),
            _ => string.Concat(Enumerable.Repeat("f ", length / 2)),
        };
        return RequestBytes.Of(random.Next(2) == 0 ? line : line + "\r\n");
    }

    /// <summary>Many commands at once, some of them broken, perhaps within a transaction.</summary>
    private static byte[] Pipeline(Random random)
    {
        var bytes = new List<byte>();
        if (random.Next(3) == 0) bytes.AddRange(RequestBytes.Multibulk(["MULTI"]));
        for (var i = random.Next(2, 100); i > 0; i--) bytes.AddRange(random.Next(30) == 0 ? Mutated(Valid(random), random) : Valid(random));
        if (random.Next(3) == 0) bytes.AddRange(RequestBytes.Multibulk(["EXEC"]));
        return [.. bytes];
    }
}
