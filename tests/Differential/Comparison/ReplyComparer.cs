using AkkaCache.Differential.Generation;
using AkkaCache.Differential.Wire;

namespace AkkaCache.Differential.Comparison;

/// <summary>Decides whether two replies to one command agree, by the command's rule.</summary>
internal static class ReplyComparer
{
    private const long NearSeconds = 1;
    private const long NearMilliseconds = 1500;

    /// <summary>What a HELLO tells that must be the same from both servers.</summary>
    private static readonly string[] SharedGreeting = ["proto", "mode", "role"];

    /// <summary>Name, arity, first key, last key, step: the fields of a COMMAND row that clients route by.</summary>
    private static readonly int[] SharedRowFields = [0, 1, 3, 4, 5];

    public static bool Agree(ReplyRule rule, Reply expected, Reply actual)
    {
        if (expected.IsError || actual.IsError || expected.IsEndOfStream || actual.IsEndOfStream) return expected.SameAs(actual);
        return rule switch
        {
            ReplyRule.Unordered => expected.Kind == actual.Kind && Sorted(expected.Items).SequenceEqual(Sorted(actual.Items)),
            ReplyRule.NearSeconds => Near(expected, actual, NearSeconds),
            ReplyRule.NearMilliseconds => Near(expected, actual, NearMilliseconds),
            ReplyRule.InstantSeconds => Instant(expected, actual, NearSeconds, 1),
            ReplyRule.InstantMilliseconds => Instant(expected, actual, NearMilliseconds, 1000),
            ReplyRule.Encoding => expected.SameAs(actual) || (IsStringEncoding(expected) && IsStringEncoding(actual)) || (IsBoardEncoding(expected) && IsBoardEncoding(actual)),
            ReplyRule.SameType => expected.Kind == actual.Kind,
            ReplyRule.RandomKey or ReplyRule.ScanWalk or ReplyRule.PairScanWalk => expected.Kind == actual.Kind,
            ReplyRule.Greeting => SameGreeting(expected, actual),
            ReplyRule.CommandRows => SameRows(expected, actual),
            _ => expected.SameAs(actual),
        };
    }

    public static List<string> Sorted(IEnumerable<Reply> items)
    {
        var texts = items.Select(item => item.ToString()).ToList();
        texts.Sort(StringComparer.Ordinal);
        return texts;
    }

    private static bool Near(Reply expected, Reply actual, long tolerance)
    {
        if (expected.Kind != ReplyKind.Integer || actual.Kind != ReplyKind.Integer) return expected.SameAs(actual);
        var (left, right) = (expected.AsInteger, actual.AsInteger);
        return left == right || (left >= 0 && right >= 0 && Math.Abs(left - right) <= tolerance);
    }

    private static bool Instant(Reply expected, Reply actual, long tolerance, long unitsPerSecond)
    {
        var wasSetAbsolutely = expected.Kind == ReplyKind.Integer
            && expected.AsInteger / unitsPerSecond is >= Vocabulary.FirstAbsoluteSecond and <= Vocabulary.LastAbsoluteSecond;
        return wasSetAbsolutely ? expected.SameAs(actual) : Near(expected, actual, tolerance);
    }

    private static bool IsStringEncoding(Reply reply) => reply.Kind == ReplyKind.Bulk && reply.AsString is "int" or "embstr" or "raw";

    private static bool IsBoardEncoding(Reply reply) => reply.Kind == ReplyKind.Bulk && reply.AsString is "listpack" or "skiplist";

    private static bool SameGreeting(Reply expected, Reply actual)
    {
        if (expected.Kind != actual.Kind || expected.Items.Length != actual.Items.Length) return false;
        for (var i = 0; i + 1 < expected.Items.Length; i += 2)
        {
            if (!expected.Items[i].SameAs(actual.Items[i]) || expected.Items[i + 1].Kind != actual.Items[i + 1].Kind) return false;
            if (SharedGreeting.Contains(expected.Items[i].AsString) && !expected.Items[i + 1].SameAs(actual.Items[i + 1])) return false;
        }
        return true;
    }

    private static bool SameRows(Reply expected, Reply actual)
    {
        if (expected.Kind != actual.Kind || expected.Items.Length != actual.Items.Length) return false;
        for (var i = 0; i < expected.Items.Length; i++)
        {
            var (left, right) = (expected.Items[i], actual.Items[i]);
            if (left.Kind != right.Kind || left.Items.Length != right.Items.Length) return false;
            if (left.Items.Length > 0 && Array.Exists(SharedRowFields, field => !left.Items[field].SameAs(right.Items[field]))) return false;
        }
        return true;
    }
}
