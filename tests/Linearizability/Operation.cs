namespace AkkaCache.Testing.Linearizability;

/// <summary>One call of a client on the key that the history is about, and what came of it.</summary>
/// <param name="Client">Who called; for the report only.</param>
/// <param name="Output">The reply. Ignored when the outcome is unknown.</param>
/// <param name="Called">Logical time of the call.</param>
/// <param name="Returned">Logical time of the reply; null when the outcome is unknown: it takes effect at any time after the call, or never.</param>
/// <remarks>One operation precedes another when it returned at an earlier time than the other was called; at the same time they are concurrent.</remarks>
public sealed record Operation<TInput, TOutput>(int Client, TInput Input, TOutput? Output, long Called, long? Returned)
{
    public bool OutcomeKnown => Returned is not null;

    public override string ToString() => OutcomeKnown
        ? $"client {Client}  [{Called}, {Returned}]  {Input} -> {ValueText.Of(Output)}"
        : $"client {Client}  [{Called}, ?]  {Input} -> outcome unknown";
}
