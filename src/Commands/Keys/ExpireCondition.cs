using AkkaCache.Commands.Arguments;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Keys;

/// <summary>The options of EXPIRE and its kin: when the new time may replace the old one.</summary>
internal readonly record struct ExpireCondition(bool OnlyIfNone, bool OnlyIfAny, bool OnlyIfLater, bool OnlyIfSooner)
{
    /// <summary>Options from argument 3 on; false with the error written.</summary>
    public static bool TryRead(CommandVector args, RespWriter reply, out ExpireCondition condition)
    {
        condition = default;
        for (var at = 3; at < args.Count; at++)
        {
            if (Keyword.Is(args[at], "NX"u8)) condition = condition with { OnlyIfNone = true };
            else if (Keyword.Is(args[at], "XX"u8)) condition = condition with { OnlyIfAny = true };
            else if (Keyword.Is(args[at], "GT"u8)) condition = condition with { OnlyIfLater = true };
            else if (Keyword.Is(args[at], "LT"u8)) condition = condition with { OnlyIfSooner = true };
            else
            {
                ErrorText.UnsupportedOption(reply, args[at]);
                return false;
            }
        }
        if (condition.OnlyIfNone && (condition.OnlyIfAny || condition.OnlyIfLater || condition.OnlyIfSooner))
        {
            reply.Error(ErrorText.ExpireNxWithOthers);
            return false;
        }
        if (condition is { OnlyIfLater: true, OnlyIfSooner: true })
        {
            reply.Error(ErrorText.ExpireGtWithLt);
            return false;
        }
        return true;
    }

    /// <param name="currentMs">Due time now, 0 for none, which counts as never.</param>
    /// <param name="wantedMs">The new one; may lie in the past, even before 1970.</param>
    public bool Allows(long currentMs, long wantedMs)
    {
        if (OnlyIfNone && currentMs != 0) return false;
        if (OnlyIfAny && currentMs == 0) return false;
        if (OnlyIfLater && (currentMs == 0 || wantedMs <= currentMs)) return false;
        return !OnlyIfSooner || currentMs == 0 || wantedMs < currentMs;
    }
}
