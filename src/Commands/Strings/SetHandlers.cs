using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Strings;

/// <summary>SET and its older spellings.</summary>
internal static class SetHandlers
{
    public static void Set(ref CommandContext context)
    {
        var args = context.Args;
        if (args.Count == 3)
        {
            var key = args[1];
            var entry = StringWrites.Replace(context, context.Space, context.FindToWrite(key), key, args[2]);
            context.WroteAsIs(key);
            context.ApplyDefaultTtl(entry);
            context.Reply.Ok();
            return;
        }
        if (!SetOptions.TryReadSet(args, out var options))
        {
            context.Reply.Error(ErrorText.Syntax);
            return;
        }
        SetWith(ref context, options);
    }

    public static void SetNx(ref CommandContext context)
    {
        var key = context.Args[1];
        if (context.FindToWrite(key) >= 0)
        {
            context.Reply.Integer(0);
            return;
        }
        Put(context, -1, key, context.Args[2]);
        context.Reply.Integer(1);
    }

    public static void SetEx(ref CommandContext context) => SetFor(ref context, ExpireUnit.Seconds);

    public static void PSetEx(ref CommandContext context) => SetFor(ref context, ExpireUnit.Milliseconds);

    public static void GetSet(ref CommandContext context)
    {
        var key = context.Args[1];
        var entry = context.FindToRead(key);
        if (context.IsWrongKind(entry, EntryKind.String)) return;
        ReplyOld(context, entry);
        Put(context, entry, key, context.Args[2]);
    }

    private static void SetFor(ref CommandContext context, ExpireUnit unit)
    {
        var args = context.Args;
        if (!ExpireText.TryReadDue(context, args[2], unit, out var dueMs)) return;
        PutUntil(context, context.FindToWrite(args[1]), args[1], args[3], dueMs);
        context.Reply.Ok();
    }

    private static void SetWith(ref CommandContext context, in SetOptions options)
    {
        var args = context.Args;
        var key = args[1];
        long dueMs = 0;
        if (options.Unit != ExpireUnit.None && !ExpireText.TryReadDue(context, args[options.TimeAt], options.Unit, out dueMs)) return;

        var entry = options.ReturnOld ? context.FindToRead(key) : context.FindToWrite(key);
        if ((options.ReturnOld || options.ComparisonAt != 0) && context.IsWrongKind(entry, EntryKind.String)) return;
        if (options.ReturnOld) ReplyOld(context, entry);
        if (!Holds(context, options, entry))
        {
            if (!options.ReturnOld) context.Reply.Null();
            return;
        }

        if (dueMs != 0) PutUntil(context, entry, key, args[2], dueMs);
        else if (options.KeepTtl && entry >= 0) PutKeepingTtl(context, entry, key, args[2]);
        else Put(context, entry, key, args[2]);
        if (!options.ReturnOld) context.Reply.Ok();
    }

    private static bool Holds(in CommandContext context, in SetOptions options, int entry)
    {
        if (options.OnlyIfAbsent) return entry < 0;
        if (options.OnlyIfPresent) return entry >= 0;
        if (options.ComparisonAt == 0) return true;
        return entry >= 0 && context.Store.StringOf(entry).SequenceEqual(context.Args[options.ComparisonAt]);
    }

    private static void ReplyOld(in CommandContext context, int entry)
    {
        if (entry < 0) context.Reply.Null();
        else context.Reply.Bulk(context.Store.StringOf(entry));
    }

    private static void Put(in CommandContext context, int entry, scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> value)
    {
        entry = StringWrites.Replace(context, context.Space, entry, key, value);
        context.Space.Changed(key);
        EffectWriter.Set(context.Effects, key, value);
        context.ApplyDefaultTtl(entry);
    }

    private static void PutKeepingTtl(in CommandContext context, int entry, scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> value)
    {
        context.Store.SetString(entry, value);
        context.Space.Changed(key);
        EffectWriter.SetKeepingTtl(context.Effects, key, value);
    }

    private static void PutUntil(in CommandContext context, int entry, scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> value, long dueMs)
    {
        if (dueMs <= context.NowMs)
        {
            // A time in the past: what would be gone at the next look is gone at once.
            if (entry >= 0) StringWrites.Delete(context.Space, entry, key);
            else context.Space.Changed(key);
            return;
        }
        entry = StringWrites.Replace(context, context.Space, entry, key, value);
        context.Store.SetDue(entry, dueMs);
        context.Space.Changed(key);
        EffectWriter.SetUntil(context.Effects, key, value, dueMs);
    }
}
