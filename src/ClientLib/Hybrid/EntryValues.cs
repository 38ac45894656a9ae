using System.Runtime.CompilerServices;
using AkkaCache.Client.Near;
using AkkaCache.Client.Telemetry;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Client.Hybrid;

/// <summary>Values of entries: made of their bytes, and turned into bytes if these are not too many.</summary>
internal sealed class EntryValues(ValueSerializers serializers, long maximumBytes, ILogger log)
{
    private bool _hasLogged;

    public T? Take<T>(MadeValue<T> made) => made.Take(serializers);

    /// <summary>The value of an entry. False when it is none of this type: it counts as absent.</summary>
    /// <param name="kept">Where the entry is kept; null: nowhere.</param>
    public bool TryRead<T>(in HybridEntry entry, NearEntry? kept, out T? value)
    {
        value = default;
        if (entry.IsNull) return default(T) is null || Fail<T>(null);
        if (KeepsObject<T>() && kept?.Made is T made)
        {
            value = made;
            return true;
        }
        try
        {
            value = serializers.Read<T>(entry.Value);
        }
        catch (Exception e)
        {
            return Fail<T>(e);
        }
        if (KeepsObject<T>() && kept is not null) kept.Made = value;
        return true;
    }

    /// <summary>A value's bytes, null of null. False when there are too many, which is logged.</summary>
    public bool TryWrite<T>(T value, out ReadOnlyMemory<byte>? bytes)
    {
        bytes = null;
        if (value is null) return true;
        var written = serializers.Write(value);
        if (written.Length > maximumBytes)
        {
            HybridLog.NotCached(log, $"the value has {written.Length} bytes, at most {maximumBytes} are allowed");
            return false;
        }
        bytes = written;
        return true;
    }

    /// <summary>Something under the name of an entry is none.</summary>
    public bool Fail<T>(Exception? error)
    {
        ClientMeter.HybridUnreadable.Add(1);
        if (!Interlocked.Exchange(ref _hasLogged, true)) HybridLog.Unreadable(log, typeof(T).Name, error);
        return false;
    }

    /// <summary>Boxed values would save nothing.</summary>
    private static bool KeepsObject<T>() => RuntimeHelpers.IsReferenceOrContainsReferences<T>() && ImmutableType<T>.IsShared;
}
