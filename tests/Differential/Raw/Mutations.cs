using AkkaCache.Differential.Generation;

namespace AkkaCache.Differential.Raw;

/// <summary>Good pipelines with a few bytes changed.</summary>
internal static class Mutations
{
    private const int MaxCommands = 6;
    private const int MaxChanges = 3;

    /// <summary>Bytes that mean something to a RESP reader.</summary>
    private static readonly byte[] Telling = [.. "*$\r\n -+:0123456789\"'\0\xff"u8];

    /// <summary>Commands whose replies depend on time or chance, or that a changed digit could make so.</summary>
    private static readonly string[] LeftOut =
    [
        "EX", "PX", "EXPIRE", "TTL", "RANDOM", "SCAN", "OBJECT", "MEMORY", "KEYS",
        // SYNC, its option, is a command of Redis's when a line of its own.
        "FLUSH",
        // Another number is another database, which is only there in Redis: a known difference.
        "SELECT", " DB",
    ];

    public static byte[] Draw(int seed)
    {
        var random = new Random(seed);
        using var stream = new MemoryStream();
        var commands = 1 + random.Next(MaxCommands);
        var steps = SequenceGenerator.Write(SequenceGenerator.MixedSeed(seed));
        for (var at = random.Next(steps.Count); commands > 0; at = (at + 1) % steps.Count)
        {
            var command = steps[at].Command;
            if (!IsPlain(command)) continue;
            command.WriteTo(stream);
            commands--;
        }
        var bytes = stream.ToArray().ToList();
        for (var changes = 1 + random.Next(MaxChanges); changes > 0; changes--) Change(bytes, random);
        return [.. bytes];
    }

    private static bool IsPlain(Command command) =>
        command.Rule == ReplyRule.Exact && command.Arguments.Sum(argument => argument.Length) < 500 && command.Labels.Count > 0
        && !command.Labels.Any(label => LeftOut.Any(word => label.Contains(word, StringComparison.Ordinal)))
        && !command.Labels[0].Contains(' ', StringComparison.Ordinal)
        // As an inline request of its own this value would be a command that tells the connection's id.
        && !command.Arguments.Any(argument => argument.AsSpan().IndexOf("hello"u8) >= 0);

    private static void Change(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        var length = Math.Min(1 + random.Next(4), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes[at] = Telling[random.Next(Telling.Length)]; break;
            case 2: bytes.Insert(at, Telling[random.Next(Telling.Length)]); break;
            case 3 when bytes.Count > length: bytes.RemoveRange(at, length); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            default: bytes[at] ^= (byte)(1 << random.Next(8)); break;
        }
    }
}
