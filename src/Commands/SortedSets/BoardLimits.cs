using System.Buffers.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.SortedSets;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.SortedSets;

/// <summary>How many boards the node and how many members a board may hold. Asked before anything is changed.</summary>
internal static class BoardLimits
{
    /// <summary>Longest refusal: its words and an integer.</summary>
    private const int MaxTextBytes = 96;

    /// <summary>False with the reply written when the node holds all the boards it may.</summary>
    /// <remarks>Partitions count on their own and are read without their gates: racing writers may exceed the limit by one each.</remarks>
    public static bool AdmitBoard(ref CommandContext context)
    {
        var limit = context.Settings.MaxBoards;
        if (limit == 0 || context.Keyspace.BoardCount < limit) return true;
        Refuse(context.Reply, "ERR too many boards: the limit is "u8, limit);
        return false;
    }

    /// <summary>False with the reply written when the members that a command adds do not fit.</summary>
    /// <param name="context">Holds the arguments.</param>
    /// <param name="board">Null when the command makes it.</param>
    /// <param name="first">Index of the first member among the arguments.</param>
    /// <param name="step">From one member to the next.</param>
    public static bool AdmitMembers(ref CommandContext context, SortedSet? board, int first, int step)
    {
        var limit = context.Settings.MaxBoardMembers;
        if (limit == 0) return true;
        var room = (long)limit - (board?.Count ?? 0);
        var members = ((context.Args.Count - 1 - first) / step) + 1;
        if (members <= room || CountNew(ref context, board, first, step) <= room) return true;
        RefuseMembers(context.Reply, limit);
        return false;
    }

    /// <summary>The same for a result of known size that becomes a board.</summary>
    public static bool AdmitResult(ref CommandContext context, int members)
    {
        var limit = context.Settings.MaxBoardMembers;
        if (limit == 0 || members <= limit) return true;
        RefuseMembers(context.Reply, limit);
        return false;
    }

    private static int CountNew(ref CommandContext context, SortedSet? board, int first, int step)
    {
        // The common case at the limit is one member: no need to look for repeated ones.
        if (first + step >= context.Args.Count) return board is not null && board.TryGetScore(context.Args[first], out _) ? 0 : 1;
        var names = new HashSet<byte[]>(MemberComparer.Instance);
        for (var i = first; i < context.Args.Count; i += step)
        {
            var member = context.Args[i];
            if (board is null || !board.TryGetScore(member, out _)) names.Add(member.ToArray());
        }
        return names.Count;
    }

    private static void RefuseMembers(RespWriter reply, int limit) => Refuse(reply, "ERR board is full: the limit of members is "u8, limit);

    private static void Refuse(RespWriter reply, ReadOnlySpan<byte> words, int limit)
    {
        Span<byte> text = stackalloc byte[MaxTextBytes];
        words.CopyTo(text);
        Utf8Formatter.TryFormat(limit, text[words.Length..], out var digits);
        reply.Error(text[..(words.Length + digits)]);
    }
}
