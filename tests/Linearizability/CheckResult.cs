using System.Text;

namespace AkkaCache.Testing.Linearizability;

/// <summary>What the checker found. Its text is the report for a person.</summary>
/// <param name="Placed">When linearizable, the order found; else the longest beginning of an order. Unknown outcomes that are not in it had no effect.</param>
/// <param name="Blocked">Which operations could have come next after <paramref name="Placed"/> by their times, but not by their outputs or by what follows.</param>
/// <param name="NotReached">How many operations of known outcome were called later than that.</param>
public sealed record CheckResult<TState, TInput, TOutput>(
    Verdict Verdict,
    int StatesVisited,
    TState Initial,
    IReadOnlyList<PlacedOperation<TState, TInput, TOutput>> Placed,
    IReadOnlyList<BlockedOperation<TInput, TOutput>> Blocked,
    int NotReached)
{
    /// <summary>Of a long order only the end matters to a reader: what led to the place where it breaks off.</summary>
    private const int MaxPlacedShown = 20;

    public override string ToString()
    {
        var report = new StringBuilder();
        report.AppendLine($"{Headline}: {Placed.Count} operations placed, {StatesVisited} states visited.");
        report.AppendLine(Verdict == Verdict.Linearizable ? "In this order:" : "The longest beginning of an order:");
        if (Placed.Count > MaxPlacedShown) report.AppendLine($"  ... {Placed.Count - MaxPlacedShown} more before");
        foreach (var (operation, state) in Placed.TakeLast(MaxPlacedShown)) report.AppendLine($"  {operation}  makes it {ValueText.Of(state)}");
        if (Verdict == Verdict.Linearizable) return report.ToString();

        report.AppendLine($"With {ValueText.Of(Placed.Count > 0 ? Placed[^1].State : Initial)} none of these leads on:");
        foreach (var (operation, expected) in Blocked) report.AppendLine($"  {operation}  the model answers {ValueText.Of(expected)}");
        if (NotReached > 0) report.AppendLine($"Not reached: {NotReached} operations called later.");
        return report.ToString();
    }

    private string Headline => Verdict switch
    {
        Verdict.Linearizable => "Linearizable",
        Verdict.NotLinearizable => "Not linearizable",
        _ => "Unknown, the ceiling on states was reached",
    };
}

/// <summary>An operation in its place, and the state that it made.</summary>
public sealed record PlacedOperation<TState, TInput, TOutput>(Operation<TInput, TOutput> Operation, TState State);

/// <summary>An operation that could not be placed, and what the model would have answered.</summary>
public sealed record BlockedOperation<TInput, TOutput>(Operation<TInput, TOutput> Operation, TOutput? Expected);
