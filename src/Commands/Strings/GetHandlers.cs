using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Strings;

/// <summary>GET and those that read one value and change its life.</summary>
internal static class GetHandlers
{
    public static void Get(ref CommandContext context) => Read(context, context.Args[1]);

    public static void GetDel(ref CommandContext context)
    {
        var key = context.Args[1];
        var entry = Read(context, key);
        if (entry >= 0) StringWrites.Delete(context.Space, entry, key);
    }

    public static void GetEx(ref CommandContext context)
    {
        var args = context.Args;
        if (!SetOptions.TryReadGetEx(args, out var options))
        {
            context.Reply.Error(ErrorText.Syntax);
            return;
        }
        var key = args[1];
        var entry = context.FindToRead(key);
        if (entry < 0)
        {
            context.Reply.Null();
            return;
        }
        if (context.IsWrongKind(entry, EntryKind.String)) return;

        // A bad time is noticed only now: an absent key is answered with null before, as in Redis.
        long dueMs = 0;
        if (options.Unit != ExpireUnit.None && !ExpireText.TryReadDue(context, args[options.TimeAt], options.Unit, out dueMs)) return;
        context.Reply.Bulk(context.Store.StringOf(entry));
        if (options.Persist) Persist(context, entry, key);
        else if (dueMs != 0) ExpireAt(context, entry, key, dueMs);
    }

    private static void Persist(in CommandContext context, int entry, scoped ReadOnlySpan<byte> key)
    {
        if (context.Store.DueOf(entry) == 0) return;
        context.Store.SetDue(entry, 0);
        context.Space.Changed(key);
        EffectWriter.Persist(context.Effects, key);
    }

    private static void ExpireAt(in CommandContext context, int entry, scoped ReadOnlySpan<byte> key, long dueMs)
    {
        if (dueMs <= context.NowMs)
        {
            StringWrites.Delete(context.Space, entry, key);
            return;
        }
        context.Store.SetDue(entry, dueMs);
        context.Space.Changed(key);
        EffectWriter.ExpireAt(context.Effects, key, dueMs);
    }

    /// <summary>Replies with the value; returns the entry, or -1 when there is none of the right kind.</summary>
    private static int Read(in CommandContext context, scoped ReadOnlySpan<byte> key)
    {
        var entry = context.FindToRead(key);
        if (entry < 0)
        {
            context.Reply.Null();
            return -1;
        }
        if (context.IsWrongKind(entry, EntryKind.String)) return -1;
        context.Reply.Bulk(context.Store.StringOf(entry));
        return entry;
    }
}
