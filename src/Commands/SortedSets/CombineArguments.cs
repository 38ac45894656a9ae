using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.SortedSets;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.SortedSets;

/// <summary>What ZUNION, ZINTER, ZDIFF, their STORE forms and ZINTERCARD are told: the boards, their weights, how equal members are joined.</summary>
internal sealed class CombineArguments
{
    private CombineArguments(int sources)
    {
        Boards = new SortedSet?[sources];
        Weights = new double[sources];
        Array.Fill(Weights, 1);
    }

    /// <summary>In the order of the command; null where the key is absent.</summary>
    public SortedSet?[] Boards { get; }

    public double[] Weights { get; }

    public Aggregate Aggregate { get; private set; } = Aggregate.Sum;

    public bool WithScores { get; private set; }

    /// <summary>ZINTERCARD counts no further; 0: no limit.</summary>
    public long Limit { get; private set; }

    /// <summary>Members in all boards together.</summary>
    public long Members => Boards.Sum(board => (long)(board?.Count ?? 0));

    /// <summary>Reads everything from the count of keys at <paramref name="countAt"/> on; null with the reply written when something is wrong.</summary>
    /// <remarks>In Redis's order: the count, then the keys with what they hold, then the options.</remarks>
    public static CombineArguments? Read(ref CommandContext context, int countAt, CombineForm form)
    {
        if (!IntegerText.TryParse(context.Args[countAt], out var sources))
        {
            context.Reply.Error(ErrorText.NotInteger);
            return null;
        }
        if (sources < 1)
        {
            ErrorText.NoInputKey(context.Reply, context.Command.NameUtf8);
            return null;
        }
        if (sources >= context.Args.Count - countAt)
        {
            context.Reply.Error(ErrorText.Syntax);
            return null;
        }
        var arguments = new CombineArguments((int)sources);
        return arguments.TryReadBoards(ref context, countAt + 1) && arguments.TryReadOptions(ref context, countAt + 1 + (int)sources, form) ? arguments : null;
    }

    private bool TryReadBoards(ref CommandContext context, int first)
    {
        for (var i = 0; i < Boards.Length; i++)
        {
            var space = context.SpaceOf(context.Args[first + i]);
            var entry = context.FindToRead(space, context.Args[first + i]);
            if (context.IsWrongKind(space, entry, EntryKind.SortedSet)) return false;
            if (entry >= 0) Boards[i] = space.Store.BoardOf(entry);
        }
        return true;
    }

    private bool TryReadOptions(ref CommandContext context, int at, CombineForm form)
    {
        while (at < context.Args.Count)
        {
            var option = context.Args[at];
            var follow = context.Args.Count - at - 1;
            if ((form & CombineForm.Weighted) != 0 && follow >= Weights.Length && Keyword.Is(option, "WEIGHTS"u8))
            {
                if (!TryReadWeights(ref context, at + 1)) return false;
                at += 1 + Weights.Length;
            }
            else if ((form & CombineForm.Weighted) != 0 && follow >= 1 && Keyword.Is(option, "AGGREGATE"u8) && TryReadAggregate(context.Args[at + 1]))
            {
                at += 2;
            }
            else if ((form & CombineForm.Scored) != 0 && Keyword.Is(option, "WITHSCORES"u8))
            {
                WithScores = true;
                at++;
            }
            else if ((form & CombineForm.Limited) != 0 && follow >= 1 && Keyword.Is(option, "LIMIT"u8))
            {
                if (!IntegerText.TryParse(context.Args[at + 1], out var limit) || limit < 0)
                {
                    context.Reply.Error(ErrorText.LimitNegative);
                    return false;
                }
                Limit = limit;
                at += 2;
            }
            else
            {
                context.Reply.Error(ErrorText.Syntax);
                return false;
            }
        }
        return true;
    }

    private bool TryReadWeights(ref CommandContext context, int first)
    {
        for (var i = 0; i < Weights.Length; i++)
        {
            if (FloatText.TryParse(context.Args[first + i], out Weights[i])) continue;
            context.Reply.Error(ErrorText.WeightNotFloat);
            return false;
        }
        return true;
    }

    private bool TryReadAggregate(ReadOnlySpan<byte> name)
    {
        if (Keyword.Is(name, "SUM"u8)) Aggregate = Aggregate.Sum;
        else if (Keyword.Is(name, "MIN"u8)) Aggregate = Aggregate.Min;
        else if (Keyword.Is(name, "MAX"u8)) Aggregate = Aggregate.Max;
        else return false;
        return true;
    }
}

/// <summary>Options that a combining command takes.</summary>
[Flags]
internal enum CombineForm : byte
{
    Plain = 0,

    /// <summary>WEIGHTS and AGGREGATE.</summary>
    Weighted = 1,

    /// <summary>WITHSCORES.</summary>
    Scored = 2,

    /// <summary>LIMIT.</summary>
    Limited = 4,
}

/// <summary>How the scores of a member of several boards become one.</summary>
internal enum Aggregate : byte
{
    Sum,
    Min,
    Max,
}
