using System.Text;
using CsCheck;

namespace AkkaCache.Protocol.Tests.Resp;

/// <summary>Generators of request streams: valid, mutated and rubbish.</summary>
internal static class RequestGen
{
    private const string Alphabet = "*$0123459-+ \r\n\r\n\t\"'\\xaAk\0\v\u00ff";

    public static readonly Gen<byte[]> Argument = Gen.OneOf(
        Gen.Byte.Array[0, 12],
        Gen.Byte[32, 126].Array[0, 30],
        Gen.Byte[97, 99].Array[1, 3]);

    public static readonly Gen<byte[][]> Command = Argument.Array[1, 12];

    private static readonly Gen<byte[]> Rubbish = Gen.Int[0, Alphabet.Length - 1].Array[0, 30].Select(indexes => ReaderRun.Bytes(string.Concat(indexes.Select(i => Alphabet[i]))));

    private static readonly Gen<byte[]> InlineLine = Either("PING", "SET k v", "ECHO \"a b\"", "ECHO 'a'", "ECHO \"\\x41\\n\" 'it\\'s'", "  GET\tk ", "", "ECHO \"a\"b", "\"\"")
        .Select(Either("\r\n", "\n"), (line, end) => ReaderRun.Bytes(line + end));

    private static readonly Gen<byte[]> Valid = Gen.OneOf(Command.Select(Encode), Command.Select(Encode), InlineLine, Either("*0\r\n", "*-1\r\n").Select(ReaderRun.Bytes));

    private static readonly Gen<byte[]> Mutated = Gen.Select(Valid, Gen.Int[0, 3], Gen.Int[0, 1000], Gen.Int[0, Alphabet.Length - 1]).Select(t => Mutate(t.Item1, t.Item2, t.Item3, (byte)Alphabet[t.Item4]));

    /// <summary>Some pieces of each kind, one after the other.</summary>
    public static readonly Gen<byte[]> Stream = Gen.OneOf(Valid, Valid, Mutated, Rubbish).Array[1, 6].Select(parts => parts.SelectMany(part => part).ToArray());

    public static byte[] Encode(byte[][] arguments)
    {
        var bytes = new List<byte>(Encoding.ASCII.GetBytes($"*{arguments.Length}\r\n"));
        foreach (var argument in arguments)
        {
            bytes.AddRange(Encoding.ASCII.GetBytes($"${argument.Length}\r\n"));
            bytes.AddRange(argument);
            bytes.AddRange("\r\n"u8);
        }
        return [.. bytes];
    }

    private static Gen<string> Either(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static byte[] Mutate(byte[] bytes, int kind, int where, byte with)
    {
        var at = bytes.Length == 0 ? 0 : where % bytes.Length;
        return kind switch
        {
            0 => [.. bytes[..at], with, .. bytes[at..]],
            1 when bytes.Length > 0 => [.. bytes[..at], with, .. bytes[(at + 1)..]],
            2 when bytes.Length > 0 => [.. bytes[..at], .. bytes[(at + 1)..]],
            _ => bytes[..at],
        };
    }
}
