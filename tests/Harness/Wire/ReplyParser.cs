using System.Globalization;
using System.Text;

namespace AkkaCache.Testing.Wire;

/// <summary>Turns received bytes into <see cref="Reply"/> trees. Written from the RESP specification, sharing nothing with the product's parsers.</summary>
public static class ReplyParser
{
    /// <summary>Reads one reply from the start of <paramref name="bytes"/>.</summary>
    /// <returns>False when more bytes are needed. Bytes that are no RESP give a <see cref="ReplyKind.Rubbish"/> reply.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out Reply reply, out int consumed)
    {
        consumed = 0;
        reply = Reply.Leaf(ReplyKind.Rubbish);
        var end = bytes.IndexOf("\r\n"u8);
        if (end < 0) return false;
        var line = bytes[1..end];
        consumed = end + 2;
        switch (bytes[0])
        {
            case (byte)'+': reply = Reply.Leaf(ReplyKind.Simple, line.ToArray()); return true;
            case (byte)'-': reply = Reply.Leaf(ReplyKind.Error, line.ToArray()); return true;
            case (byte)':': reply = Reply.Leaf(ReplyKind.Integer, line.ToArray()); return true;
            case (byte)',': reply = Reply.Leaf(ReplyKind.Double, line.ToArray()); return true;
            case (byte)'#': reply = Reply.Leaf(ReplyKind.Boolean, line.ToArray()); return true;
            case (byte)'(': reply = Reply.Leaf(ReplyKind.BigNumber, line.ToArray()); return true;
            case (byte)'_': reply = Reply.Leaf(ReplyKind.Null); return true;
            case (byte)'$': return Bulk(ReplyKind.Bulk, bytes, line, ref reply, ref consumed);
            case (byte)'=': return Bulk(ReplyKind.Verbatim, bytes, line, ref reply, ref consumed);
            case (byte)'!': return Bulk(ReplyKind.BulkError, bytes, line, ref reply, ref consumed);
            case (byte)'*': return Parts(ReplyKind.Array, 1, bytes, line, ref reply, ref consumed);
            case (byte)'%': return Parts(ReplyKind.Map, 2, bytes, line, ref reply, ref consumed);
            case (byte)'~': return Parts(ReplyKind.Set, 1, bytes, line, ref reply, ref consumed);
            case (byte)'>': return Parts(ReplyKind.Push, 1, bytes, line, ref reply, ref consumed);
            default: return Rubbish(bytes, ref reply, ref consumed);
        }
    }

    private static bool Bulk(ReplyKind kind, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> line, ref Reply reply, ref int consumed)
    {
        if (!TryLength(line, out var length)) return Rubbish(bytes, ref reply, ref consumed);
        if (length < 0)
        {
            reply = Reply.Leaf(ReplyKind.NullBulk);
            return true;
        }
        if (bytes.Length < consumed + length + 2) return false;
        reply = Reply.Leaf(kind, bytes.Slice(consumed, length).ToArray());
        if (!bytes.Slice(consumed + length, 2).SequenceEqual("\r\n"u8)) return Rubbish(bytes, ref reply, ref consumed);
        consumed += length + 2;
        return true;
    }

    private static bool Parts(ReplyKind kind, int perItem, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> line, ref Reply reply, ref int consumed)
    {
        if (!TryLength(line, out var length)) return Rubbish(bytes, ref reply, ref consumed);
        if (length < 0)
        {
            reply = Reply.Leaf(ReplyKind.NullArray);
            return true;
        }
        var items = new Reply[length * perItem];
        for (var i = 0; i < items.Length; i++)
        {
            if (consumed >= bytes.Length || !TryParse(bytes[consumed..], out items[i], out var used)) return false;
            consumed += used;
        }
        reply = Reply.Aggregate(kind, items);
        return true;
    }

    private static bool TryLength(ReadOnlySpan<byte> line, out int length) =>
        int.TryParse(Encoding.Latin1.GetString(line), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out length);

    private static bool Rubbish(ReadOnlySpan<byte> bytes, ref Reply reply, ref int consumed)
    {
        reply = Reply.Leaf(ReplyKind.Rubbish, bytes.ToArray());
        consumed = bytes.Length;
        return true;
    }
}
