using AkkaCache.Client.Near;
using AkkaCache.Client.Requests;
using AkkaCache.Protocol.Frames;

namespace AkkaCache.Client.Routing;

/// <summary>Reads that the near cache could not answer: sent as GETNEAR, and kept when the node says that it will tell of changes.</summary>
internal sealed class NearReads(NearCache near, RequestRouter router)
{
    private static readonly ReplyMap<NearReply> Map = static (ref reply) =>
    {
        if (reply.Aggregate() != 2) throw new CacheException(CacheErrorCode.Protocol, "a reply to GETNEAR has two elements");
        byte[]? value = null;
        if (reply.IsNull) reply.Line();
        else value = reply.Bulk().ToArray();
        return new NearReply(value, reply.Integer(), reply.Source);
    };

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CacheKey key, CancellationToken token)
    {
        var bytes = new byte[key.ByteCount];
        key.CopyTo(bytes);
        return ReadAsync(bytes, TimeSpan.MaxValue, token);
    }

    /// <param name="bytes">The key, which is kept with what is read.</param>
    /// <param name="maxAge">It is read again after so long, or earlier where the cache's options or the key's life say so.</param>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(byte[] bytes, TimeSpan maxAge, CancellationToken token)
    {
        // Before the read is sent: what is told from now on counts.
        var ticket = near.TicketFor(bytes);
        var request = Request<NearReply>.Rent(RequestKind.Read, Map);
        request.IsOfSession = true;
        request.Commands.Begin(2).Add("GETNEAR"u8).AddKey(bytes);
        var reply = await router.Send(request, "GET", token).ConfigureAwait(false);
        var maxAgeMs = (long)Math.Min(maxAge.TotalMilliseconds, long.MaxValue / 2);
        if (reply.AgeMs < 0 || reply.AgeMs > maxAgeMs) reply = reply with { AgeMs = maxAgeMs };
        if (bytes.Length <= ClientInvalidation.MaxKeyBytes) near.TryKeep(bytes, router.Layout.OfKey(bytes), ticket, reply);
        return reply.Value is { } value ? new ReadOnlyMemory<byte>(value) : default(ReadOnlyMemory<byte>?);
    }
}
