using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Effects;

/// <summary>Reads effects out of the bytes that <see cref="EffectLog.TryRead"/> wrote, without copying them. Reused: it keeps its table of arguments.</summary>
public sealed class EffectReader
{
    private const int ArgumentHeaderBytes = 4;

    private ArgumentRange[] _ranges = new ArgumentRange[8];

    /// <summary>The effect at <paramref name="at"/>, and moves on behind it. False at the end.</summary>
    /// <param name="continued">More effects of the same transaction follow.</param>
    /// <exception cref="InvalidDataException">The bytes are no effects.</exception>
    public bool TryRead(ReadOnlySpan<byte> bytes, scoped ref int at, out CommandVector effect, out bool continued)
    {
        effect = default;
        continued = false;
        if (at == bytes.Length) return false;
        var rest = bytes[at..];
        if (rest.Length < EffectLog.RecordHeaderBytes) Malformed(at);
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        var countAndFlag = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
        var count = countAndFlag & ~EffectLog.ContinuedFlag;
        if (length < EffectLog.RecordHeaderBytes || length > rest.Length || count < 1 || count > (length - EffectLog.RecordHeaderBytes) / ArgumentHeaderBytes) Malformed(at);
        if (_ranges.Length < count) _ranges = new ArgumentRange[Math.Max(count, 2 * _ranges.Length)];

        var record = rest[..length];
        var from = EffectLog.RecordHeaderBytes;
        for (var i = 0; i < count; i++)
        {
            if (length - from < ArgumentHeaderBytes) Malformed(at);
            var argument = BinaryPrimitives.ReadInt32LittleEndian(record[from..]);
            from += ArgumentHeaderBytes;
            if (argument < 0 || argument > length - from) Malformed(at);
            _ranges[i] = new ArgumentRange(from, argument);
            from += argument;
        }
        if (from != length) Malformed(at);
        effect = new CommandVector(record, _ranges.AsSpan(0, count));
        continued = (countAndFlag & EffectLog.ContinuedFlag) != 0;
        at += length;
        return true;
    }

    [DoesNotReturn]
    private static void Malformed(int at) => throw new InvalidDataException($"no effect at byte {at}");
}
