using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Strings;

/// <summary>Several strings at once: MGET, MSET, MSETNX. All gates of the keys are held, so they are atomic across partitions.</summary>
internal static class ManyHandlers
{
    public static void MGet(ref CommandContext context)
    {
        var args = context.Args;
        if (context.DeferIfLarge(args.Count)) return;
        context.Reply.ArrayHeader(args.Count - 1);
        for (var i = 1; i < args.Count; i++)
        {
            var space = context.SpaceOf(args[i]);
            var entry = context.FindToRead(space, args[i]);
            if (entry < 0 || space.Store.KindOf(entry) != EntryKind.String) context.Reply.Null();
            else context.Reply.Bulk(space.Store.StringOf(entry));
        }
    }

    public static void MSet(ref CommandContext context)
    {
        if (!HasPairs(context) || context.DeferIfLarge(context.Args.Count)) return;
        SetAll(context);
        context.Reply.Ok();
    }

    public static void MSetNx(ref CommandContext context)
    {
        if (!HasPairs(context) || context.DeferIfLarge(context.Args.Count)) return;
        var args = context.Args;
        for (var i = 1; i < args.Count; i += 2)
        {
            if (context.FindToWrite(context.SpaceOf(args[i]), args[i]) < 0) continue;
            context.Reply.Integer(0);
            return;
        }
        SetAll(context);
        context.Reply.Integer(1);
    }

    private static bool HasPairs(in CommandContext context)
    {
        if (context.Args.Count % 2 == 1) return true;
        ErrorText.WrongArity(context.Reply, context.Command.NameUtf8);
        return false;
    }

    // Each partition's log gets a SET per key of its own, grouped, so that a copy applies them together.
    private static void SetAll(in CommandContext context)
    {
        var args = context.Args;
        for (var i = 1; i < args.Count; i += 2) context.SpaceOf(args[i]).Effects.BeginTransaction();
        for (var i = 1; i < args.Count; i += 2)
        {
            var key = args[i];
            var space = context.SpaceOf(key);
            var entry = StringWrites.Replace(context, space, context.FindToWrite(space, key), key, args[i + 1]);
            space.Changed(key);
            EffectWriter.Set(space.Effects, key, args[i + 1]);
            context.ApplyDefaultTtl(space, entry);
        }
        for (var i = 1; i < args.Count; i += 2) context.SpaceOf(args[i]).Effects.EndTransaction();
    }
}
