using System.Buffers.Binary;

namespace AkkaCache.Engine.Benchmarks;

/// <summary>Keys of 16 bytes, and streams of them in random order that are read front to back, as a receive buffer is.</summary>
internal static class StoreKeys
{
    public const int Bytes = 16;
    public const int ValueBytes = 32;

    /// <summary>Key number <paramref name="number"/>: "key:" and 12 digits.</summary>
    public static void Write(Span<byte> to, int number)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to, 0x3a79656b);
        for (var i = Bytes - 1; i >= 4; i--, number /= 10)
            to[i] = (byte)('0' + number % 10);
    }

    public static byte[] RandomStream(int operations, int keys, int seed)
    {
        var random = new Random(seed);
        var stream = new byte[operations * Bytes];
        for (var i = 0; i < operations; i++)
            Write(stream.AsSpan(i * Bytes, Bytes), random.Next(keys));
        return stream;
    }

    /// <summary>Each key once, shuffled.</summary>
    public static byte[] AllShuffled(int keys, int seed)
    {
        var order = new int[keys];
        for (var i = 0; i < keys; i++) order[i] = i;
        new Random(seed).Shuffle(order);
        var stream = new byte[keys * Bytes];
        for (var i = 0; i < keys; i++)
            Write(stream.AsSpan(i * Bytes, Bytes), order[i]);
        return stream;
    }
}
