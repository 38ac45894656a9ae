using System.Diagnostics.CodeAnalysis;

namespace AkkaCache.Commands.Effects;

/// <summary>One effect, copied out of the log.</summary>
/// <param name="Sequence">Its number in the log, from 1.</param>
/// <param name="Arguments">The command vector, the name first.</param>
/// <param name="Continued">More effects of the same transaction follow.</param>
[SuppressMessage("Performance", "CA1819", Justification = "A copy that the reader owns.")]
public sealed record Effect(long Sequence, byte[][] Arguments, bool Continued);
