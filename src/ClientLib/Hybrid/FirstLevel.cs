using System.Diagnostics.CodeAnalysis;
using AkkaCache.Client.Near;
using AkkaCache.Protocol.Frames;

namespace AkkaCache.Client.Hybrid;

/// <summary>What this process has: the client's near cache, which the nodes tell of changes, and entries that are in no other place because their callers wanted it so.</summary>
/// <remarks>Entries that are here alone are not in the near cache: it has what its nodes would answer, and nothing else.</remarks>
internal sealed class FirstLevel
{
    /// <summary>Longer names are not kept near.</summary>
    public const int MaxNameBytes = ClientInvalidation.MaxKeyBytes;

    private readonly NearCache? _near;
    private readonly NearCache _alone;
    private volatile bool _hasAlone;

    public FirstLevel(CacheClient client, NearCacheOptions bounds)
    {
        _near = client.Router.Near;
        _alone = new NearCache(bounds, client.Options.TimeProvider);
    }

    /// <summary>What the cluster holds under a name, as far as is known here; an entry without a value: nothing.</summary>
    public bool TryFindNear(ReadOnlySpan<byte> name, [NotNullWhen(true)] out NearEntry? found)
    {
        found = null;
        return _near is not null && _near.TryFind(name, out found);
    }

    public bool TryFindAlone(ReadOnlySpan<byte> name, [NotNullWhen(true)] out NearEntry? found)
    {
        found = null;
        return _hasAlone && _alone.TryFind(name, out found);
    }

    /// <summary>To be asked for before a value is made that may be kept here alone. Also tells whether this process has changed a name since.</summary>
    public NearTicket TicketFor(ReadOnlySpan<byte> name) => _alone.TicketFor(name);

    /// <summary>Keeps an entry here alone, unless this process has changed it since the ticket.</summary>
    public void KeepAlone(byte[] name, NearTicket ticket, byte[] bytes, TimeSpan lifetime)
    {
        _hasAlone = true;

        // Its time begins now, not when its factory began.
        var now = _alone.TicketFor(name);
        _alone.TryKeep(name, partition: 0, ticket with { SentAt = now.SentAt }, new NearReply(bytes, CacheClient.Milliseconds(lifetime), Source: null));
    }

    /// <summary>This process changes a name: what it has alone is gone, and what it makes now is not kept.</summary>
    public void Forget(ReadOnlySpan<byte> name) => _alone.Forget(name);
}
