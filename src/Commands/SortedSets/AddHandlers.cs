using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.SortedSets;

/// <summary>ZADD and ZINCRBY.</summary>
/// <remarks>
/// All scores are read before anything changes. They are read a second time when they are used: that costs some nanoseconds for each,
/// where a place to keep them would have to be as long as the command.
/// </remarks>
internal static class AddHandlers
{
    public static void ZAdd(ref CommandContext context) => Add(ref context, context.IsEffect ? AddOptions.Exact : AddOptions.None);

    public static void ZIncrBy(ref CommandContext context) => Add(ref context, AddOptions.Increment);

    private static void Add(ref CommandContext context, AddOptions options)
    {
        var first = AddOptionsText.Read(context.Args, ref options);
        var arguments = context.Args.Count - first;
        if (arguments == 0 || (arguments & 1) != 0)
        {
            context.Reply.Error(ErrorText.Syntax);
            return;
        }
        if (!AddOptionsText.AreCompatible(context.Reply, options, arguments / 2)) return;
        for (var i = first; i < context.Args.Count; i += 2)
        {
            if (FloatText.TryParse(context.Args[i], out _)) continue;
            context.Reply.Error(ErrorText.NotFloat);
            return;
        }
        if (context.DeferIfLarge(arguments / 2)) return;

        var entry = context.FindToWrite(context.Args[1]);
        if (context.IsWrongKind(entry, EntryKind.SortedSet)) return;
        var isNew = entry < 0;
        if (isNew && (options & AddOptions.OnlyPresent) != 0)
        {
            if ((options & AddOptions.Increment) != 0) context.Reply.Null();
            else context.Reply.Integer(0);
            return;
        }
        if (isNew && !BoardLimits.AdmitBoard(ref context)) return;
        if ((options & AddOptions.OnlyPresent) == 0 && !BoardLimits.AdmitMembers(ref context, isNew ? null : context.BoardOf(entry), first + 1, 2)) return;
        if (isNew) entry = context.Store.AddBoard(context.Args[1], context.Stamp);

        if ((options & AddOptions.Increment) != 0) AddOne(ref context, entry, isNew, first, options);
        else AddAll(ref context, entry, isNew, first, options);
    }

    private static void AddAll(ref CommandContext context, int entry, bool isNew, int first, AddOptions options)
    {
        var board = context.BoardOf(entry);
        int added = 0, moved = 0;
        var isOwnEffect = (options & AddOptions.Conditions) == 0 || !context.Space.Cutters.IsCutting(context.Args[1]);
        for (var i = first; i < context.Args.Count; i += 2)
        {
            FloatText.TryParse(context.Args[i], out var score);
            var result = MemberChange.Apply(board, context.Args[i + 1], ref score, options);
            // Which zero a board keeps depends on its form, which may be another on a copy.
            if (score == 0 && (double.IsNegative(score) || result == ChangeResult.Same)) isOwnEffect = false;
            switch (result)
            {
                case ChangeResult.Added:
                    added++;
                    break;
                case ChangeResult.Moved:
                    moved++;
                    break;
            }
        }
        if (added + moved > 0)
        {
            context.Store.Recharge(entry);
            context.Space.Changed(context.Args[1]);
            if (isOwnEffect) context.Effects.Append(context.Args);
            else BoardEffects.Scores(context.Effects, board, context.Args, first);
            BoardMetrics.Added(ref context, context.Space, added);
            if (isNew) context.ApplyDefaultTtl(entry);
        }
        context.Reply.Integer((options & AddOptions.CountMoved) != 0 ? added + moved : added);
    }

    private static void AddOne(ref CommandContext context, int entry, bool isNew, int first, AddOptions options)
    {
        FloatText.TryParse(context.Args[first], out var score);
        var result = MemberChange.Apply(context.BoardOf(entry), context.Args[first + 1], ref score, options);
        if (result is ChangeResult.Added or ChangeResult.Moved)
        {
            context.Store.Recharge(entry);
            context.Space.Changed(context.Args[1]);
            BoardEffects.Score(context.Effects, context.Args[1], context.BoardOf(entry), context.Args[first + 1]);
            BoardMetrics.Added(ref context, context.Space, result == ChangeResult.Added ? 1 : 0);
            if (isNew) context.ApplyDefaultTtl(entry);
        }
        if (result == ChangeResult.NotANumber) context.Reply.Error(ErrorText.ScoreNotNumber);
        else if (result == ChangeResult.Refused) context.Reply.Null();
        else context.Reply.Double(score);
    }
}
