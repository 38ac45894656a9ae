using AkkaCache.Commands.Execution;
using AkkaCache.Engine.SortedSets;

namespace AkkaCache.Commands.SortedSets;

/// <summary>ZUNION, ZINTER, ZDIFF, their STORE forms, and ZINTERCARD.</summary>
/// <remarks>They work for as long as their boards are large and make a result of that size, so a few small objects for each call do not matter.</remarks>
internal static class CombineHandlers
{
    private const CombineForm All = CombineForm.Weighted | CombineForm.Scored;

    public static void ZUnion(ref CommandContext context) => Show(ref context, Combination.Union, All);

    public static void ZInter(ref CommandContext context) => Show(ref context, Combination.Intersect, All);

    public static void ZDiff(ref CommandContext context) => Show(ref context, Combination.Subtract, CombineForm.Scored);

    public static void ZUnionStore(ref CommandContext context) => Store(ref context, Combination.Union, CombineForm.Weighted);

    public static void ZInterStore(ref CommandContext context) => Store(ref context, Combination.Intersect, CombineForm.Weighted);

    public static void ZDiffStore(ref CommandContext context) => Store(ref context, Combination.Subtract, CombineForm.Plain);

    public static void ZInterCard(ref CommandContext context)
    {
        var arguments = CombineArguments.Read(ref context, countAt: 1, CombineForm.Limited);
        if (arguments is null || context.DeferIfLarge(arguments.Members)) return;
        context.Reply.Integer(Combination.CountCommon(arguments));
    }

    private static void Show(ref CommandContext context, Action<CombineArguments, SortedSet> combine, CombineForm form)
    {
        var arguments = CombineArguments.Read(ref context, countAt: 1, form);
        if (arguments is null || context.DeferIfLarge(arguments.Members)) return;
        using var result = new SortedSet((ulong)context.Node.Random.NextInt64());
        combine(arguments, result);
        MemberReply.Range(context.Reply, result, new RankInterval(0, result.Count), reverse: false, arguments.WithScores);
    }

    private static void Store(ref CommandContext context, Action<CombineArguments, SortedSet> combine, CombineForm form)
    {
        var arguments = CombineArguments.Read(ref context, countAt: 2, form);
        if (arguments is null || context.DeferIfLarge(arguments.Members)) return;
        var result = BoardReplacement.New(ref context, context.Args[1]);
        combine(arguments, result);
        BoardReplacement.Store(ref context, context.Args[1], result);
    }
}
