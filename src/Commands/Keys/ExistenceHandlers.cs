using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;

namespace AkkaCache.Commands.Keys;

/// <summary>Whether keys exist, and making them not: DEL, UNLINK, EXISTS, TOUCH, TYPE.</summary>
internal static class ExistenceHandlers
{
    public static void Delete(ref CommandContext context)
    {
        var args = context.Args;
        if (context.DeferIfLarge(args.Count)) return;
        var deleted = 0;
        for (var i = 1; i < args.Count; i++) context.SpaceOf(args[i]).Effects.BeginTransaction();
        for (var i = 1; i < args.Count; i++)
        {
            var space = context.SpaceOf(args[i]);
            var entry = space.FindLive(args[i], context.NowMs);
            if (entry < 0) continue;
            Remove(space, entry, args[i]);
            deleted++;
        }
        for (var i = 1; i < args.Count; i++) context.SpaceOf(args[i]).Effects.EndTransaction();
        context.Reply.Integer(deleted);
    }

    public static void Exists(ref CommandContext context)
    {
        var args = context.Args;
        if (context.DeferIfLarge(args.Count)) return;
        var found = 0;
        for (var i = 1; i < args.Count; i++)
        {
            if (FindWithoutTouch(context, context.SpaceOf(args[i]), args[i]) >= 0) found++;
        }
        context.Reply.Integer(found);
    }

    public static void Touch(ref CommandContext context)
    {
        var args = context.Args;
        if (context.DeferIfLarge(args.Count)) return;
        var found = 0;
        for (var i = 1; i < args.Count; i++)
        {
            if (context.FindToRead(context.SpaceOf(args[i]), args[i]) >= 0) found++;
        }
        context.Reply.Integer(found);
    }

    public static void Type(ref CommandContext context)
    {
        var entry = FindWithoutTouch(context, context.Space, context.Args[1]);
        context.Reply.SimpleString(entry < 0 ? KindName.None : KindName.Of(context.Store.KindOf(entry)));
    }

    /// <summary>A living key's entry, or -1: counted as a read that leaves recency alone, for commands that only look at a key from outside.</summary>
    public static int FindWithoutTouch(in CommandContext context, PartitionSpace space, scoped ReadOnlySpan<byte> key)
    {
        var entry = space.FindLive(key, context.NowMs);
        if (entry < 0) space.Statistics.Misses++;
        else space.Statistics.Hits++;
        return entry;
    }

    /// <summary>Removes a key, with its effect.</summary>
    public static void Remove(PartitionSpace space, int entry, scoped ReadOnlySpan<byte> key)
    {
        space.Store.Remove(entry);
        space.Changed(key);
        EffectWriter.Delete(space.Effects, key);
    }
}
