using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.SortedSets;

/// <summary>ZMPOP: pops from the first of several boards that is there.</summary>
internal static class MultiPopHandlers
{
    public static void ZMPop(ref CommandContext context)
    {
        if (!TryRead(ref context, out var keys, out var highest, out var wanted)) return;
        for (var i = 2; i < 2 + keys; i++)
        {
            var space = context.SpaceOf(context.Args[i]);
            var entry = context.FindToWrite(space, context.Args[i]);
            if (context.IsWrongKind(space, entry, EntryKind.SortedSet)) return;
            if (entry < 0) continue;
            Pop(ref context, space, entry, context.Args[i], highest, wanted);
            return;
        }
        context.Reply.NullArray();
    }

    private static void Pop(ref CommandContext context, PartitionSpace space, int entry, ReadOnlySpan<byte> key, bool highest, long wanted)
    {
        var board = space.Store.BoardOf(entry);
        var count = (int)Math.Min(wanted, board.Count);
        if (context.DeferIfLarge(count)) return;
        var popped = new RankInterval(highest ? board.Count - count : 0, count);
        context.Reply.ArrayHeader(2);
        context.Reply.Bulk(key);
        MemberReply.Pairs(context.Reply, board, popped, highest);
        IntervalRemoval.Remove(ref context, space, entry, key, popped, isOwnEffect: false);
    }

    private static bool TryRead(ref CommandContext context, out int keys, out bool highest, out long wanted)
    {
        var error = Read(ref context, out keys, out highest, out wanted);
        if (error.IsEmpty) return true;
        context.Reply.Error(error);
        return false;
    }

    private static ReadOnlySpan<byte> Read(ref CommandContext context, out int keys, out bool highest, out long wanted)
    {
        keys = 0;
        highest = false;
        wanted = 1;
        if (!IntegerText.TryParse(context.Args[1], out var count) || count < 1) return ErrorText.NumkeysNotPositive;
        if (count >= context.Args.Count - 2) return ErrorText.Syntax;
        keys = (int)count;
        var at = keys + 2;
        highest = Keyword.Is(context.Args[at], "MAX"u8);
        if (!highest && !Keyword.Is(context.Args[at], "MIN"u8)) return ErrorText.Syntax;
        if (++at == context.Args.Count) return default;
        if (at + 1 == context.Args.Count || !Keyword.Is(context.Args[at], "COUNT"u8)) return ErrorText.Syntax;
        if (!IntegerText.TryParse(context.Args[at + 1], out wanted) || wanted < 1) return ErrorText.CountNotPositive;
        return at + 2 == context.Args.Count ? default : ErrorText.Syntax;
    }
}
