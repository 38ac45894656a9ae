using System.Buffers.Text;
using AkkaCache.Engine.SortedSets;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Effects;

/// <summary>Effects that several commands share.</summary>
public static class EffectWriter
{
    /// <summary>Members of one effect: some kilobytes, so that no single record is large.</summary>
    internal const int MembersPerEffect = 128;

    public static void Delete(EffectLog log, scoped ReadOnlySpan<byte> key)
    {
        log.Begin(2);
        log.Argument("DEL"u8);
        log.Argument(key);
        log.End();
    }

    public static void Set(EffectLog log, scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> value)
    {
        log.Begin(3);
        log.Argument("SET"u8);
        log.Argument(key);
        log.Argument(value);
        log.End();
    }

    /// <summary>SET that keeps the time to live: what INCRBYFLOAT and the like did.</summary>
    public static void SetKeepingTtl(EffectLog log, scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> value)
    {
        log.Begin(4);
        log.Argument("SET"u8);
        log.Argument(key);
        log.Argument(value);
        log.Argument("KEEPTTL"u8);
        log.End();
    }

    /// <summary>SET with an absolute time of expiry.</summary>
    public static void SetUntil(EffectLog log, scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> value, long dueMs)
    {
        log.Begin(5);
        log.Argument("SET"u8);
        log.Argument(key);
        log.Argument(value);
        log.Argument("PXAT"u8);
        Integer(log, dueMs);
        log.End();
    }

    /// <summary>The reply to a request of ONCE, behind the effect of its command.</summary>
    internal static void Once(EffectLog log, scoped ReadOnlySpan<byte> client, long sequence, long low, long timeMs, scoped ReadOnlySpan<byte> reply)
    {
        log.Begin(6);
        log.Argument("ONCE"u8);
        log.Argument(client);
        Integer(log, sequence);
        Integer(log, low);
        Integer(log, timeMs);
        log.Argument(reply);
        log.End();
    }

    public static void ExpireAt(EffectLog log, scoped ReadOnlySpan<byte> key, long dueMs)
    {
        log.Begin(3);
        log.Argument("PEXPIREAT"u8);
        log.Argument(key);
        Integer(log, dueMs);
        log.End();
    }

    public static void Persist(EffectLog log, scoped ReadOnlySpan<byte> key)
    {
        log.Begin(2);
        log.Argument("PERSIST"u8);
        log.Argument(key);
        log.End();
    }

    /// <summary>ZADDs of bounded size that make an empty board this one. The caller groups them.</summary>
    public static void Members(EffectLog log, scoped ReadOnlySpan<byte> key, SortedSet board)
    {
        var cursor = board.At(0);
        for (var left = board.Count; left > 0;)
        {
            var members = Math.Min(left, MembersPerEffect);
            log.Begin(2 + (2 * members));
            log.Argument("ZADD"u8);
            log.Argument(key);
            for (var i = 0; i < members; i++)
            {
                Pair(log, cursor.Score, cursor.Member);
                cursor.MoveNext();
            }
            log.End();
            left -= members;
        }
    }

    /// <summary>Score and member as ZADD takes them: 17 digits bring back the very same double.</summary>
    public static void Pair(EffectLog log, double score, scoped ReadOnlySpan<byte> member)
    {
        Span<byte> text = stackalloc byte[DoubleText.MaxBytes];
        log.Argument(text[..DoubleText.Format(score, text)]);
        log.Argument(member);
    }

    public static void Integer(EffectLog log, long value)
    {
        Span<byte> digits = stackalloc byte[24];
        Utf8Formatter.TryFormat(value, digits, out var length);
        log.Argument(digits[..length]);
    }
}
