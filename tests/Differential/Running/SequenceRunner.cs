using System.Globalization;
using AkkaCache.Differential.Comparison;
using AkkaCache.Differential.Generation;
using AkkaCache.Differential.Servers;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Differential.Running;

/// <summary>Plays sequences to both servers and stops at the first disagreement.</summary>
/// <remarks>
/// Runs of steps on one connection are pipelined; the bytes go out in pieces cut anywhere, so that frames arrive split.
/// A step that needs a dialogue, and a change of connection, end a batch: then the order between connections is known.
/// </remarks>
internal sealed class SequenceRunner(ServerPair servers, int protocol, Coverage? coverage) : IDisposable
{
    /// <summary>Enough to make round trips cheap, little enough that nobody's buffers fill.</summary>
    private static readonly string[] OnlyInClusters = ["CROSSSLOT", "not allowed inside a transaction"];

    private const int MaxBatch = 50;

    private const int MaxPieces = 5;
    private const int Connections = 2;

    private readonly Duet?[] _duets = new Duet?[Connections];
    private readonly string _protocol = protocol.ToString(CultureInfo.InvariantCulture);
    private Duet? _control;
    private bool _isCut;

    public Difference? Run(IReadOnlyList<Step> steps, int seed)
    {
        var random = new Random(seed);
        var fault = Prepare();
        _isCut = false;
        for (var at = 0; at < steps.Count && fault is null && !_isCut;)
        {
            var end = EndOfBatch(steps, at, 1 + random.Next(MaxBatch));
            fault = Play(steps, at, end, random);
            at = end;
        }
        if (fault is null && !_isCut) fault = CompareState(steps.Count);
        if (_isCut) coverage?.CountCut();
        if (fault is not null || _isCut) Forget();
        return fault;
    }

    /// <summary>Brings both servers and all connections to the same beginning. Of a cluster, each sequence asks other nodes.</summary>
    private Difference? Prepare()
    {
        _control ??= Open();
        var (expected, actual) = _control.Ask("FLUSHALL");
        if (!expected.IsOk || !actual.IsOk) return new Difference(0, "FLUSHALL before the sequence", expected, actual);
        (expected, actual) = _control.Ask("CONFIG", "SET", "maxmemory", "0", "maxmemory-policy", "noeviction");
        if (!expected.IsOk || !actual.IsOk) return new Difference(0, "CONFIG SET before the sequence", expected, actual);
        for (var i = 0; i < Connections; i++)
        {
            if (_duets[i] is { IsOver: false } duet && !servers.IsCluster)
            {
                duet.Queue = null;
                // A sequence cut short may have left messages on their way.
                (expected, actual) = duet.Each(Listening.HearReset);
                if (!expected.SameAs(actual)) return new Difference(0, "RESET before the sequence", expected, actual);
                Greet(duet);
                continue;
            }
            Replace(i);
        }
        return null;
    }

    private void Replace(int connection)
    {
        _duets[connection]?.Dispose();
        _duets[connection] = Open();
    }

    private Duet Open()
    {
        var duet = new Duet(servers);
        Greet(duet);
        return duet;
    }

    private void Greet(Duet duet) => duet.Ask("HELLO", _protocol);

    private static int EndOfBatch(IReadOnlyList<Step> steps, int at, int longest)
    {
        if (steps[at].Command.NeedsDialogue) return at + 1;
        var end = at + 1;
        while (end < steps.Count && end - at < longest && steps[end].Connection == steps[at].Connection && !steps[end].Command.NeedsDialogue) end++;
        return end;
    }

