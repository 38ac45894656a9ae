using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Keys;

/// <summary>RENAME and RENAMENX, also from one partition to another.</summary>
/// <remarks>
/// Within a partition the command is its own effect. Across two, the source's log has a DEL and the target's log the value itself: a copy of
/// the target need not hold the source. A board moves without being copied; only its effect costs a visit of each member.
/// </remarks>
internal static class RenameHandlers
{
    public static void Rename(ref CommandContext context) => Rename(ref context, onlyIfAbsent: false);

    public static void RenameNx(ref CommandContext context) => Rename(ref context, onlyIfAbsent: true);

    private static void Rename(ref CommandContext context, bool onlyIfAbsent)
    {
        var from = context.Args[1];
        var to = context.Args[2];
        var source = context.SpaceOf(from);
        var target = context.SpaceOf(to);
        var entry = context.FindToWrite(source, from);
        if (entry < 0)
        {
            context.Reply.Error(ErrorText.NoSuchKey);
            return;
        }
        if (from.SequenceEqual(to))
        {
            Done(context, onlyIfAbsent, renamed: false);
            return;
        }
        if (source != target && source.Store.KindOf(entry) == EntryKind.SortedSet && context.DeferIfLarge(source.Store.BoardOf(entry).Count)) return;

        var old = context.FindToWrite(target, to);
        if (old >= 0)
        {
            if (onlyIfAbsent)
            {
                context.Reply.Integer(0);
                return;
            }
            target.Store.Remove(old);
        }
        if (source == target) Within(context, source, entry, from, to);
        else Across(context, source, entry, from, target, to, replaces: old >= 0);
        source.Changed(from);
        target.Changed(to);
        Done(context, onlyIfAbsent, renamed: true);
    }

    private static void Within(in CommandContext context, PartitionSpace space, int entry, scoped ReadOnlySpan<byte> from, scoped ReadOnlySpan<byte> to)
    {
        space.Store.Rename(entry, to);
        space.Effects.Append(context.Args);
        if (!space.Cutters.IsEmpty) space.Cutters.Moved(from, to);
    }

    private static void Across(in CommandContext context, PartitionSpace source, int entry, scoped ReadOnlySpan<byte> from, PartitionSpace target, scoped ReadOnlySpan<byte> to, bool replaces)
    {
        var dueMs = source.Store.DueOf(entry);
        int moved;
        if (source.Store.KindOf(entry) == EntryKind.SortedSet)
        {
            moved = target.Store.AttachBoard(to, source.Store.DetachBoard(entry), context.Stamp);
        }
        else
        {
            moved = target.Store.AddString(to, source.Store.StringOf(entry), context.Stamp);
            source.Store.Remove(entry);
        }
        if (dueMs != 0) target.Store.SetDue(moved, dueMs);
        EffectWriter.Delete(source.Effects, from);
        ValueEffects.Append(target, moved, replaces);
    }

    private static void Done(in CommandContext context, bool onlyIfAbsent, bool renamed)
    {
        if (onlyIfAbsent) context.Reply.Integer(renamed ? 1 : 0);
        else context.Reply.Ok();
    }
}
