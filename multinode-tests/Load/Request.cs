using System.Globalization;
using System.Text;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Multinode.Load;

/// <summary>An operation and how it is said: one command, or several that are a transaction from MULTI to EXEC.</summary>
/// <param name="Read">What its reply, the last one, means; the text of it when not given.</param>
internal sealed record Request(LoadOperation Operation, string[][] Commands, Func<Reply, string?>? Read = null)
{
    public static Request Of(LoadOperation operation, params string[] command) => new(operation, [command]);

    public static Request Transaction(LoadOperation operation, params string[][] commands) => new(operation, [["MULTI"], .. commands, ["EXEC"]]);

    public void WriteTo(MemoryStream target)
    {
        foreach (var command in Commands) RequestEncoder.WriteArray(target, [.. command.Select(Encoding.Latin1.GetBytes)]);
    }

    /// <summary>Judges the operation by all its replies, in order.</summary>
    public void Take(IReadOnlyList<Reply> replies, long now)
    {
        var last = replies[^1];
        Operation.Returned = now;
        Operation.Outcome = Outcomes.Of(replies);
        Operation.Reply = Operation.IsAnswered && Read is not null ? Read(last) : TextOf(replies.FirstOrDefault(reply => reply.IsError) ?? last);
    }

    /// <summary>The sum of the scores of a board's members.</summary>
    public static string SumOfScores(Reply members) =>
        members.Items.Where((_, index) => index % 2 != 0).Sum(score => long.Parse(score.AsString, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Two values that are written together: one text when they are the same, as they always must be.</summary>
    public static string? Both(Reply values)
    {
        var (one, other) = (TextOf(values.Items[0]), TextOf(values.Items[1]));
        return one == other ? one : $"torn: {one ?? "nil"} and {other ?? "nil"}";
    }

    private static string? TextOf(Reply reply)
    {
        if (reply.IsNull) return null;
        return reply.Items.Length == 0 ? reply.AsString : string.Join(' ', reply.Items.Select(item => TextOf(item) ?? "nil"));
    }
}
