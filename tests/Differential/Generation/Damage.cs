using System.Globalization;
using System.Text;

namespace AkkaCache.Differential.Generation;

/// <summary>Makes good commands bad: cut short, lengthened, with a word replaced, doubled or swapped.</summary>
internal static class Damage
{
    /// <summary>A time below this could run out, or nearly tie with another, while a sequence runs.</summary>
    private const long ShortestSafeTime = 100_000;

    private static readonly HashSet<string> TakesTimes = new(StringComparer.OrdinalIgnoreCase)
    {
        "SET", "GETEX", "SETEX", "PSETEX", "EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT",
    };

    /// <summary>These could make a connection or a server useless for what follows when their words change.</summary>
    private static readonly HashSet<string> Spared = new(StringComparer.OrdinalIgnoreCase) { "CLIENT", "CONFIG", "HELLO", "SELECT", "INFO", "COMMAND", "CLUSTER" };

    /// <summary>Damages <paramref name="draft"/> in place, or leaves it when the result would not be comparable.</summary>
    public static void Apply(Vocabulary vocabulary, Draft draft)
    {
        var arguments = draft.Arguments;
        if (draft.Labels.Count == 0) return;
        // Words of chance might be subcommands.
        if (draft.Labels[0] == "COMMAND") return;
        if (arguments.Count <= draft.NameWords || arguments.Count > 64)
        {
            if (vocabulary.Chance(60)) draft.Add(vocabulary.RubbishWord());
            return;
        }
        var name = Encoding.Latin1.GetString(arguments[0]);
        var before = arguments.ToArray();
        if (name is "ZRANK" or "ZREVRANK")
        {
            // A fourth word is WITHSCORE since Redis 7.2, and a syntax error otherwise; see the known differences.
            Truncate(vocabulary, draft, draft.NameWords);
            return;
        }
        if (Spared.Contains(name) || UsesLexKey(arguments)) Truncate(vocabulary, draft, fewest: draft.NameWords);
        else Change(vocabulary, draft);
        if (TakesTimes.Contains(name) && HasShortTime(arguments))
        {
            arguments.Clear();
            arguments.AddRange(before);
        }
    }

    private static void Change(Vocabulary vocabulary, Draft draft)
    {
        var arguments = draft.Arguments;
        var first = draft.NameWords;
        var at = first + vocabulary.Below(arguments.Count - first);
        var other = first + vocabulary.Below(arguments.Count - first);
        switch (vocabulary.Below(8))
        {
            case 0 or 1: Truncate(vocabulary, draft, first); break;
            case 2: draft.Add(vocabulary.RubbishWord()); break;
            case 3: arguments.Insert(at, arguments[other]); break;
            case 4: (arguments[at], arguments[other]) = (arguments[other], arguments[at]); break;
            default: arguments[at] = Vocabulary.Bytes(vocabulary.RubbishWord()); break;
        }
    }

    private static void Truncate(Vocabulary vocabulary, Draft draft, int fewest)
    {
        var keep = vocabulary.Chance(50) ? fewest : fewest + vocabulary.Below(draft.Arguments.Count - fewest);
        draft.Arguments.RemoveRange(keep, draft.Arguments.Count - keep);
        // COMMAND INFO and LIST without arguments list everything a server knows.
        if (draft.Labels[0].StartsWith("COMMAND", StringComparison.Ordinal) && draft.Rule is not (ReplyRule.SharedRows or ReplyRule.SharedNames)) draft.Compare(ReplyRule.SameType);
    }

    private static bool UsesLexKey(List<byte[]> arguments) =>
        arguments.Exists(argument => argument.AsSpan().IndexOf("lex:"u8) >= 0);

    private static bool HasShortTime(List<byte[]> arguments) =>
        arguments.Skip(1).Any(argument =>
            long.TryParse(Encoding.Latin1.GetString(argument), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and < ShortestSafeTime);
}
