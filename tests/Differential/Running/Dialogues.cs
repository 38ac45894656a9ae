using AkkaCache.Differential.Generation;
using AkkaCache.Differential.Wire;

namespace AkkaCache.Differential.Running;

/// <summary>Comparisons for which each server is asked more than once: cursors walked to their end, random keys looked up.</summary>
internal static class Dialogues
{
    /// <summary>A walk over the few keys of a sequence ends long before; a cursor that never returns to zero must not hang the run.</summary>
    private const int MaxRounds = 2000;

    private static readonly Reply Agreed = Reply.Leaf(ReplyKind.Simple, "agreed");

    public static (Reply Expected, Reply Actual) Hold(Duet duet, Command command) => command.Rule switch
    {
        ReplyRule.RandomKey => RandomKey(duet, command),
        _ => Walks(duet, command),
    };

    /// <summary>The random answers differ; what is reported is whether each is a key, and of which type it is.</summary>
    private static (Reply Expected, Reply Actual) RandomKey(Duet duet, Command command) => duet.Each(connection =>
    {
        var picked = Ask(connection, command.Arguments);
        if (picked.Kind != ReplyKind.Bulk) return picked;
        var keys = Ask(connection, [Vocabulary.Bytes("KEYS"), Vocabulary.Bytes("*")]);
        return keys.Items.Any(key => key.SameAs(picked)) ? Agreed : picked;
    });

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

    private static Reply Walk(RespConnection connection, Command command, int cursorAt)
    {
        var arguments = command.Arguments.ToArray();
        var perElement = command.Rule == ReplyRule.PairScanWalk ? 2 : 1;
        var visited = new SortedSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < MaxRounds; round++)
        {
            var reply = Ask(connection, arguments);
            if (reply.Kind != ReplyKind.Array || reply.Items.Length != 2) return reply;
            foreach (var element in reply.Items[1].Items.Chunk(perElement)) visited.Add(string.Join(" -> ", element.Select(part => part.ToString())));
            arguments[cursorAt] = reply.Items[0].Text;
            if (reply.Items[0].AsString == "0") return Reply.Aggregate(reply.Items[1].Kind, [.. visited.Select(text => Reply.Leaf(ReplyKind.Simple, text))]);
        }
        return Reply.Leaf(ReplyKind.Rubbish, $"no end of the walk after {MaxRounds} rounds");
    }

    private static Reply Ask(RespConnection connection, IReadOnlyList<byte[]> arguments)
    {
        using var bytes = new MemoryStream();
        RequestEncoder.WriteArray(bytes, arguments);
        connection.Send(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        return connection.Read();
    }
}
