using System.Buffers.Binary;
using Microsoft.Extensions.Caching.Distributed;

namespace AkkaCache.Client.Hosting;

/// <summary>An entry of <see cref="IDistributedCache"/> as the node holds it: when it ends at the latest and how long it lives unused, then the value.</summary>
/// <remarks><code>form 1, absolute end in Unix milliseconds 8 (-1: none), sliding milliseconds 8 (-1: none), value</code></remarks>
internal readonly record struct DistributedEntry(long EndMs, long SlidingMs)
{
    public const int HeaderBytes = 1 + 8 + 8;

    private const byte Form = 1;

    /// <summary>What the options say, at a time. Absolute ends in the past are refused, as Microsoft's own providers do.</summary>
    public static DistributedEntry Of(DistributedCacheEntryOptions options, DateTimeOffset now)
    {
        var end = options.AbsoluteExpirationRelativeToNow is { } relative ? now + relative : options.AbsoluteExpiration;
        if (end is { } absolute && absolute <= now) throw new ArgumentOutOfRangeException(nameof(options), absolute, "the absolute expiration must be in the future");
        return new DistributedEntry(end?.ToUnixTimeMilliseconds() ?? -1, options.SlidingExpiration is { } sliding ? (long)sliding.TotalMilliseconds : -1);
    }

    /// <summary>How long it lives from now on when it is not used; null: without end.</summary>
    public TimeSpan? TimeToLive(DateTimeOffset now)
    {
        long? left = EndMs < 0 ? null : Math.Max(1, EndMs - now.ToUnixTimeMilliseconds());
        if (SlidingMs >= 0) left = Math.Min(left ?? long.MaxValue, Math.Max(1, SlidingMs));
        return left is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
    }

    public void Write(Span<byte> header)
    {
        header[0] = Form;
        BinaryPrimitives.WriteInt64LittleEndian(header[1..], EndMs);
        BinaryPrimitives.WriteInt64LittleEndian(header[9..], SlidingMs);
    }

    /// <summary>False when the bytes are none: somebody else set the key.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out DistributedEntry entry)
    {
        entry = default;
        if (bytes.Length < HeaderBytes || bytes[0] != Form) return false;
        entry = new DistributedEntry(BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[9..]));
        return true;
    }
}
