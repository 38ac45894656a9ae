namespace AkkaCache.Testing.Linearizability;

/// <summary>What one key does when its operations come one after the other. Deterministic.</summary>
/// <remarks>States, inputs and outputs are immutable and compared by value.</remarks>
public interface ISequentialModel<TState, TInput, TOutput>
{
    TState Initial { get; }

    (TState State, TOutput? Output) Apply(TState state, TInput input);

    /// <summary>Whether <paramref name="input"/> may yet answer <paramref name="output"/> after some of <paramref name="others"/>, each at most once.</summary>
    /// <returns>False only when that is sure: then the search goes no further on this branch.</returns>
    bool MayAnswer(TState state, TInput input, TOutput? output, IReadOnlyList<TInput> others) => true;

    /// <summary>An input of unknown outcome in place of another, when no reply in the history could tell them apart.</summary>
    /// <remarks>Inputs that become equal are tried once instead of each.</remarks>
    TInput Simplify(TInput unknown, IReadOnlyList<Operation<TInput, TOutput>> history) => unknown;
}
