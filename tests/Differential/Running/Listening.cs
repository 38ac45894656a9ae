using AkkaCache.Differential.Generation;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Differential.Running;

/// <summary>Hears a connection out where one command may be followed by many replies or by none: until a mark that was sent behind it comes back, or the end.</summary>
internal static class Listening
{
    private const string Mark = "so far and no further";

    private static readonly string[] Leaving = ["UNSUBSCRIBE", "PUNSUBSCRIBE"];

    /// <summary>What comes up to the mark: the command's replies, then the messages that reached the connection meanwhile.</summary>
    /// <remarks>The daemon's messages have a way of their own and may come later than the replies; as many as the reference's are waited for.</remarks>
    public static (Reply Expected, Reply Actual) Hear(Duet duet, Command command)
    {
        duet.Each(connection =>
        {
            Dialogues.Send(connection, command.Arguments);
            return true;
        });
        var due = 0;
        return duet.Each(connection =>
        {
            var heard = UntilMark(connection);
            while (heard.Count(IsMessage) < due && !heard[^1].IsEndOfStream) heard.Add(connection.Read());
            due = heard.Count(IsMessage);
            return Together([.. Replies(heard, LeavesAll(command)), .. Messages(heard)]);
        });
    }

    public static Reply HearMuted(RespConnection connection, Command command)
    {
        Dialogues.Send(connection, command.Arguments);
        Dialogues.Send(connection, [Vocabulary.Bytes("ECHO"), Vocabulary.Bytes("unheard")]);
        Dialogues.Send(connection, [Vocabulary.Bytes("CLIENT"), Vocabulary.Bytes("REPLY"), Vocabulary.Bytes("ON")]);
        return Together(UntilMark(connection));
    }

    public static Reply HearEnd(RespConnection connection, Command command)
    {
        Dialogues.Send(connection, command.Arguments);
        return Together(connection.ReadToEnd());
    }

    /// <summary>The answer to RESET, whatever messages come before it.</summary>
    public static Reply HearReset(RespConnection connection)
    {
        Dialogues.Send(connection, [Vocabulary.Bytes("RESET")]);
        return Together([.. UntilMark(connection).Where(reply => !IsMessage(reply))]);
    }

    private static List<Reply> UntilMark(RespConnection connection)
    {
        Dialogues.Send(connection, [Vocabulary.Bytes("PING"), Vocabulary.Bytes(Mark)]);
        var heard = new List<Reply>();
        while (true)
        {
            var reply = connection.Read();
            if (IsMark(reply)) return heard;
            heard.Add(reply);
            if (reply.IsEndOfStream) return heard;
        }
    }

    /// <summary>A subscribed connection of RESP2 has it in an array.</summary>
    private static bool IsMark(Reply reply) => (reply.Kind == ReplyKind.Array && reply.Items.Length == 2 ? reply.Items[1] : reply) is { Kind: ReplyKind.Bulk, AsString: Mark };

    /// <summary>A connection that leaves all channels leaves them in the order of Redis's hash table: their names are sorted here, the counts stay where they are.</summary>
    private static List<Reply> Replies(List<Reply> heard, bool leavesAll)
    {
        var replies = heard.Where(reply => !IsMessage(reply)).ToList();
        if (!leavesAll) return replies;
        var names = replies.Where(IsLeft).Select(reply => reply.Items[1]).OrderBy(name => name.ToString(), StringComparer.Ordinal).ToList();
        var next = 0;
        return [.. replies.Select(reply => IsLeft(reply) ? Reply.Aggregate(reply.Kind, reply.Items[0], names[next++], reply.Items[2]) : reply)];
    }

    /// <summary>A publication reaches a connection once for each of its patterns that match, in no order: neighbours of one text are sorted.</summary>
    private static List<Reply> Messages(List<Reply> heard)
    {
        var messages = heard.Where(IsMessage).ToList();
        var ordered = new List<Reply>();
        for (var at = 0; at < messages.Count;)
        {
            var end = at + 1;
            while (end < messages.Count && messages[at].Items[^1].SameAs(messages[end].Items[^1])) end++;
            ordered.AddRange(messages[at..end].OrderBy(message => message.ToString(), StringComparer.Ordinal));
            at = end;
        }
        return ordered;
    }

    private static bool LeavesAll(Command command) => command.Arguments.Count == 1 && Leaving.Contains(ReadableText.Word(command.Arguments[0]), StringComparer.OrdinalIgnoreCase);

    private static bool IsMessage(Reply reply) => reply.Items.Length is 3 or 4 && reply.Items[0].AsString is ("message" or "pmessage");

    private static bool IsLeft(Reply reply) => reply.Items.Length == 3 && reply.Items[0].AsString is ("unsubscribe" or "punsubscribe");

    private static Reply Together(List<Reply> heard) => heard.Count == 1 ? heard[0] : Reply.Aggregate(ReplyKind.Array, [.. heard]);
}
