using System.Diagnostics;
using System.Globalization;
using AkkaCache.Differential.Comparison;
using AkkaCache.Differential.Generation;
using AkkaCache.Differential.Running;
using AkkaCache.Differential.Servers;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Differential.Scenarios;

/// <summary>Plays a hand-written scenario to both servers, line by line, and compares every reply.</summary>
/// <param name="control">Empties the servers before; without it a connection does that whose end a scenario that counts connections may see.</param>
internal sealed class ScenarioPlayer(ServerPair servers, int protocol, Duet? control = null) : IDisposable
{
    private static readonly TimeSpan ExpiryDeadline = TimeSpan.FromSeconds(10);

    private readonly Dictionary<int, Duet> _duets = [];

    /// <summary>What the last line was answered.</summary>
    public (Reply Expected, Reply Actual) Last { get; private set; }

    public int Replies { get; private set; }

    /// <returns>What differed first; null when nothing did.</returns>
    public string? Play(string text, bool compareLast = true)
    {
        Empty();
        var lines = Line.ParseAll(text);
        for (var i = 0; i < lines.Count; i++)
        {
            var isCompared = compareLast || i < lines.Count - 1;
            if (Play(lines[i]) is { } difference && isCompared) return difference;
        }
        if (!compareLast) return null;
        return NothingIsLeft() ?? StateAfterwards();
    }

    private void Empty()
    {
        if (control is not null)
        {
            control.Ask("FLUSHALL");
            return;
        }
        using var passing = new Duet(servers);
        passing.Ask("FLUSHALL");
    }

    private string? Play(Line line)
    {
        var duet = Connection(line.Connection);
        if (line.Words.Count == 2 && line.Words[0].AsSpan().SequenceEqual("gone"u8)) return WaitUntilGone(duet, line);
        if (line.Words.Count > 0)
        {
            using var bytes = new MemoryStream();
            RequestEncoder.WriteArray(bytes, line.Words);
            duet.Send(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
        for (var i = 0; line.Replies == Line.UntilEnd || i < line.Replies; i++)
        {
            Last = duet.Read();
            Replies++;
            var rule = line.TypesOnly ? ReplyRule.SameType : ReplyRule.Exact;
            if (!ReplyComparer.Agree(rule, Last.Expected, Last.Actual)) return Describe(line.Text, Last.Expected, Last.Actual);
            if (Last.Expected.IsEndOfStream) return null;
        }
        return null;
    }

    private static string? WaitUntilGone(Duet duet, Line line)
    {
        var started = Stopwatch.GetTimestamp();
        var key = ReadableText.Word(line.Words[1]);
        while (Stopwatch.GetElapsedTime(started) < ExpiryDeadline)
        {
            var (expected, actual) = duet.Ask("EXISTS", key);
            if (expected.AsString == "0" && actual.AsString == "0") return null;
        }
        return $"{line.Text}: the key did not expire on both servers";
    }

    /// <summary>A reply too many would otherwise go unnoticed: each connection must answer a marker next.</summary>
    private string? NothingIsLeft()
    {
        foreach (var (number, duet) in _duets)
        {
            if (duet.IsOver) continue;
            var (expected, actual) = duet.Ask("PING", "nothing-is-left");
            if (!expected.SameAs(actual)) return Describe($"{number}: what comes after the scenario", expected, actual);
        }
        return null;
    }

    private string? StateAfterwards()
    {
        using var control = new Duet(servers);
        var (expected, _) = control.Ask("PING");
        if (expected.IsError) return null;
        var difference = StateComparison.Find(control, 0, out var replies);
        Replies += replies;
        return difference is null ? null : Describe(difference.What, difference.Expected, difference.Actual);
    }

    private Duet Connection(int number)
    {
        if (_duets.TryGetValue(number, out var duet)) return duet;
        duet = _duets[number] = new Duet(servers);
        if (protocol != 2) duet.Ask("HELLO", protocol.ToString(CultureInfo.InvariantCulture));
        return duet;
    }

    private string Describe(string what, Reply expected, Reply actual) =>
        $"RESP{protocol}, {what}\n  reference: {expected.Shortened()}\n  candidate: {actual.Shortened()}";

    public void Dispose()
    {
        foreach (var duet in _duets.Values) duet.Dispose();
    }
}
