namespace AkkaCache.Differential.Generation;

/// <summary>A rule of the grammar: how one command is written.</summary>
/// <param name="Weight">How often, relative to the other productions of its family.</param>
/// <param name="Write">Draws one command.</param>
internal sealed record Production(int Weight, Func<Vocabulary, Draft> Write);
