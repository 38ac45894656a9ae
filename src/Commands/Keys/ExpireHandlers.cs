using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Keys;

/// <summary>Times to live: setting, asking and removing them.</summary>
internal static class ExpireHandlers
{
    private const long MsPerSecond = 1000;

    public static void Expire(ref CommandContext context) => ExpireAt(context, context.NowMs, MsPerSecond);

    public static void PExpire(ref CommandContext context) => ExpireAt(context, context.NowMs, 1);

    public static void ExpireAt(ref CommandContext context) => ExpireAt(context, 0, MsPerSecond);

    public static void PExpireAt(ref CommandContext context) => ExpireAt(context, 0, 1);

    public static void Ttl(ref CommandContext context) => ReplyDue(context, context.NowMs, MsPerSecond);

    public static void PTtl(ref CommandContext context) => ReplyDue(context, context.NowMs, 1);

    public static void ExpireTime(ref CommandContext context) => ReplyDue(context, 0, MsPerSecond);

    public static void PExpireTime(ref CommandContext context) => ReplyDue(context, 0, 1);

    public static void Persist(ref CommandContext context)
    {
        var key = context.Args[1];
        var entry = context.FindToWrite(key);
        if (entry < 0 || context.Store.DueOf(entry) == 0)
        {
            context.Reply.Integer(0);
            return;
        }
        context.Store.SetDue(entry, 0);
        context.WroteAsIs(key);
        context.Reply.Integer(1);
    }

    private static void ExpireAt(in CommandContext context, long baseMs, long unitMs)
    {
        var args = context.Args;
        var key = args[1];
        if (!ExpireCondition.TryRead(args, context.Reply, out var condition)) return;
        if (!IntegerText.TryParse(args[2], out var dueMs))
        {
            context.Reply.Error(ErrorText.NotInteger);
            return;
        }
        if (dueMs > long.MaxValue / unitMs || dueMs < long.MinValue / unitMs || dueMs * unitMs > long.MaxValue - baseMs)
        {
            ErrorText.InvalidExpire(context.Reply, context.Command.NameUtf8);
            return;
        }
        dueMs = (dueMs * unitMs) + baseMs;

        var entry = context.FindToWrite(key);
        if (entry < 0 || !condition.Allows(context.Store.DueOf(entry), dueMs))
        {
            context.Reply.Integer(0);
            return;
        }
        if (dueMs <= context.NowMs)
        {
            ExistenceHandlers.Remove(context.Space, entry, key);
        }
        else
        {
            context.Store.SetDue(entry, dueMs);
            context.Space.Changed(key);
            EffectWriter.ExpireAt(context.Effects, key, dueMs);
        }
        context.Reply.Integer(1);
    }

    private static void ReplyDue(in CommandContext context, long baseMs, long unitMs)
    {
        var entry = ExistenceHandlers.FindWithoutTouch(context, context.Space, context.Args[1]);
        if (entry < 0)
        {
            context.Reply.Integer(-2);
            return;
        }
        var dueMs = context.Store.DueOf(entry);
        if (dueMs == 0)
        {
            context.Reply.Integer(-1);
            return;
        }
        // Rounded to the nearest second; unsigned, because the latest time there is has no room for the half.
        context.Reply.Integer((long)(((ulong)(dueMs - baseMs) + ((ulong)unitMs / 2)) / (ulong)unitMs));
    }
}
