using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Strings;

/// <summary>Parts of a string: APPEND, GETRANGE, SETRANGE, STRLEN.</summary>
internal static class RangeHandlers
{
    /// <summary>Bytes whose clearing and copying costs about as much as visiting one element.</summary>
    private const int BytesPerElement = 1024;

    public static void Append(ref CommandContext context)
    {
        var key = context.Args[1];
        var more = context.Args[2];
        var entry = context.FindToWrite(key);
        if (context.IsWrongKind(entry, EntryKind.String)) return;
        var length = more.Length;
        if (entry < 0)
        {
            entry = context.Store.AddString(key, more, context.Stamp);
            context.WroteAsIs(key);
            context.ApplyDefaultTtl(entry);
        }
        else
        {
            var old = context.Store.StringOf(entry).Length;
            if (StringWrites.IsTooLong(old, more.Length))
            {
                context.Reply.Error(ErrorText.StringTooLong);
                return;
            }
            length += old;
            more.CopyTo(context.Store.ResizeString(entry, length)[old..]);
            context.WroteAsIs(key);
        }
        context.Reply.Integer(length);
    }

    public static void StrLen(ref CommandContext context)
    {
        var entry = context.FindToRead(context.Args[1]);
        if (context.IsWrongKind(entry, EntryKind.String)) return;
        context.Reply.Integer(entry < 0 ? 0 : context.Store.StringOf(entry).Length);
    }

    public static void GetRange(ref CommandContext context)
    {
        if (!IntegerText.TryParse(context.Args[2], out var first) || !IntegerText.TryParse(context.Args[3], out var last))
        {
            context.Reply.Error(ErrorText.NotInteger);
            return;
        }
        var entry = context.FindToRead(context.Args[1]);
        if (context.IsWrongKind(entry, EntryKind.String)) return;
        context.Reply.Bulk(entry < 0 ? default : Part(context.Store.StringOf(entry), first, last));
    }

    public static void SetRange(ref CommandContext context)
    {
        var key = context.Args[1];
        var value = context.Args[3];
        if (!IntegerText.TryParse(context.Args[2], out var offset))
        {
            context.Reply.Error(ErrorText.NotInteger);
            return;
        }
        if (offset < 0)
        {
            context.Reply.Error(ErrorText.OffsetOutOfRange);
            return;
        }
        var entry = context.FindToWrite(key);
        if (context.IsWrongKind(entry, EntryKind.String)) return;
        var old = entry < 0 ? 0 : context.Store.StringOf(entry).Length;
        if (value.IsEmpty)
        {
            context.Reply.Integer(old);
            return;
        }
        if (StringWrites.IsTooLong(offset, value.Length))
        {
            context.Reply.Error(ErrorText.StringTooLong);
            return;
        }
        var length = (int)Math.Max(old, offset + value.Length);
        if (context.DeferIfLarge((length - old) / BytesPerElement)) return;

        var made = entry < 0;
        if (made) entry = context.Store.AddString(key, default, context.Stamp);
        value.CopyTo(context.Store.ResizeString(entry, length)[(int)offset..]);
        context.WroteAsIs(key);
        if (made) context.ApplyDefaultTtl(entry);
        context.Reply.Integer(length);
    }

    /// <summary>The bytes from <paramref name="first"/> to <paramref name="last"/>, both included; negative ones count from the end.</summary>
    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> value, long first, long last)
    {
        if (first < 0 && last < 0 && first > last) return default;
        if (first < 0) first = Math.Max(0, value.Length + first);
        if (last < 0) last = Math.Max(0, value.Length + last);
        last = Math.Min(last, value.Length - 1);
        return first > last ? default : value[(int)first..((int)last + 1)];
    }
}
