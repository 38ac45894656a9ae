using System.Buffers.Binary;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Routing.Links;

/// <summary>A command vector as bytes: the number of its arguments, then each with its length before it; numbers are 32-bit, little-endian.</summary>
internal static class VectorForm
{
    private const int NumberBytes = sizeof(int);

    /// <summary>Bytes before the first argument.</summary>
    public const int HeadBytes = NumberBytes;

    public static long BytesOf(CommandVector command)
    {
        long bytes = HeadBytes;
        for (var i = 0; i < command.Count; i++) bytes += BytesOf(command[i]);
        return bytes;
    }

    public static long BytesOf(ReadOnlySpan<byte> argument) => NumberBytes + argument.Length;

    /// <returns>The bytes written.</returns>
    public static int Write(Span<byte> target, CommandVector command)
    {
        var at = WriteCount(target, command.Count);
        for (var i = 0; i < command.Count; i++) at += WriteArgument(target[at..], command[i]);
        return at;
    }

    /// <summary>Begins a vector of so many arguments.</summary>
    /// <returns>The bytes written.</returns>
    public static int WriteCount(Span<byte> target, int count)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, count);
        return NumberBytes;
    }

    /// <returns>The bytes written.</returns>
    public static int WriteArgument(Span<byte> target, ReadOnlySpan<byte> argument)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, argument.Length);
        argument.CopyTo(target[NumberBytes..]);
        return NumberBytes + argument.Length;
    }

    /// <summary>Reads the vector at <paramref name="at"/>, which moves behind it; its ranges are those of <paramref name="bytes"/>.</summary>
    /// <returns>False when the bytes are no vector with at least a name. Allocates no more than the bytes at hand pay for.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, ref ArgumentRange[] ranges, out int count)
    {
        if (!TryNumber(bytes, ref at, out count) || count < 1 || count > (bytes.Length - at) / NumberBytes) return false;
        if (ranges.Length < count) ranges = new ArgumentRange[Math.Max(count, ranges.Length * 2)];
        for (var i = 0; i < count; i++)
        {
            if (!TryNumber(bytes, ref at, out var length) || length < 0 || length > bytes.Length - at) return false;
            ranges[i] = new ArgumentRange(at, length);
            at += length;
        }
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> bytes, ref int at, out int number)
    {
        number = 0;
        if (bytes.Length - at < NumberBytes) return false;
        number = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
        at += NumberBytes;
        return true;
    }
}
