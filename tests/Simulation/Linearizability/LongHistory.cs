using AkkaCache.Testing.Linearizability;

namespace AkkaCache.Simulation.Tests.Linearizability;

internal enum Workload { Register, Counter, AppendList, Mixed }

/// <summary>Histories as the simulation makes them: clients that call one after the other, on a key where each call takes effect at one moment.</summary>
internal static class LongHistory
{
    private const int MaxLength = 40;

    public static StringOperation[] Play(Workload workload, int operations, int clients, double unknownShare, int seed)
    {
        var random = new Random(seed);
        var free = new long[clients];
        var calls = new List<(StringOperation Operation, long Point)>();
        for (var i = 0; i < operations; i++)
        {
            var client = Array.IndexOf(free, free.Min());
            var called = free[client] + random.Next(10);
            var returned = called + random.Next(1, MaxLength);
            var unknown = random.NextDouble() < unknownShare;
            // Of the unknown a third takes effect in time, a third late, a third never.
            var point = !unknown ? random.NextInt64(called, returned + 1) : random.Next(3) switch { 0 => returned, 1 => called + random.Next(10 * MaxLength), _ => long.MaxValue };
            calls.Add((new StringOperation(client, Call(workload, random, i), null, called, unknown ? null : returned), point));
            free[client] = returned + 1;
        }
        return [.. Answer(calls)];
    }

    /// <summary>One read in the second half answers what a read some time before it did. Nearly always that is not linearizable.</summary>
    public static StringOperation[] Spoil(StringOperation[] history, int seed)
    {
        var random = new Random(seed);
        var spoilt = history.ToArray();
        while (true)
        {
            var at = random.Next(history.Length / 2, history.Length);
            var reads = history.Where(other => other.Input.Command == StringCommand.Get && other.Returned < history[at].Called - MaxLength).ToList();
            if (history[at].Input.Command != StringCommand.Get || !history[at].OutcomeKnown || reads.Count == 0) continue;
            var stale = reads[^Math.Min(reads.Count, random.Next(3, 8))];
            if (stale.Output == history[at].Output) continue;
            spoilt[at] = history[at] with { Output = stale.Output };
            return spoilt;
        }
    }

    private static IEnumerable<StringOperation> Answer(List<(StringOperation Operation, long Point)> calls)
    {
        string? state = null;
        foreach (var (operation, point) in calls.OrderBy(call => call.Point))
        {
            if (point == long.MaxValue)
            {
                yield return operation;
                continue;
            }
            (state, var output) = new StringModel().Apply(state, operation.Input);
            yield return operation.OutcomeKnown ? operation with { Output = output } : operation;
        }
    }

    private static StringCall Call(Workload workload, Random random, int number) => (workload, random.Next(10)) switch
    {
        (Workload.Mixed, 0) => StringCall.Increment,
        (Workload.Mixed, 1) => StringCall.Append($"{number % 10}"),
        (Workload.Register or Workload.Mixed, 2) => StringCall.Delete,
        (Workload.Register or Workload.Mixed, <= 5) => StringCall.Set($"{number}"),
        (Workload.Counter, <= 5) => StringCall.Increment,
        (Workload.AppendList, <= 5) => StringCall.Append($"{number},"),
        _ => StringCall.Get,
    };
}
