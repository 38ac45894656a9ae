using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.SortedSets;

/// <summary>Reads what follows the key in the ZRANGE family: two ends, then options in any order.</summary>
internal ref struct RangeArguments
{
    /// <summary>What the command's name leaves open.</summary>
    private readonly RangeForm _form;

    /// <summary>Index of the first end.</summary>
    private readonly int _at;

    public RangeArguments(RangeForm form, RangeBy by, bool reverse, int at)
    {
        _form = form;
        _at = at;
        Range = new MemberRange(by) { Reverse = reverse };
    }

    public MemberRange Range;

    public bool WithScores;

    /// <summary>False with the reply written. Options are checked before the ends, as Redis does.</summary>
    public bool TryRead(ref CommandContext context)
    {
        if (!TryReadOptions(ref context)) return false;
        if (Range.By == RangeBy.Rank && Range.Limit != MemberRange.Unlimited)
        {
            context.Reply.Error(ErrorText.LimitNeedsBy);
            return false;
        }
        if (Range.By == RangeBy.Rank) Range.Offset = 0;
        if (Range.By == RangeBy.Lex && WithScores)
        {
            context.Reply.Error(ErrorText.WithScoresNotByLex);
            return false;
        }
        return Range.TryReadEnds(context.Reply, context.Args[_at], context.Args[_at + 1]);
    }

    private bool TryReadOptions(ref CommandContext context)
    {
        var form = _form;
        for (var i = _at + 2; i < context.Args.Count; i++)
        {
            var option = context.Args[i];
            if ((form & RangeForm.Scored) != 0 && Keyword.Is(option, "WITHSCORES"u8))
            {
                WithScores = true;
            }
            else if (Keyword.Is(option, "LIMIT"u8) && context.Args.Count - i > 2)
            {
                if (!IntegerText.TryParse(context.Args[i + 1], out Range.Offset) || !IntegerText.TryParse(context.Args[i + 2], out Range.Limit))
                {
                    context.Reply.Error(ErrorText.NotInteger);
                    return false;
                }
                i += 2;
            }
            else if ((form & RangeForm.AnyDirection) != 0 && Keyword.Is(option, "REV"u8))
            {
                Range.Reverse = true;
                form &= ~RangeForm.AnyDirection;
            }
            else if ((form & RangeForm.AnyKind) != 0 && TryReadKind(option))
            {
                form &= ~RangeForm.AnyKind;
            }
            else
            {
                context.Reply.Error(ErrorText.Syntax);
                return false;
            }
        }
        return true;
    }

    private bool TryReadKind(ReadOnlySpan<byte> option)
    {
        if (Keyword.Is(option, "BYSCORE"u8)) Range.By = RangeBy.Score;
        else if (Keyword.Is(option, "BYLEX"u8)) Range.By = RangeBy.Lex;
        else return false;
        return true;
    }
}

/// <summary>Options that a command of the ZRANGE family takes besides LIMIT.</summary>
[Flags]
internal enum RangeForm : byte
{
    /// <summary>WITHSCORES.</summary>
    Scored = 1,

    /// <summary>REV.</summary>
    AnyDirection = 2,

    /// <summary>BYSCORE and BYLEX.</summary>
    AnyKind = 4,

    /// <summary>ZRANGE takes all.</summary>
    Free = Scored | AnyDirection | AnyKind,
}
