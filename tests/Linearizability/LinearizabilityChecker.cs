namespace AkkaCache.Testing.Linearizability;

/// <summary>Decides whether the operations on one key can be put in an order that explains every reply and contradicts no clock.</summary>
public static class LinearizabilityChecker
{
    /// <summary>A state takes 1 to 5 µs and a few hundred bytes: seconds and a few hundred MB at worst.</summary>
    public const int DefaultMaxStates = 1_000_000;

    /// <param name="history">In any order. Operations that failed for sure are not in it.</param>
    /// <param name="maxStates">Ceiling on work; beyond it the verdict is <see cref="Verdict.Unknown"/>.</param>
    public static CheckResult<TState, TInput, TOutput> Check<TState, TInput, TOutput>(
        ISequentialModel<TState, TInput, TOutput> model, IEnumerable<Operation<TInput, TOutput>> history, int maxStates = DefaultMaxStates)
    {
        Operation<TInput, TOutput>[] byCall = [.. history.OrderBy(operation => operation.Called)];
        foreach (var operation in byCall)
        {
            if (operation.Returned < operation.Called) throw new ArgumentException($"{operation}: returned before it was called", nameof(history));
        }
        var search = new OrderSearch<TState, TInput, TOutput>(model, byCall, maxStates);
        var verdict = search.Run();
        return Explain(model, byCall, verdict, search);
    }

    private static CheckResult<TState, TInput, TOutput> Explain<TState, TInput, TOutput>(
        ISequentialModel<TState, TInput, TOutput> model, Operation<TInput, TOutput>[] history, Verdict verdict, OrderSearch<TState, TInput, TOutput> search)
    {
        var state = model.Initial;
        var placed = new List<PlacedOperation<TState, TInput, TOutput>>();
        foreach (var index in search.Longest)
        {
            state = model.Apply(state, history[index].Input).State;
            placed.Add(new(history[index], state));
        }
        var taken = search.Longest.ToHashSet();
        var left = history.Where((operation, index) => operation.OutcomeKnown && !taken.Contains(index)).ToList();
        var firstReturn = left.Min(operation => operation.Returned);
        var blocked = left.Where(operation => operation.Called <= firstReturn)
            .Select(operation => new BlockedOperation<TInput, TOutput>(operation, model.Apply(state, operation.Input).Output)).ToList();
        return new(verdict, search.StatesVisited, model.Initial, placed, blocked, left.Count - blocked.Count);
    }
}
