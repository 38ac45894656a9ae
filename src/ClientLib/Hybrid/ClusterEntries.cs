using AkkaCache.Client.Requests;

namespace AkkaCache.Client.Hybrid;

/// <summary>The second level: entries and markers in the cluster.</summary>
/// <remarks>
/// <para>
/// A factory that began before its key was removed must not bring the old value back, in whatever process the removal was. So a removal leaves something behind for a while, a
/// removal with an id of its own, and what a factory made is stored only if the key still holds what it held before the factory ran: nothing (NX), or exactly those bytes (IFEQ).
/// </para>
/// <para>
/// Invariant: no bytes are written to a key twice. Each entry and each removal has a new <see cref="UniqueId"/>, and nothing that writes one is sent again by the client, which could
/// bring it back behind somebody else's: such requests are of kind <see cref="RequestKind.Write"/>, and when their outcome is unknown they are repeated here, with another id.
/// </para>
/// </remarks>
internal sealed class ClusterEntries(CacheClient client)
{
    /// <summary>Each lost answer means a lost node, and several in a row mean more than that.</summary>
    private const int Attempts = 3;

    /// <summary>A key's bytes from the node that serves it.</summary>
    /// <param name="keepsFor">How long the first level may have them; null: it does not get them.</param>
    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(byte[] name, TimeSpan? keepsFor, CancellationToken token) =>
        keepsFor is { } age && client.NearReads is { } near && client.Router.Picture.TellsChanges
            ? near.ReadAsync(name, age, token)
            : client.OfKey(RequestKind.Read, "GET"u8, name, Maps.Value, "GET", token);

    /// <summary>Stores what a factory made.</summary>
    /// <param name="seen">What the key held before the factory ran.</param>
    /// <returns>False when it holds something else by now.</returns>
    public ValueTask<bool> TryStoreAsync(byte[] name, ReadOnlyMemory<byte>? seen, byte[] bytes, TimeSpan timeToLive, CancellationToken token) => seen is { } expected
        ? client.CompareAndSetAsync(name, expected, bytes, timeToLive, token)
        : client.SetAsync(name, bytes, timeToLive, When.Missing, token);

    /// <summary>Sets a key, whatever it holds.</summary>
    /// <param name="bytes">Makes what is written, with a new id each time.</param>
    public async ValueTask SetAsync(byte[] name, Func<UniqueId, byte[]> bytes, TimeSpan timeToLive, CancellationToken token)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var request = Request<bool>.Rent(RequestKind.Write, Maps.Done);
                request.Commands.Begin(5).Add("SET"u8).AddKey(name).Add(bytes(UniqueId.New())).Add("PX"u8).Add(CacheClient.Milliseconds(timeToLive));
                await client.Router.Send(request, "SET", token).ConfigureAwait(false);
                return;
            }
            catch (OutcomeUnknownException) when (attempt < Attempts)
            {
                // Once more.
            }
        }
    }

    /// <summary>What a marker holds; if there is none, a new one.</summary>
    /// <param name="timeToLive">Null: the cluster's default.</param>
    public async ValueTask<UniqueId> GetOrAddMarkerAsync(byte[] name, TimeSpan? timeToLive, CancellationToken token)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var id = UniqueId.New();
                var request = Request<ReadOnlyMemory<byte>?>.Rent(RequestKind.Write, Maps.Value);
                var commands = request.Commands.Begin(timeToLive is null ? 5 : 7).Add("SET"u8).AddKey(name).Add(id.ToBytes()).Add("NX"u8).Add("GET"u8);
                if (timeToLive is { } time) commands.Add("PX"u8).Add(CacheClient.Milliseconds(time));
                var before = await client.Router.Send(request, "SET", token).ConfigureAwait(false);
                return before is null ? id : TagMarkers.IdOf(before) ?? throw new CacheException(CacheErrorCode.WrongType, $"{(CacheKey)name} holds something that is no marker");
            }
            catch (OutcomeUnknownException) when (attempt < Attempts)
            {
                // It is found there now, or set by the next attempt.
            }
        }
    }

    /// <summary>Deletes a marker. May be repeated: whoever deletes one that was made meanwhile causes misses, nothing worse.</summary>
    public async ValueTask DeleteMarkerAsync(byte[] name, CancellationToken token) =>
        await client.OfKey(RequestKind.Idempotent, "DEL"u8, name, Maps.Integer, "DEL", token).ConfigureAwait(false);
}
