using System.Globalization;
using System.Net;
using AkkaCache.Multinode.Load;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Multinode.Checks;

/// <summary>Whole boards, when a load is over, against a model that is sorted anew: order, ranks from both ends, counts and the score of each member.</summary>
/// <remarks>That the scores are right is for the checks of each member's history; that the copies are the same, for the nodes' own comparison of copies.</remarks>
internal static class BoardCheck
{
    /// <param name="history">With final reads of members' scores; a board whose members nobody read is checked against itself.</param>
    public static void Look(IPEndPoint node, IEnumerable<string> boards, History history, Findings findings)
    {
        var scores = history.Operations.Where(operation => operation is { IsFinal: true, Kind: OperationKind.Get, Reply: not null } && operation.Subject.Contains(' ', StringComparison.Ordinal)).ToLookup(read => read.Subject[..read.Subject.IndexOf(' ', StringComparison.Ordinal)]);
        foreach (var board in boards.Distinct()) Look(node, board, [.. scores[board]], findings);
    }

    private static void Look(IPEndPoint node, string board, IReadOnlyList<LoadOperation> reads, Findings findings)
    {
        var whole = Conversation.Ask(node, "ZRANGE", board, "0", "-1", "WITHSCORES");
        if (whole.IsError)
        {
            findings.AddWrong($"{board} is not told: {whole.Shortened()}");
            return;
        }
        var ranked = whole.Items.Chunk(2).Select(pair => (Member: pair[0].AsString, Score: Number(pair[1]))).ToList();
        var model = ranked.OrderBy(entry => entry.Score).ThenBy(entry => entry.Member, StringComparer.Ordinal).ToList();
        if (!model.SequenceEqual(ranked)) findings.AddWrong($"{board} is out of order: {string.Join(", ", ranked)}");
        foreach (var read in reads)
        {
            var member = read.Subject[(board.Length + 1)..];
            if (!ranked.Contains((member, double.Parse(read.Reply!, CultureInfo.InvariantCulture)))) findings.AddWrong($"{board}, of which the order is {string.Join(", ", ranked)}, has another score for {member}: {read}");
        }
        LookAtRanks(node, board, model, findings);
    }

    private static void LookAtRanks(IPEndPoint node, string board, List<(string Member, double Score)> model, Findings findings)
    {
        var asked = new List<string[]> { new[] { "ZCARD", board } };
        foreach (var (member, score) in model)
            asked.AddRange([["ZSCORE", board, member], ["ZRANK", board, member], ["ZREVRANK", board, member], ["ZCOUNT", board, "-inf", $"({score.ToString(CultureInfo.InvariantCulture)}"]]);
        var replies = Conversation.AskAll(node, asked);
        if (replies.FirstOrDefault(reply => reply.IsError) is { } error)
        {
            findings.AddWrong($"ranks of {board} are not told: {error.Shortened()}");
            return;
        }
        var told = replies.Select(Number).ToList();
        var right = new List<double> { model.Count };
        for (var rank = 0; rank < model.Count; rank++)
            right.AddRange([model[rank].Score, rank, model.Count - 1 - rank, model.Count(entry => entry.Score < model[rank].Score)]);
        for (var i = 0; i < asked.Count; i++)
            if (told[i] != right[i]) findings.AddWrong($"{string.Join(' ', asked[i])} is {told[i]}, must be {right[i]}");
    }

    private static double Number(Reply reply) => reply.IsNull ? double.NaN : reply.Kind == ReplyKind.Integer ? reply.AsInteger : double.Parse(reply.AsString, CultureInfo.InvariantCulture);
}
