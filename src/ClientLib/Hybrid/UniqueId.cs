using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AkkaCache.Client.Hybrid;

/// <summary>Sixteen random bytes by which a marker, an entry or a removal differs from all others, those of other processes included.</summary>
internal readonly record struct UniqueId(UInt128 Value)
{
    public const int Bytes = 16;

    public static UniqueId New()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        RandomNumberGenerator.Fill(bytes);
        return Read(bytes);
    }

    public static UniqueId Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128LittleEndian(bytes));

    public void Write(Span<byte> target) => BinaryPrimitives.WriteUInt128LittleEndian(target, Value);

    public byte[] ToBytes()
    {
        var bytes = new byte[Bytes];
        Write(bytes);
        return bytes;
    }
}
