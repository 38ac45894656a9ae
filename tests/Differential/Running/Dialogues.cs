using System.Globalization;
using AkkaCache.Differential.Generation;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Differential.Running;

/// <summary>Comparisons for which each server is asked more than once: cursors walked to their end, random answers looked up.</summary>
internal static class Dialogues
{
    /// <summary>A walk over the few keys of a sequence ends long before; a cursor that never returns to zero must not hang the run.</summary>
    private const int MaxRounds = 2000;

    /// <summary>Scores between these are told with all their digits from Redis's compact form, and with 17 of them from the other.</summary>
    private const double ShortestLongScore = 1e17;

    private const double LongestLongScore = 1L << 62;

    private static readonly Reply Agreed = Reply.Leaf(ReplyKind.Simple, "agreed");

    public static (Reply Expected, Reply Actual) Hold(Duet duet, Command command) => command.Rule switch
    {
        ReplyRule.RandomKey => duet.Each(connection => RandomKey(connection, command)),
        ReplyRule.RandomMembers => duet.Each(connection => RandomMembers(connection, command)),
        ReplyRule.SharedRows or ReplyRule.SharedNames => SharedCommands.Compare(duet, command),
        ReplyRule.Listening => Listening.Hear(duet, command),
        ReplyRule.Muting => duet.Each(connection => Listening.HearMuted(connection, command)),
        ReplyRule.Ending => duet.Each(connection => Listening.HearEnd(connection, command)),
        _ => Walks(duet, command),
    };

    public static Reply Ask(RespConnection connection, params string[] words) => Ask(connection, [.. words.Select(Vocabulary.Bytes)]);

    public static Reply Ask(RespConnection connection, IReadOnlyList<byte[]> arguments)
    {
        Send(connection, arguments);
        return connection.Read();
    }

    public static void Send(RespConnection connection, IReadOnlyList<byte[]> arguments)
    {
        using var bytes = new MemoryStream();
        RequestEncoder.WriteArray(bytes, arguments);
        connection.Send(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>The random answers differ; what is reported is whether each is a key.</summary>
    private static Reply RandomKey(RespConnection connection, Command command)
    {
        var picked = Ask(connection, command.Arguments);
        if (picked.Kind != ReplyKind.Bulk) return picked;
        var keys = Ask(connection, "KEYS", "*");
        return keys.Items.Any(key => key.SameAs(picked)) ? Agreed : picked;
    }

    /// <summary>What is reported is how many members came, whether all are in the board, with their scores, and whether they are distinct where a positive count asks for it.</summary>
    private static Reply RandomMembers(RespConnection connection, Command command)
    {
        var picked = Ask(connection, command.Arguments);
        if (picked.Kind is not (ReplyKind.Bulk or ReplyKind.Array) || command.Arguments.Count < 2) return picked;
        var withScores = command.Arguments.Count > 3;
        byte[][] question = [Vocabulary.Bytes("ZRANGE"), command.Arguments[1], Vocabulary.Bytes("0"), Vocabulary.Bytes("-1")];
        var board = Elements(Ask(connection, withScores ? [.. question, Vocabulary.Bytes("WITHSCORES")] : question), withScores).ToHashSet(StringComparer.Ordinal);
        var elements = Elements(picked, withScores);
        if (!elements.TrueForAll(board.Contains)) return picked;
        var mayRepeat = command.Arguments.Count > 2 && command.Arguments[2].AsSpan().StartsWith("-"u8);
        return mayRepeat || elements.Distinct().Count() == elements.Count ? Reply.Aggregate(picked.Kind, [.. elements.Select(_ => Agreed)]) : picked;
    }

    /// <summary>Members, or members with their scores: pairs in RESP3, one after the other in RESP2.</summary>
    private static List<string> Elements(Reply reply, bool withScores)
    {
        if (reply.Kind != ReplyKind.Array) return [reply.ToString()];
        var perElement = withScores && reply.Items.Length > 0 && reply.Items[0].Kind != ReplyKind.Array ? 2 : 1;
        return [.. reply.Items.Chunk(perElement).Select(parts => string.Join(' ', parts.Select(part => part.ToString())))];
    }

    private static (Reply Expected, Reply Actual) Walks(Duet duet, Command command)
    {
        var cursorAt = command.Rule == ReplyRule.ScanWalk ? 1 : 2;
        var isFromStart = command.Arguments.Count > cursorAt && command.Arguments[cursorAt].AsSpan().SequenceEqual("0"u8);
        return duet.Each(connection => isFromStart ? Walk(connection, command, cursorAt) : Peek(connection, command));
    }

    /// <summary>A cursor out of nowhere may visit anything: only errors and the shape of the reply compare.</summary>
    private static Reply Peek(RespConnection connection, Command command)
    {
        var reply = Ask(connection, command.Arguments);
        return reply.Kind == ReplyKind.Array && reply.Items.Length == 2 ? Agreed : reply;
    }

    /// <summary>A key, or a member with its score. The text of a whole score that long goes by the board's form, and so by its history in Redis: a known difference.</summary>
    private static string Visit(Reply[] element)
    {
        if (element.Length == 2 && double.TryParse(element[1].AsString, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && Math.Abs(score) is >= ShortestLongScore and <= LongestLongScore)
            return string.Create(CultureInfo.InvariantCulture, $"{element[0]} -> {score:G17}");
        return string.Join(" -> ", element.Select(part => part.ToString()));
    }

    private static Reply Walk(RespConnection connection, Command command, int cursorAt)
    {
        var arguments = command.Arguments.ToArray();
        var perElement = command.Rule == ReplyRule.PairScanWalk ? 2 : 1;
        var visited = new SortedSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < MaxRounds; round++)
        {
            var reply = Ask(connection, arguments);
            if (reply.Kind != ReplyKind.Array || reply.Items.Length != 2) return reply;
            foreach (var element in reply.Items[1].Items.Chunk(perElement)) visited.Add(Visit(element));
            arguments[cursorAt] = reply.Items[0].Text;
            if (reply.Items[0].AsString == "0") return Reply.Aggregate(reply.Items[1].Kind, [.. visited.Select(text => Reply.Leaf(ReplyKind.Simple, text))]);
        }
        return Reply.Leaf(ReplyKind.Rubbish, $"no end of the walk after {MaxRounds} rounds");
    }
}