    private Difference? Play(IReadOnlyList<Step> steps, int at, int end, Random random)
    {
        var duet = _duets[steps[at].Connection]!;
        if (steps[at].Command.NeedsDialogue && (duet.Queue is null || steps[at].Command.Rule == ReplyRule.Ending))
        {
            var (expected, actual) = Dialogues.Hold(duet, steps[at].Command);
            coverage?.CountReplies(1);
            if (!expected.SameAs(actual)) return new Difference(at, steps[at].ToString(), expected, actual);
            coverage?.Count(steps[at].Command, expected);
            if (steps[at].Command.Rule == ReplyRule.Ending) Replace(steps[at].Connection);
            return null;
        }
        using var bytes = new MemoryStream();
        for (var i = at; i < end; i++) steps[i].Command.WriteTo(bytes);
        SendInPieces(duet, bytes.GetBuffer().AsSpan(0, (int)bytes.Length), random);
        for (var i = at; i < end; i++)
        {
            var (expected, actual) = duet.Read();
            if (_isCut) continue;
            coverage?.CountReplies(1);
            if (IsRefusedInClusters(actual))
            {
                // What was sent behind it is on its way, and would be executed in the next sequence: it is awaited, and not compared.
                _isCut = true;
                continue;
            }
            if (!Judge(duet, steps[i].Command, expected, actual)) return new Difference(i, steps[i].ToString(), expected, actual);
        }
        return null;
    }

    private static void SendInPieces(Duet duet, ReadOnlySpan<byte> bytes, Random random)
    {
        for (var pieces = random.Next(MaxPieces); pieces > 0 && bytes.Length > 1; pieces--)
        {
            var cut = 1 + random.Next(bytes.Length - 1);
            duet.Send(bytes[..cut]);
            bytes = bytes[cut..];
        }
        duet.Send(bytes);
    }

    private bool Judge(Duet duet, Command command, Reply expected, Reply actual)
    {
        if (duet.Queue is not { } queue)
        {
            if (!ReplyComparer.Agree(command.Rule, expected, actual)) return false;
            coverage?.Count(command, expected);
            if (Is(command, "MULTI") && expected.IsOk) duet.Queue = [];
            return true;
        }
        if (expected.IsQueued || actual.IsQueued)
        {
            queue.Add(command);
            return expected.SameAs(actual);
        }
        if (Is(command, "EXEC") && expected.Kind == ReplyKind.Array && actual.Kind == ReplyKind.Array) return JudgeExec(duet, command, queue, expected, actual);
        // Errors leave the transaction open, but for those of EXEC itself.
        if (Is(command, "EXEC")) duet.Queue = null;
        if ((Is(command, "DISCARD") || Is(command, "RESET")) && !expected.IsError) duet.Queue = null;
        coverage?.Count(command, expected);
        return expected.SameAs(actual);
    }

    private bool JudgeExec(Duet duet, Command exec, List<Command> queue, Reply expected, Reply actual)
    {
        duet.Queue = null;
        coverage?.Count(exec, expected);
        coverage?.CountReplies(expected.Items.Length);
        if (expected.Items.Length != actual.Items.Length || expected.Items.Length != queue.Count) return false;
        for (var i = 0; i < queue.Count; i++)
        {
            if (!ReplyComparer.Agree(queue[i].Rule, expected.Items[i], actual.Items[i])) return false;
            coverage?.Count(queue[i], expected.Items[i]);
        }
        return true;
    }

    /// <summary>
    /// What only a cluster refuses, so that a lone Redis and a cluster part ways: keys in several slots, as a damaged key may be; and in a transaction, which may run on another node, commands
    /// without keys that are about the connection, about one node, or about all of them.
    /// </summary>
    private bool IsRefusedInClusters(Reply actual) => servers.IsCluster && actual.IsError && Array.Exists(OnlyInClusters, text => actual.AsString.Contains(text, StringComparison.Ordinal));

    private static bool Is(Command command, string name) =>
        command.Arguments[0].Length == name.Length && System.Text.Encoding.Latin1.GetString(command.Arguments[0]).Equals(name, StringComparison.OrdinalIgnoreCase);

    private Difference? CompareState(int position)
    {
        var difference = StateComparison.Find(_control!, position, out var replies);
        coverage?.CountReplies(replies);
        return difference;
    }

    /// <summary>After a disagreement the connections may be out of step.</summary>
    private void Forget()
    {
        _control?.Dispose();
        _control = null;
        for (var i = 0; i < Connections; i++)
        {
            _duets[i]?.Dispose();
            _duets[i] = null;
        }
    }

    public void Dispose() => Forget();
}
