using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.SortedSets;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Keys;

/// <summary>COPY: a second key with the value and time to live of the first. There is one database, number 0.</summary>
internal static class CopyHandler
{
    public static void Copy(ref CommandContext context)
    {
        var args = context.Args;
        if (!TryReadOptions(context, out var replace)) return;
        var from = args[1];
        var to = args[2];
        if (from.SequenceEqual(to))
        {
            context.Reply.Error(ErrorText.SameObject);
            return;
        }
        var source = context.SpaceOf(from);
        var target = context.SpaceOf(to);
        var entry = context.FindToRead(source, from);
        if (entry < 0)
        {
            context.Reply.Integer(0);
            return;
        }
        var isBoard = source.Store.KindOf(entry) == EntryKind.SortedSet;
        if (isBoard && context.DeferIfLarge(source.Store.BoardOf(entry).Count)) return;
        var old = context.FindToWrite(target, to);
        if (old >= 0 && !replace)
        {
            context.Reply.Integer(0);
            return;
        }
        if (isBoard && !(old >= 0 && target.Store.KindOf(old) == EntryKind.SortedSet) && !BoardLimits.AdmitBoard(ref context)) return;

        if (old >= 0) target.Store.Remove(old);
        var copy = isBoard ? CopyBoard(context, source, entry, target, to) : target.Store.AddString(to, source.Store.StringOf(entry), context.Stamp);
        var dueMs = source.Store.DueOf(entry);
        if (dueMs != 0) target.Store.SetDue(copy, dueMs);
        target.Changed(to);
        ValueEffects.Append(target, copy, replaces: old >= 0);
        context.Reply.Integer(1);
    }

    private static bool TryReadOptions(in CommandContext context, out bool replace)
    {
        replace = false;
        var args = context.Args;
        for (var at = 3; at < args.Count; at++)
        {
            if (Keyword.Is(args[at], "REPLACE"u8))
            {
                replace = true;
                continue;
            }
            if (!Keyword.Is(args[at], "DB"u8) || ++at == args.Count)
            {
                context.Reply.Error(ErrorText.Syntax);
                return false;
            }
            if (!IntegerText.TryParse(args[at], out var database) || database is < int.MinValue or > int.MaxValue)
            {
                context.Reply.Error(ErrorText.NotInteger);
                return false;
            }
            if (database != 0)
            {
                context.Reply.Error(ErrorText.DbIndexOutOfRange);
                return false;
            }
        }
        return true;
    }

    private static int CopyBoard(in CommandContext context, PartitionSpace source, int entry, PartitionSpace target, scoped ReadOnlySpan<byte> to)
    {
        var board = source.Store.BoardOf(entry);
        var copy = target.Store.AddBoard(to, context.Stamp);
        var copied = target.Store.BoardOf(copy);
        var cursor = board.At(0);
        for (var left = board.Count; left > 0; left--)
        {
            copied.Set(cursor.Member, cursor.Score);
            cursor.MoveNext();
        }
        target.Store.Recharge(copy);
        return copy;
    }
}
