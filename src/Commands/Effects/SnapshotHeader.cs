using System.Buffers.Binary;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Effects;

/// <summary>The record that begins a snapshot: the copy empties its store and hashes keys by the primary's seed from then on, so that cursors of SCAN hold on either.</summary>
/// <remarks>It has the form of an effect whose name no command can have; in a log it would be refused.</remarks>
internal static class SnapshotHeader
{
    private static ReadOnlySpan<byte> Name => "\0SEED"u8;

    public static void Write(RecordBuffer target, ulong seed)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, seed);
        target.Begin(Name, number);
        target.End();
    }

    /// <summary>False when the record is none.</summary>
    public static bool TryRead(CommandVector record, out ulong seed)
    {
        seed = 0;
        return record.Count == 2 && record[0].SequenceEqual(Name) && BinaryPrimitives.TryReadUInt64LittleEndian(record[1], out seed);
    }
}
