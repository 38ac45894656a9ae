using System.Buffers.Text;

namespace AkkaCache.Commands.Effects;

/// <summary>Effects that several commands share.</summary>
public static class EffectWriter
{
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

    public static void Integer(EffectLog log, long value)
    {
        Span<byte> digits = stackalloc byte[24];
        Utf8Formatter.TryFormat(value, digits, out var length);
        log.Argument(digits[..length]);
    }
}
