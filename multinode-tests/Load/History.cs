using System.Diagnostics;
using System.Globalization;

namespace AkkaCache.Multinode.Load;

/// <summary>Everything that a load sent, and what came of it.</summary>
internal sealed record History(IReadOnlyList<LoadOperation> Operations)
{
    public int Answered => Count(Outcome.Answered);

    public int NotExecuted => Count(Outcome.NotExecuted);

    public int Unknown => Count(Outcome.Unknown);

    public int Unexpected => Count(Outcome.Unexpected);

    /// <summary>Of those that were answered.</summary>
    public TimeSpan LongestWait => Operations.Select(operation => operation.Took).DefaultIfEmpty().Max();

    /// <summary>Refusals and errors by their first word, the most frequent first.</summary>
    public string Errors
    {
        get
        {
            var errors = Operations.Where(operation => operation.Outcome != Outcome.Answered && operation.Reply is not null)
                .GroupBy(operation => operation.Reply!.Split(' ')[0]).OrderByDescending(group => group.Count());
            return string.Join(", ", errors.Select(group => $"{group.Key} {group.Count()}"));
        }
    }

    /// <summary>Those that were not answered, a line each with the time of day, to be found in the nodes' logs; at most so many.</summary>
    public string Failures(int most) => Listed(Operations.Where(operation => !operation.IsAnswered).OrderBy(operation => operation.Called).Take(most));

    /// <summary>Those that took longer than <paramref name="limit"/>, the slowest first, in the same form.</summary>
    public string Slow(TimeSpan limit, int most) => Listed(Operations.Where(operation => operation.Took > limit).OrderByDescending(operation => operation.Took).Take(most));

    /// <summary>The operations of each subject, in the order of their calls.</summary>
    public IEnumerable<IGrouping<string, LoadOperation>> Subjects => Operations.OrderBy(operation => operation.Called).GroupBy(operation => operation.Subject);

    public History With(IEnumerable<LoadOperation> more) => new([.. Operations, .. more]);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"operations {Operations.Count}, answered {Answered}, not executed {NotExecuted}, unknown {Unknown}, unexpected {Unexpected}, longest wait {LongestWait.TotalSeconds:F3} s{(Errors.Length > 0 ? $" ({Errors})" : "")}");

    private int Count(Outcome outcome) => Operations.Count(operation => operation.Outcome == outcome);

    private static string Listed(IEnumerable<LoadOperation> operations)
    {
        var (now, ticks) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        return string.Join('\n', operations.Select(operation => $"{now - Stopwatch.GetElapsedTime(operation.Called, ticks):HH:mm:ss.fff} partition {operation.Partition} {operation} after {operation.Took.TotalSeconds:F3} s"));
    }
}
