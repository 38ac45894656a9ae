using AkkaCache.Client.Creation;
using AkkaCache.Client.Telemetry;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Client.Hybrid;

/// <summary>.NET's HybridCache on a cluster of AkkaCache: a first level in the process that the nodes tell of every removal, a second one in the cluster.</summary>
/// <remarks>
/// <para>
/// A value whose factory began before a removal was answered, by its key, one of its tags or "*" and in whatever process, is stored for nobody; and a process that has heard of the removal gives it to
/// no caller who asks after that. Hearing takes a message from the node. How: <see cref="TagMarkers"/> for tags, <see cref="ClusterEntries"/> for keys.
/// </para>
/// <para>
/// Reads that fail are logged and counted and the factory runs, so that a cluster that is down makes an application slow but not silent. Writes that others rely on,
/// <see cref="SetAsync"/> and removals, throw <see cref="CacheException"/>: to lose one silently would leave what is old in place.
/// </para>
/// </remarks>
public sealed class AkkaCacheHybridCache : HybridCache
{
    /// <summary>Removals of one call that are under way at a time: enough to fill frames.</summary>
    private const int RemovalsUnderWay = 1000;

    private readonly FactoryRuns _runs = new();
    private readonly AkkaCacheHybridOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly HybridNames _names;
    private readonly FirstLevel _firstLevel;
    private readonly ClusterEntries _cluster;
    private readonly TagMarkers _markers;
    private readonly EntryValues _values;

    /// <param name="client">Should have been connected with <see cref="CacheClientOptions.NearCache"/>: without it there is no first level and each call goes to the cluster.</param>
    /// <param name="options">Null: all defaults.</param>
    /// <param name="services">Where serializers come from; null: there are none but ours.</param>
    /// <exception cref="CacheException">An option is not allowed.</exception>
    public AkkaCacheHybridCache(CacheClient client, AkkaCacheHybridOptions? options = null, IServiceProvider? services = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _options = options ?? new AkkaCacheHybridOptions();
        _options.Check();
        _time = client.Options.TimeProvider;
        _log = client.Options.LoggerFactory.CreateLogger<AkkaCacheHybridCache>();
        _names = new HybridNames(_options, _log);
        _firstLevel = new FirstLevel(client, _options.FirstLevel);
        _cluster = new ClusterEntries(client);
        _markers = new TagMarkers(_names, _cluster, _firstLevel, _options.TagLifetime);
        _values = new EntryValues(new ValueSerializers(services, client.Options.Serializer), _options.MaximumPayloadBytes, _log);
        if (client.NearReads is null) HybridLog.NoFirstLevel(_log);
    }

    public override ValueTask<T> GetOrCreateAsync<TState, T>(
        string key, TState state, Func<TState, CancellationToken, ValueTask<T>> factory, HybridCacheEntryOptions? options = null, IEnumerable<string>? tags = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(factory);
        cancellationToken.ThrowIfCancellationRequested();
        var terms = EntryTerms.Of(options, _options.DefaultEntryOptions);
        if (!_names.IsKey(key)) return terms.RunsFactory ? factory(state, cancellationToken) : default;

        // Tags matter to what is made, not to what is found, and collecting them costs more than finding.
        return terms.ReadsLocal && TryGetNear<T>(key, out var value) ? new(value!) : FindOrMakeAsync(key, state, factory, terms, _names.Tags(tags), cancellationToken);
    }

    /// <summary>Sets an entry in the cluster, whatever it held. A value that is too large is not cached, and what was is removed.</summary>
    /// <exception cref="CacheException">The cluster did not take it, or not for certain.</exception>
    public override async ValueTask SetAsync<T>(string key, T value, HybridCacheEntryOptions? options = null, IEnumerable<string>? tags = null, CancellationToken cancellationToken = default)
    {
        var terms = EntryTerms.Of(options, _options.DefaultEntryOptions);
        var own = _names.Tags(tags);
        if (!_names.IsKey(key) || !(terms.WritesCluster || terms.WritesLocal)) return;
        if (!_values.TryWrite(value, out var bytes))
        {
            await RemoveAsync(key, cancellationToken).ConfigureAwait(false);
            return;
        }
        var name = _names.OfEntry(key);
        var ticket = _firstLevel.TicketFor(name);

        // From the nodes: whoever sets something expects it to be found, though the word of a removal may still be on its way here.
        var markers = await _markers.CaptureAsync(own, fromNear: false, cancellationToken).ConfigureAwait(false);
        if (terms.WritesCluster) await WriteAsync(name, id => HybridEntry.Write(id, markers, bytes), terms.Expiration, cancellationToken).ConfigureAwait(false);
        else _firstLevel.KeepAlone(name, ticket, HybridEntry.Write(UniqueId.New(), markers, bytes), terms.LocalExpiration);
    }

