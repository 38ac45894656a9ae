using AkkaCache.Differential.Comparison;
using AkkaCache.Differential.Generation;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Differential.Running;

/// <summary>Compares everything two servers hold: keys, types, values, times.</summary>
internal static class StateComparison
{
    private static readonly string[] TypeOf = ["TYPE"];
    private static readonly string[] ExpiryOf = ["PEXPIRETIME"];
    private static readonly string[] StringOf = ["GET"];
    private static readonly string[] BoardOf = ["ZRANGE", "0", "-1", "WITHSCORES"];

    /// <param name="control">A connection that is in no transaction.</param>
    /// <param name="position">Where in its sequence a difference is reported.</param>
    /// <param name="replies">How many replies were compared.</param>
    public static Difference? Find(Duet control, int position, out int replies)
    {
        replies = 2;
        var (expected, actual) = control.Ask("KEYS", "*");
        if (!ReplyComparer.Agree(ReplyRule.Unordered, expected, actual)) return new Difference(position, "the keys afterwards (KEYS *)", expected, actual);
        var (expectedSize, actualSize) = control.Ask("DBSIZE");
        if (!expectedSize.SameAs(actualSize)) return new Difference(position, "the number of keys afterwards (DBSIZE)", expectedSize, actualSize);
        var questions = new List<(byte[] Key, string[] Words, ReplyRule Rule)>();
        foreach (var key in expected.Items)
        {
            questions.Add((key.Text, TypeOf, ReplyRule.Exact));
            questions.Add((key.Text, ExpiryOf, ReplyRule.InstantMilliseconds));
            questions.Add((key.Text, StringOf, ReplyRule.Exact));
            questions.Add((key.Text, BoardOf, ReplyRule.Exact));
        }
        replies += questions.Count;
        return Ask(control, position, questions);
    }

    private static Difference? Ask(Duet control, int position, List<(byte[] Key, string[] Words, ReplyRule Rule)> questions)
    {
        using var bytes = new MemoryStream();
        foreach (var (key, words, _) in questions) RequestEncoder.WriteArray(bytes, Question(key, words));
        control.Send(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        Difference? first = null;
        foreach (var (key, words, rule) in questions)
        {
            var (expected, actual) = control.Read();
            if (!ReplyComparer.Agree(rule, expected, actual))
                first ??= new Difference(position, "the state afterwards: " + string.Join(' ', Question(key, words).Select(word => ReadableText.Word(word))), expected, actual);
        }
        return first;
    }

    private static byte[][] Question(byte[] key, string[] words) =>
        [Vocabulary.Bytes(words[0]), key, .. words.Skip(1).Select(Vocabulary.Bytes)];
}
