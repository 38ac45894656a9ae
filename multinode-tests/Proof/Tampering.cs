using System.Diagnostics;
using System.Net;
using AkkaCache.Multinode.Load;

namespace AkkaCache.Multinode.Proof;

/// <summary>Changes behind the back of a load that is over.</summary>
internal static class Tampering
{
    public static void Do(string what, History history, IPEndPoint server)
    {
        switch (what)
        {
            case "register gone":
                Ask(server, "DEL", Some(history, OperationKind.Set, ":string:").Subject);
                break;
            case "register of an earlier time":
                Ask(server, "SET", Some(history, OperationKind.Set, ":string:").Subject, Some(history, OperationKind.Set, ":string:").Value!);
                break;
            case "register of another":
                Ask(server, "SET", Some(history, OperationKind.Set, ":string:").Subject, "no value of anybody's");
                break;
            case "member of a board gone":
                Ask(server, ["ZREM", .. Some(history, OperationKind.Set, ":board:").Subject.Split(' ')]);
                break;
            case "one of a pair":
                Ask(server, "DEL", Some(history, OperationKind.Set, ":pair:").Subject + ":one");
                break;
            case "counter one less":
                Ask(server, "DECR", Some(history, OperationKind.Increment, ":counter:").Subject);
                break;
            case "counter one more":
                Ask(server, "INCR", Some(history, OperationKind.Increment, ":counter:").Subject);
                break;
            case "list without its end" or "list without its beginning":
                var list = Some(history, OperationKind.Append, ":list:").Subject;
                var text = Ask(server, "GET", list);
                Ask(server, "SET", list, what.EndsWith("end", StringComparison.Ordinal) ? text[..(text[..^1].LastIndexOf(';') + 1)] : text[(text.IndexOf(';') + 1)..]);
                break;
            case "points out of nothing":
                Ask(server, "ZINCRBY", Some(history, OperationKind.Transfer, ":bank:").Subject, "1", "m0");
                break;
            case "key that does not expire":
                var passing = history.Operations.Where(operation => operation.Kind == OperationKind.SetExpiring).MinBy(write => write.Called + write.Life.TotalSeconds * Stopwatch.Frequency)!;
                Ask(server, "SET", passing.Subject, passing.Value!);
                break;
            case "insert gone":
                Ask(server, "DEL", Some(history, OperationKind.Insert, ":insert:").Subject);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(what), what, "no such tampering");
        }
    }

    /// <summary>The first operation of the load, so that others came after it.</summary>
    private static LoadOperation Some(History history, OperationKind kind, string name) =>
        history.Subjects.Select(subject => subject.First()).First(operation => operation.Kind == kind && operation.Subject.Contains(name, StringComparison.Ordinal));

    private static string Ask(IPEndPoint server, params string[] command)
    {
        var reply = Conversation.Ask(server, command);
        return reply.IsError ? throw new InvalidOperationException($"{string.Join(' ', command)}: {reply}") : reply.AsString;
    }
}
