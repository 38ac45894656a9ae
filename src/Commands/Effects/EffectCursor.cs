namespace AkkaCache.Commands.Effects;

/// <summary>Where a reader of an <see cref="EffectLog"/> stands: the effect that it reads next, and where that begins.</summary>
/// <param name="Sequence">Of the next effect.</param>
/// <param name="Offset">Bytes of records before it since the log began: stays right when the ring grows or forgets.</param>
public readonly record struct EffectCursor(long Sequence, long Offset);
