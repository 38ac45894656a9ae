using System.Buffers.Binary;
using System.Text;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;

namespace AkkaCache.Replication.Journal;

/// <summary>What a journal holds in place of a payload: its length and its hash. The rules look into none, they only pass them on.</summary>
internal static class PayloadStandIn
{
    public const int Size = sizeof(int) + sizeof(ulong);

    /// <summary>Of a payload that is not bytes (a simulation's) its text counts.</summary>
    public static object? Of(object? payload) => payload switch
    {
        null => null,
        ReadOnlyMemory<byte> bytes => Of(bytes.Span),
        _ => Of(Encoding.UTF8.GetBytes(payload.ToString() ?? "")),
    };

    /// <summary>The message with a stand-in for its payload.</summary>
    public static Message Without(Message message) => message switch
    {
        Effects effects => effects with { Payload = Of(effects.Payload) },
        SnapshotChunk chunk => chunk with { Payload = Of(chunk.Payload) },
        Comparison comparison => comparison with { Payload = Of(comparison.Payload) },
        _ => message,
    };

    public static string Describe(ReadOnlySpan<byte> standIn)
        => standIn.Length == Size ? $"{BinaryPrimitives.ReadInt32LittleEndian(standIn)} bytes #{BinaryPrimitives.ReadUInt64LittleEndian(standIn[sizeof(int)..]):x16}" : $"{standIn.Length} bytes";

    private static object Of(ReadOnlySpan<byte> payload)
    {
        var standIn = new byte[Size];
        BinaryPrimitives.WriteInt32LittleEndian(standIn, payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(standIn.AsSpan(sizeof(int)), RingHashes.XxHash3.Hash(payload));
        return new ReadOnlyMemory<byte>(standIn);
    }
}
