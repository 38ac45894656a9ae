using AkkaCache.Commands.Effects;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.SortedSets;

/// <summary>Effects on boards that differ from the command that had them.</summary>
internal static class BoardEffects
{
    /// <summary>ZADD of a score that was reached by adding.</summary>
    public static void Score(EffectLog log, ReadOnlySpan<byte> key, double score, ReadOnlySpan<byte> member)
    {
        log.Begin(4);
        log.Argument("ZADD"u8);
        log.Argument(key);
        Pair(log, score, member);
        log.End();
    }

    /// <summary>Score and member as ZADD takes them: 17 digits bring back the very same double.</summary>
    public static void Pair(EffectLog log, double score, ReadOnlySpan<byte> member)
    {
        Span<byte> text = stackalloc byte[DoubleText.MaxBytes];
        log.Argument(text[..DoubleText.Format(score, text)]);
        log.Argument(member);
    }
}
