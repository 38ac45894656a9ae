using AkkaCache.Testing.Wire;

namespace AkkaCache.Differential.Generation;

/// <summary>One generated command.</summary>
/// <param name="Arguments">Name and arguments, as sent.</param>
/// <param name="Labels">What it counts for in the coverage table: "SET", "SET EX".</param>
/// <param name="Rule">How its replies are compared.</param>
/// <param name="Inline">Sent as an inline line instead of an array.</param>
internal sealed record Command(IReadOnlyList<byte[]> Arguments, IReadOnlyList<string> Labels, ReplyRule Rule, bool Inline)
{
    /// <summary>Whether it has to be sent alone, because comparing it asks the servers further questions.</summary>
    public bool NeedsDialogue => Rule is ReplyRule.ScanWalk or ReplyRule.PairScanWalk or ReplyRule.RandomKey or ReplyRule.RandomMembers
        or ReplyRule.SharedRows or ReplyRule.SharedNames or ReplyRule.Listening or ReplyRule.Muting or ReplyRule.Ending;

    public void WriteTo(MemoryStream target)
    {
        if (Inline) RequestEncoder.WriteInline(target, Arguments);
        else RequestEncoder.WriteArray(target, Arguments);
    }

    public override string ToString() =>
        (Inline ? "(inline) " : "") + string.Join(' ', Arguments.Select(argument => ReadableText.Word(argument)));
}
