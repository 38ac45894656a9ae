using AkkaCache.Differential.Running;
using AkkaCache.Differential.Servers;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Differential.Raw;

/// <summary>Sends raw bytes on a new connection to each server and reads everything until they close.</summary>
/// <remarks>
/// The client stops sending after the bytes, so a server that keeps the connection alive answers the PING at their end and then
/// sees the end of the stream; one that gave up on the connection does not answer it.
/// </remarks>
internal static class RawExchange
{
    /// <summary>What both servers sent until they closed.</summary>
    public static (List<Reply> Expected, List<Reply> Actual) Hold(ServerPair servers, ReadOnlySpan<byte> bytes)
    {
        using var reference = new RespConnection(servers.Reference);
        using var candidate = new RespConnection(servers.Candidate);
        foreach (var connection in (RespConnection[])[reference, candidate])
        {
            connection.Send(bytes);
            connection.Send("PING still-alive\r\n"u8);
            connection.FinishSending();
        }
        return (reference.ReadToEnd(), candidate.ReadToEnd());
    }

    /// <returns>What differed; null when nothing did.</returns>
    public static string? Compare(ServerPair servers, ReadOnlySpan<byte> bytes, out int replies)
    {
        var (expected, actual) = Hold(servers, bytes);
        replies = expected.Count;
        var same = expected.Count == actual.Count;
        for (var i = 0; same && i < expected.Count; i++) same = expected[i].SameAs(actual[i]);
        return same ? null : $"sent {ReadableText.Quote(bytes, shortened: false)}\n  reference: {Show(expected)}\n  candidate: {Show(actual)}";
    }

    /// <summary>True when the reference stopped at a zero byte in a line, and said the same as the candidate until then.</summary>
    public static bool IsStoppedByZeroByte(ServerPair servers, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.Contains((byte)0)) return false;
        var (expected, actual) = Hold(servers, bytes);
        if (expected.Count > actual.Count || expected[^1].Kind != ReplyKind.Closed) return false;
        for (var i = 0; i < expected.Count - 1; i++)
            if (!expected[i].SameAs(actual[i])) return false;
        return true;
    }

    /// <summary>True when the first reply that differs refuses a command that only the reference has: a changed letter can make one, XRANGE of ZRANGE.</summary>
    public static bool NamesForeignCommand(ServerPair servers, ReadOnlySpan<byte> bytes)
    {
        var (expected, actual) = Hold(servers, bytes);
        var at = 0;
        while (at < Math.Min(expected.Count, actual.Count) && expected[at].SameAs(actual[at])) at++;
        if (at >= actual.Count || !actual[at].IsError || actual[at].AsString.Split('\'') is not ["ERR unknown command ", var name, ..]) return false;
        using var reference = new RespConnection(servers.Reference);
        return Dialogues.Ask(reference, "COMMAND", "INFO", name).Items is [{ Items.Length: > 0 }];
    }

    public static string Show(List<Reply> replies) => string.Join("; ", replies.Select(reply => reply.Shortened()));
}
