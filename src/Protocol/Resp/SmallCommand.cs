using System.Buffers.Binary;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Protocol.Resp;

/// <summary>The case that counts: an array of at most nine bulk strings, all of it in the buffer.</summary>
/// <remarks>
/// Lengths of one or two digits are recognised with their type byte and line end as one 32-bit word: 9 to 14 ns for a GET, SET or
/// ZADD, against 33 to 54 with a digit at a time. Whatever else it meets, it leaves to <see cref="RespReader"/>'s general way,
/// of which it must be an exact part: the model test runs both.
/// </remarks>
internal static class SmallCommand
{
    /// <summary>"*?\r\n", "$?\r\n" and "$??\r" as little-endian words, and the masks that leave the digits out.</summary>
    private const uint OneDigitMask = 0xffff00ff;
    private const uint TwoDigitsMask = 0xff0000ff;
    private const uint OneDigitCount = '*' | '\r' << 16 | '\n' << 24;
    private const uint OneDigitLength = '$' | '\r' << 16 | '\n' << 24;
    private const uint TwoDigitsLength = '$' | (uint)'\r' << 24;

    /// <summary>Bytes of "$0\r\n\r\n", the shortest argument: with fewer left, the next one cannot be complete.</summary>
    private const int ShortestArgument = 6;

    public const int MaxCount = 9;

    /// <summary>Reads the command at the start of <paramref name="buffer"/> into <paramref name="ranges"/>, or reports that it is no such case.</summary>
    public static bool TryRead(ReadOnlySpan<byte> buffer, RespLimits limits, Span<ArgumentRange> ranges, out int count, out int consumed)
    {
        count = consumed = 0;
        if (buffer.Length < ShortestArgument) return false;
        var head = BinaryPrimitives.ReadUInt32LittleEndian(buffer);
        var arguments = (int)(head >> 8 & 0xff) - '0';
        if ((head & OneDigitMask) != OneDigitCount || (uint)(arguments - 1) >= MaxCount) return false;
        if (arguments > ranges.Length || arguments > limits.MaxArguments) return false;

        var at = 4;
        for (var i = 0; i < arguments; i++)
        {
            if (buffer.Length - at < ShortestArgument) return false;
            head = BinaryPrimitives.ReadUInt32LittleEndian(buffer[at..]);
            var start = at + 4;
            var length = (int)(head >> 8 & 0xff) - '0';
            if ((head & OneDigitMask) != OneDigitLength || (uint)length > 9)
            {
                var low = (int)(head >> 16 & 0xff) - '0';
                if ((head & TwoDigitsMask) == TwoDigitsLength && (uint)(length - 1) < 9 && (uint)low <= 9)
                {
                    length = length * 10 + low;
                    start = at + 5;
                }
                else
                {
                    start = buffer[at] == '$' ? LengthText.Fast(buffer, at + 1, out length) : -1;
                    if (start < 0) return false;
                }
            }
            if (length > limits.MaxBulkBytes || buffer.Length - start - 2 < length) return false;
            ranges[i] = new ArgumentRange(start, length);
            at = start + length + 2;
        }
        if (at > limits.MaxCommandBytes) return false;
        count = arguments;
        consumed = at;
        return true;
    }
}
