using AkkaCache.Differential.Generation;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Differential.Comparison;

/// <summary>Decides whether two replies to one command agree, by the command's rule.</summary>
internal static class ReplyComparer
{
    private const long NearSeconds = 1;
    private const long NearMilliseconds = 1500;

    /// <summary>What a HELLO tells that must be the same from both servers.</summary>
    private static readonly string[] SharedGreeting = ["proto", "mode", "role"];

    /// <summary>What COMMAND DOCS tells of a command in words that are not each server's own.</summary>
    private static readonly string[] SharedDocs = ["since", "group"];

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
            ReplyRule.RandomKey or ReplyRule.RandomMembers or ReplyRule.ScanWalk or ReplyRule.PairScanWalk or ReplyRule.SharedRows or ReplyRule.SharedNames => expected.Kind == actual.Kind,
            ReplyRule.Keyspace => expected.Kind == actual.Kind && Keyspace(expected) == Keyspace(actual),
            ReplyRule.Greeting => SameGreeting(expected, actual),
            ReplyRule.CommandRows => SameRows(expected, actual),
            ReplyRule.CommandDocs => SameDocs(expected, actual),
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
            if (!CommandRow.Shared(expected.Items[i]).SameAs(CommandRow.Shared(actual.Items[i]))) return false;
        return true;
    }

    private static bool SameDocs(Reply expected, Reply actual)
    {
        if (expected.Kind != actual.Kind || expected.Items.Length != actual.Items.Length) return false;
        for (var i = 0; i + 1 < expected.Items.Length; i += 2)
        {
            if (!expected.Items[i].SameAs(actual.Items[i])) return false;
            if (Array.Exists(SharedDocs, field => Field(expected.Items[i + 1], field) != Field(actual.Items[i + 1], field))) return false;
        }
        return true;
    }

    private static string? Field(Reply doc, string name)
    {
        var at = Array.FindIndex(doc.Items, item => item.AsString == name);
        return at < 0 ? null : doc.Items[at + 1].ToString();
    }

    private static string? Keyspace(Reply reply) =>
        reply.AsString.Split("\r\n").FirstOrDefault(line => line.StartsWith("db0:", StringComparison.Ordinal))?.Split(",avg_ttl=")[0];
}
