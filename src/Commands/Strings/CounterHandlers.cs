using System.Buffers.Text;
using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Strings;

/// <summary>Strings that are numbers: INCR and its kin.</summary>
internal static class CounterHandlers
{
    public static void Incr(ref CommandContext context) => Add(ref context, 1);

    public static void Decr(ref CommandContext context) => Add(ref context, -1);

    public static void IncrBy(ref CommandContext context)
    {
        if (TryReadStep(context, out var step)) Add(ref context, step);
    }

    public static void DecrBy(ref CommandContext context)
    {
        if (!TryReadStep(context, out var step)) return;
        if (step == long.MinValue)
        {
            context.Reply.Error(ErrorText.DecrementOverflow);
            return;
        }
        Add(ref context, -step);
    }

    public static void IncrByFloat(ref CommandContext context)
    {
        var key = context.Args[1];
        var entry = context.FindToWrite(key);
        if (context.IsWrongKind(entry, EntryKind.String)) return;
        var value = ExtendedFloat.Zero;
        if ((entry >= 0 && !ExtendedFloat.TryParse(context.Store.StringOf(entry), out value))
            || !ExtendedFloat.TryParse(context.Args[2], out var step))
        {
            context.Reply.Error(ErrorText.NotFloat);
            return;
        }
        if (!ExtendedFloat.TryAdd(value, step, out var sum))
        {
            context.Reply.Error(ErrorText.IncrementNotFinite);
            return;
        }

        Span<byte> text = stackalloc byte[ExtendedFloat.MaxTextBytes];
        text = text[..sum.Format(text)];
        var made = entry < 0;
        if (made) entry = context.Store.AddString(key, text, context.Stamp);
        else context.Store.SetString(entry, text);
        context.Space.Changed(key);
        EffectWriter.SetKeepingTtl(context.Effects, key, text);
        if (made) context.ApplyDefaultTtl(entry);
        context.Reply.Bulk(text);
    }

    private static bool TryReadStep(in CommandContext context, out long step)
    {
        if (IntegerText.TryParse(context.Args[2], out step)) return true;
        context.Reply.Error(ErrorText.NotInteger);
        return false;
    }

    private static void Add(ref CommandContext context, long step)
    {
        var key = context.Args[1];
        var entry = context.FindToWrite(key);
        if (context.IsWrongKind(entry, EntryKind.String)) return;
        long value = 0;
        if (entry >= 0 && !IntegerText.TryParse(context.Store.StringOf(entry), out value))
        {
            context.Reply.Error(ErrorText.NotInteger);
            return;
        }
        var sum = unchecked(value + step);
        if (((value ^ sum) & (step ^ sum)) < 0)
        {
            context.Reply.Error(ErrorText.IncrementOverflow);
            return;
        }

        Span<byte> digits = stackalloc byte[IntegerText.MaxBytes];
        Utf8Formatter.TryFormat(sum, digits, out var length);
        digits = digits[..length];
        if (entry < 0)
        {
            entry = context.Store.AddString(key, digits, context.Stamp);
            context.WroteAsIs(key);
            context.ApplyDefaultTtl(entry);
        }
        else
        {
            context.Store.SetString(entry, digits);
            context.WroteAsIs(key);
        }
        context.Reply.Integer(sum);
    }
}
