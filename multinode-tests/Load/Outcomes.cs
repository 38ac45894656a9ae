using AkkaCache.Testing.Wire;

namespace AkkaCache.Multinode.Load;

/// <summary>What the replies to an operation say about it.</summary>
internal static class Outcomes
{
    /// <summary>Errors that a node answers instead of executing.</summary>
    private static readonly string[] Refusals = ["CLUSTERDOWN", "NOREPLICAS", "LOADING", "MOVED"];

    /// <summary>EXEC's answer after a refusal of one of its commands.</summary>
    private const string Discarded = "EXECABORT";

    private const string NotKnown = "UNKNOWN";

    /// <param name="replies">To one command, or to MULTI, the commands of a transaction, and EXEC.</param>
    public static Outcome Of(IReadOnlyList<Reply> replies)
    {
        if (replies.Any(reply => reply.Kind == ReplyKind.Rubbish)) return Outcome.Unexpected;
        // Without MULTI what follows it was executed one by one.
        if (replies.Count > 1 && !replies[0].IsOk) return Outcome.Unexpected;
        var last = replies[^1];
        if (!last.IsError) return last.Items.Any(item => item.IsError) ? Outcome.Unexpected : Outcome.Answered;
        var code = CodeOf(last);
        if (code == Discarded) return replies.Skip(1).SkipLast(1).Where(reply => reply.IsError).All(IsRefusal) ? Outcome.NotExecuted : Outcome.Unexpected;
        return code == NotKnown ? Outcome.Unknown : IsRefusal(last) ? Outcome.NotExecuted : Outcome.Unexpected;
    }

    /// <summary>The first word of an error.</summary>
    public static string CodeOf(Reply error) => error.AsString.Split(' ')[0];

    private static bool IsRefusal(Reply error) => Refusals.Contains(CodeOf(error));
}