    /// <exception cref="CacheException">The cluster did not take it, or not for certain.</exception>
    public override async ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_names.IsKey(key)) await WriteAsync(_names.OfEntry(key), HybridEntry.WriteRemoval, _options.RemovalMemory, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="RemoveAsync(string, CancellationToken)"/>
    public override async ValueTask RemoveAsync(IEnumerable<string> keys, CancellationToken cancellationToken = default)
    {
        foreach (var some in (keys ?? []).Chunk(RemovalsUnderWay)) await Task.WhenAll(some.Select(key => RemoveAsync(key, cancellationToken).AsTask())).ConfigureAwait(false);
    }

    /// <summary>Makes all entries with a tag invalid, in all processes; with "*" all entries of this cache. Entries that nobody reads stay in the cluster until their time is over.</summary>
    /// <exception cref="CacheException">The cluster did not take it, or not for certain.</exception>
    public override async ValueTask RemoveByTagAsync(string tag, CancellationToken cancellationToken = default)
    {
        if (!string.IsNullOrWhiteSpace(tag) && _names.IsTag(tag)) await _markers.RemoveAsync(tag, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="RemoveByTagAsync(string, CancellationToken)"/>
    public override async ValueTask RemoveByTagAsync(IEnumerable<string> tags, CancellationToken cancellationToken = default)
    {
        foreach (var some in (tags ?? []).Chunk(RemovalsUnderWay)) await Task.WhenAll(some.Select(tag => RemoveByTagAsync(tag, cancellationToken).AsTask())).ConfigureAwait(false);
    }

    /// <summary>Without asking anybody.</summary>
    private bool TryGetNear<T>(string key, out T? value)
    {
        value = default;
        Span<byte> name = stackalloc byte[FirstLevel.MaxNameBytes];
        if (!_names.TryWriteEntry(key, name, out var length)) return false;
        if (!_firstLevel.TryFindAlone(name[..length], out var found) && !_firstLevel.TryFindNear(name[..length], out found)) return false;
        if (found.Value is not { } bytes || !HybridEntry.TryRead(bytes, out var entry) || !_markers.AreNear(entry) || !_values.TryRead(entry, found, out value)) return false;
        ClientMeter.HybridHits.Add(1, EntryCall.Near);
        return true;
    }

    private async ValueTask<T> FindOrMakeAsync<TState, T>(string key, TState state, Func<TState, CancellationToken, ValueTask<T>> factory, EntryTerms terms, IReadOnlyList<byte[]> tags, CancellationToken token)
    {
        var name = _names.OfEntry(key);
        var ticket = _firstLevel.TicketFor(name);
        var call = new EntryCall(name, terms, tags, ticket, _options, _firstLevel, _cluster, _markers, _values, _time, _log);
        var markers = await call.CaptureAsync(token).ConfigureAwait(false);

        // Only callers who want the same wait for one another, and only those between whom nothing was removed.
        var identity = $"{(int)terms.Flags} {ticket.Changes} {markers?.Identity} {key}";
        var made = await _runs.RunAsync(identity, running => call.RunAsync(own => factory(state, own), markers, running), token).ConfigureAwait(false);
        return _values.Take(made)!;
    }

    private async ValueTask WriteAsync(byte[] name, Func<UniqueId, byte[]> bytes, TimeSpan timeToLive, CancellationToken token)
    {
        _firstLevel.Forget(name);
        await _cluster.SetAsync(name, bytes, timeToLive, token).ConfigureAwait(false);
        _firstLevel.Forget(name);
    }
}
