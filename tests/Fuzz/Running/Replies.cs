namespace AkkaCache.Fuzz.Tests.Running;

/// <summary>Checks that a stream is made of RESP2 and RESP3 replies, of which the last may be cut off.</summary>
internal static class Replies
{
    /// <summary>Replies nest, but none of ours this deep.</summary>
    private const int MaxDepth = 16;

    /// <returns>Null, or what is wrong.</returns>
    public static string? WhatIsWrong(ReadOnlySpan<byte> stream)
    {
        var at = 0;
        while (at < stream.Length)
        {
            var start = at;
            var outcome = Skip(stream, ref at, 0);
            if (outcome == Outcome.Cut) return null;
            if (outcome == Outcome.Wrong) return $"no reply at byte {at}, in a reply that begins at byte {start}";
        }
        return null;
    }

    private enum Outcome
    {
        Whole,
        Cut,
        Wrong,
    }

    private static Outcome Skip(ReadOnlySpan<byte> stream, ref int at, int depth)
    {
        if (depth > MaxDepth) return Outcome.Wrong;
        if (at == stream.Length) return Outcome.Cut;
        var end = stream[at..].IndexOf("\r\n"u8);
        if (end < 0) return Known(stream[at]) ? Outcome.Cut : Outcome.Wrong;
        var type = stream[at];
        if (!Known(type)) return Outcome.Wrong;
        var line = stream.Slice(at + 1, end - 1);
        if (line.IndexOfAny((byte)'\r', (byte)'\n') >= 0) return Outcome.Wrong;
        if (type is (byte)'+' or (byte)'-' or (byte)',' or (byte)'_' or (byte)'#' or (byte)'(' || IsNull(type, line))
        {
            at += end + 2;
            return Outcome.Whole;
        }
        if (!long.TryParse(line, out var number)) return Outcome.Wrong;
        var header = at + end + 2;
        if (type == ':')
        {
            at = header;
            return Outcome.Whole;
        }
        if (number < 0) return Outcome.Wrong;
        at = header;
        return type is (byte)'$' or (byte)'=' ? SkipBytes(stream, ref at, number) : SkipMany(stream, ref at, type == '%' ? number * 2 : number, depth);
    }

    private static Outcome SkipBytes(ReadOnlySpan<byte> stream, ref int at, long length)
    {
        if (stream.Length - at < length + 2) return Outcome.Cut;
        var end = at + (int)length;
        if (!stream.Slice(end, 2).SequenceEqual("\r\n"u8)) return Outcome.Wrong;
        at = end + 2;
        return Outcome.Whole;
    }

    private static Outcome SkipMany(ReadOnlySpan<byte> stream, ref int at, long count, int depth)
    {
        for (long i = 0; i < count; i++)
        {
            var outcome = Skip(stream, ref at, depth + 1);
            if (outcome != Outcome.Whole) return outcome;
        }
        return Outcome.Whole;
    }

    private static bool Known(byte type) => "+-:$*_#,(=%~>"u8.Contains(type);

    private static bool IsNull(byte type, ReadOnlySpan<byte> line) => type is (byte)'$' or (byte)'*' && line.SequenceEqual("-1"u8);
}
