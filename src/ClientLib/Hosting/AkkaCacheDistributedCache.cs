using System.Buffers;
using Microsoft.Extensions.Caching.Distributed;

namespace AkkaCache.Client.Hosting;

/// <summary>.NET's distributed cache on a cluster of AkkaCache. Entries with sliding expiration are given new time by each read, never beyond their absolute end.</summary>
/// <remarks>The synchronous methods block their thread until the node has answered: the interface wants them, prefer the others.</remarks>
public sealed class AkkaCacheDistributedCache(CacheClient client) : IBufferDistributedCache
{
    public byte[]? Get(string key) => Wait(GetAsync(key));

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) => await ReadAsync(key, token).ConfigureAwait(false) is { } value ? value.ToArray() : null;

    public bool TryGet(string key, IBufferWriter<byte> destination) => Wait(TryGetAsync(key, destination).AsTask());

    public async ValueTask<bool> TryGetAsync(string key, IBufferWriter<byte> destination, CancellationToken token = default)
    {
        if (await ReadAsync(key, token).ConfigureAwait(false) is not { } value) return false;
        destination.Write(value.Span);
        return true;
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => Wait(SetAsync(key, value, options));

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        return SetAsync(key, new ReadOnlySequence<byte>(value), options, token).AsTask();
    }

    public void Set(string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options) => Wait(SetAsync(key, value, options).AsTask());

    public async ValueTask SetAsync(string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(options);
        var entry = DistributedEntry.Of(options, Now);
        var bytes = new byte[DistributedEntry.HeaderBytes + checked((int)value.Length)];
        entry.Write(bytes);
        value.CopyTo(bytes.AsSpan(DistributedEntry.HeaderBytes));
        await client.SetAsync(key, bytes, entry.TimeToLive(Now), cancellationToken: token).ConfigureAwait(false);
    }

    public void Refresh(string key) => Wait(RefreshAsync(key));

    public async Task RefreshAsync(string key, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var header = await client.ExecuteAsync(["GETRANGE", key, "0", "16"], isRead: true, cancellationToken: token).ConfigureAwait(false);
        if (DistributedEntry.TryRead(header.AsBytes().Span, out var entry)) await RefreshAsync(key, entry, token).ConfigureAwait(false);
    }

    public void Remove(string key) => Wait(RemoveAsync(key));

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        await client.DeleteAsync(key, token).ConfigureAwait(false);
    }

    private DateTimeOffset Now => client.Options.TimeProvider.GetUtcNow();

    private async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string key, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (await client.GetAsync(key, token).ConfigureAwait(false) is not { } bytes || !DistributedEntry.TryRead(bytes.Span, out var entry)) return null;
        await RefreshAsync(key, entry, token).ConfigureAwait(false);
        return bytes[DistributedEntry.HeaderBytes..];
    }

    private async ValueTask RefreshAsync(string key, DistributedEntry entry, CancellationToken token)
    {
        if (entry.SlidingMs >= 0) await client.ExpireAsync(key, entry.TimeToLive(Now)!.Value, token).ConfigureAwait(false);
    }

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
