using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Arguments;

/// <summary>Reads the time of SET, SETEX and GETEX: positive, relative or absolute, seconds or milliseconds.</summary>
internal static class ExpireText
{
    private const long MsPerSecond = 1000;

    /// <summary>The absolute time in milliseconds; false with the error written when the text is no integer, not positive or too large.</summary>
    public static bool TryReadDue(in CommandContext context, scoped ReadOnlySpan<byte> text, ExpireUnit unit, out long dueMs)
    {
        if (!IntegerText.TryParse(text, out dueMs))
        {
            context.Reply.Error(ErrorText.NotInteger);
            return false;
        }
        var inSeconds = unit is ExpireUnit.Seconds or ExpireUnit.UnixSeconds;
        if (dueMs <= 0 || (inSeconds && dueMs > long.MaxValue / MsPerSecond)) return Invalid(context);
        if (inSeconds) dueMs *= MsPerSecond;
        if (unit is ExpireUnit.UnixSeconds or ExpireUnit.UnixMilliseconds) return true;
        if (dueMs > long.MaxValue - context.NowMs) return Invalid(context);
        dueMs += context.NowMs;
        return true;
    }

    private static bool Invalid(in CommandContext context)
    {
        ErrorText.InvalidExpire(context.Reply, context.Command.NameUtf8);
        return false;
    }
}

/// <summary>What the number after EX, PX, EXAT or PXAT means.</summary>
internal enum ExpireUnit : byte
{
    None,
    Seconds,
    Milliseconds,
    UnixSeconds,
    UnixMilliseconds,
}
