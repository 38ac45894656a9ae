using System.Buffers;
using System.Runtime.CompilerServices;
using AkkaCache.Client.Creation;
using AkkaCache.Client.Links;
using AkkaCache.Client.Near;
using AkkaCache.Client.Requests;
using AkkaCache.Client.Routing;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Client;

/// <summary>A client of a cluster: one for a whole process, used from any thread. Knows where each key lives, sends what waits together, and fails over.</summary>
/// <remarks>
/// Requests for one key are executed in the order in which they were made. Every method throws <see cref="CacheException"/> when the operation fails and
/// <see cref="OutcomeUnknownException"/> when a write may have been executed; a key that is absent is no failure.
/// </remarks>
public sealed class CacheClient : IAsyncDisposable
{
    private readonly IClientNetwork _network;
    private readonly FactoryRuns _creation = new();
    private readonly ObjectValues _objects;
    private readonly NearCache? _near;
    private int _isDisposed;

    private CacheClient(CacheClientOptions options, RequestRouter router, IClientNetwork network)
    {
        Options = options;
        _objects = new ObjectValues(options.Serializer);
        Router = router;
        _network = network;
        Cluster = new ClusterAdmin(router, options);
        if (options.IdempotentIncrements) Numbers = new OnceNumbers();
        if (router.Near is not { } near) return;
        NearReads = new NearReads(near, router);
        if (options.NearCache is not null) _near = near;
    }

    public CacheClientOptions Options { get; }

    /// <summary>The nodes, their health and what each serves.</summary>
    public ClusterAdmin Cluster { get; }

    internal RequestRouter Router { get; }

    /// <summary>Of requests that count once; null: the options want none.</summary>
    internal OnceNumbers? Numbers { get; }

    /// <summary>Reads that are kept; null: nothing is kept.</summary>
    internal NearReads? NearReads { get; }

    /// <summary>Connects to the cluster of which one of the nodes is part.</summary>
    /// <exception cref="CacheException">An option is not allowed, no node answered in time, or the password is wrong.</exception>
    public static async Task<CacheClient> ConnectAsync(CacheClientOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.CheckNodes();
        options.Check();
        return await ConnectAsync(options, await AkkaNetwork.OpenAsync(options, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Connects to one or more addresses, HOST:PORT each, with defaults for all else.</summary>
    public static Task<CacheClient> ConnectAsync(params string[] nodes) => ConnectAsync(new CacheClientOptions { Nodes = [.. nodes.Select(NodeAddress.Parse)] });

    /// <summary>The board under a key. Costs nothing and asks nobody.</summary>
    public Leaderboard Leaderboard(CacheKey key) => new(this, key);

    /// <summary>A key's bytes; null when it is absent.</summary>
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(CacheKey key, CancellationToken cancellationToken = default)
    {
        if (_near is null)
        {
            if (!cancellationToken.IsCancellationRequested && Router.TryGet(key, out var here)) return new(here is null ? default(ReadOnlyMemory<byte>?) : here);
            return OfKey(RequestKind.Read, "GET"u8, key, Maps.Value, "GET", cancellationToken);
        }
        return _near.TryGet(key, out var kept) ? new(kept) : ReadAsync(key, cancellationToken);
    }

    /// <summary>A key's bytes, or why there are none.</summary>
    public ValueTask<CacheResult<ReadOnlyMemory<byte>>> TryGetAsync(CacheKey key, CancellationToken cancellationToken = default)
    {
        if (_near is not null) return TryGetNearAsync(key, cancellationToken);
        var request = Request<CacheResult<ReadOnlyMemory<byte>>>.Rent(RequestKind.Read, Maps.TryValue, Maps.Failed<ReadOnlyMemory<byte>>);
        request.Commands.Begin(2).Add("GET"u8).AddKey(key);
        return Router.Send(request, "GET", cancellationToken);
    }

    /// <summary>Writes a key's bytes to <paramref name="target"/>, before this ends and never after. False when the key is absent: nothing was written.</summary>
    public async ValueTask<bool> TryGetAsync(CacheKey key, IBufferWriter<byte> target, CancellationToken cancellationToken = default)
    {
        var value = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        if (value is { } bytes) target.Write(bytes.Span);
        return value is not null;
    }

    /// <summary>A key's object; the type's default when the key is absent. <see cref="TryGetObjectAsync{T}"/> tells the two apart.</summary>
    public async ValueTask<T?> GetObjectAsync<T>(CacheKey key, CancellationToken cancellationToken = default) => Unwrap(await TryGetObjectAsync<T>(key, cancellationToken).ConfigureAwait(false));

    /// <summary>A key's object, or why there is none.</summary>
    public ValueTask<CacheResult<T>> TryGetObjectAsync<T>(CacheKey key, CancellationToken cancellationToken = default)
    {
        if (_near is not null) return TryGetNearObjectAsync<T>(key, cancellationToken);
        var request = Request<CacheResult<T>>.Rent(RequestKind.Read, _objects.TryMap<T>(), Maps.Failed<T>);
        request.Commands.Begin(2).Add("GET"u8).AddKey(key);
        return Router.Send(request, "GET", cancellationToken);
    }

    /// <summary>A key's object; when the key is absent, what the factory makes, which is set. The factory runs once for a key at a time in this process, whoever asks meanwhile.</summary>
    /// <param name="factory">Its token is cancelled when nobody waits any more. What it throws is thrown to all who wait, and nothing is set.</param>
    public async ValueTask<T> GetOrCreateAsync<T>(CacheKey key, Func<CancellationToken, ValueTask<T>> factory, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default)
    {
        var found = await TryGetObjectAsync<T>(key, cancellationToken).ConfigureAwait(false);
        if (!found.IsMissing) return Unwrap(found)!;
        return await _creation.RunAsync(key, async token =>
        {
            // Whoever found nothing a while ago may come when another's factory has just ended.
            var meanwhile = await TryGetObjectAsync<T>(key, token).ConfigureAwait(false);
            if (!meanwhile.IsMissing) return Unwrap(meanwhile)!;
            var made = await factory(token).ConfigureAwait(false);
            await SetObjectAsync(key, made, timeToLive, cancellationToken: token).ConfigureAwait(false);
            return made;
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The bytes of several keys in their order; null for each that is absent.</summary>
    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default)
    {
        if (keys.Count == 0) return new([]);
        var request = Request<IReadOnlyList<ReadOnlyMemory<byte>?>>.Rent(RequestKind.Read, Maps.Values);
        AddKeys(request.Commands.Begin(1 + keys.Count).Add("MGET"u8), keys);
        return Router.Send(request, "MGET", cancellationToken);
    }

    /// <summary>A key's bytes, and a new time to live from now on: what is used stays (sliding expiry).</summary>
    public ValueTask<ReadOnlyMemory<byte>?> GetAndRefreshAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        RefreshAsync(key, timeToLive, Maps.Value, cancellationToken);

    /// <summary>A key's object, and a new time to live from now on; the type's default when the key is absent. An object that cannot be read has its new time to live all the same.</summary>
    public ValueTask<T?> GetAndRefreshObjectAsync<T>(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
        RefreshAsync(key, timeToLive, _objects.Map<T>(), cancellationToken);

    /// <summary>A key's bytes, which is deleted; null when it is absent.</summary>
    public ValueTask<ReadOnlyMemory<byte>?> GetAndDeleteAsync(CacheKey key, CancellationToken cancellationToken = default) =>
        OfKey(RequestKind.Write, "GETDEL"u8, key, Maps.Value, "GETDEL", cancellationToken);

    /// <summary>Sets a key, whatever it held.</summary>
    /// <param name="timeToLive">Null: the cluster's default.</param>
    /// <returns>False when the condition was not met.</returns>
    public ValueTask<bool> SetAsync(CacheKey key, ReadOnlyMemory<byte> value, TimeSpan? timeToLive = null, When when = When.Always, CancellationToken cancellationToken = default)
    {
        var request = Request<bool>.Rent(when == When.Always ? RequestKind.Idempotent : RequestKind.Write, Maps.Done);
        var commands = request.Commands.Begin(3 + (timeToLive is null ? 0 : 2) + (when == When.Always ? 0 : 1)).Add("SET"u8).AddKey(key).Add(value.Span);
        if (when != When.Always) commands.Add(when == When.Missing ? "NX"u8 : "XX"u8);
        if (timeToLive is { } time) commands.Add("PX"u8).Add(Milliseconds(time));
        return Router.Send(request, "SET", cancellationToken);
    }

    /// <summary>Sets a key to an object, through the serializer. Not a form of SetAsync, which would take an array of bytes for an object.</summary>
    /// <inheritdoc cref="SetAsync(CacheKey, ReadOnlyMemory{byte}, TimeSpan?, When, CancellationToken)"/>
    public ValueTask<bool> SetObjectAsync<T>(CacheKey key, T value, TimeSpan? timeToLive = null, When when = When.Always, CancellationToken cancellationToken = default) =>
        SetAsync(key, _objects.Write(value), timeToLive, when, cancellationToken);

    /// <summary>Sets several keys. Over several partitions each of them is set at once, but not all together.</summary>
    public async ValueTask SetManyAsync(IReadOnlyList<KeyValuePair<CacheKey, ReadOnlyMemory<byte>>> values, CancellationToken cancellationToken = default)
    {
        if (values.Count == 0) return;
        var request = Request<bool>.Rent(RequestKind.Idempotent, Maps.Done);
        var commands = request.Commands.Begin(1 + (2 * values.Count)).Add("MSET"u8);
        foreach (var (key, value) in values) commands.AddKey(key).Add(value.Span);
        await Router.Send(request, "MSET", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets a key only if it holds exactly the expected bytes.</summary>
    /// <returns>Whether it did.</returns>
    public ValueTask<bool> CompareAndSetAsync(CacheKey key, ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> value, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default)
    {
        var request = Request<bool>.Rent(RequestKind.Write, Maps.Done);
        var commands = request.Commands.Begin(timeToLive is null ? 5 : 7).Add("SET"u8).AddKey(key).Add(value.Span).Add("IFEQ"u8).Add(expected.Span);
        if (timeToLive is { } time) commands.Add("PX"u8).Add(Milliseconds(time));
        return Router.Send(request, "SET", cancellationToken);
    }

    /// <summary>Sets a key to an object only if it holds what the serializer makes of the expected one: bytes are compared, not objects, so both must be written the same way.</summary>
    /// <inheritdoc cref="CompareAndSetAsync"/>
    public ValueTask<bool> CompareAndSetObjectAsync<T>(CacheKey key, T expected, T value, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        CompareAndSetAsync(key, _objects.Write(expected), _objects.Write(value), timeToLive, cancellationToken);

    /// <returns>Whether there was such a key.</returns>
    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken = default) => OfKey(RequestKind.Write, "DEL"u8, key, Maps.IsPositive, "DEL", cancellationToken);

    /// <returns>How many there were.</returns>
    public ValueTask<long> DeleteManyAsync(IReadOnlyList<CacheKey> keys, CancellationToken cancellationToken = default)
    {
        if (keys.Count == 0) return new(0);
        var request = Request<long>.Rent(RequestKind.Write, Maps.Integer);
        AddKeys(request.Commands.Begin(1 + keys.Count).Add("DEL"u8), keys);
        return Router.Send(request, "DEL", cancellationToken);
    }

    public ValueTask<bool> ExistsAsync(CacheKey key, CancellationToken cancellationToken = default) => OfKey(RequestKind.Read, "EXISTS"u8, key, Maps.IsPositive, "EXISTS", cancellationToken);

    /// <summary>Gives a key a time to live from now on.</summary>
    /// <returns>Whether there is such a key.</returns>
    public ValueTask<bool> ExpireAsync(CacheKey key, TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        var request = Request<bool>.Rent(RequestKind.Idempotent, Maps.IsPositive);
        request.Commands.Begin(3).Add("PEXPIRE"u8).AddKey(key).Add(Milliseconds(timeToLive));
        return Router.Send(request, "PEXPIRE", cancellationToken);
    }

    /// <summary>Takes a key's time to live away.</summary>
    /// <returns>Whether it had one.</returns>
    public ValueTask<bool> PersistAsync(CacheKey key, CancellationToken cancellationToken = default) => OfKey(RequestKind.Write, "PERSIST"u8, key, Maps.IsPositive, "PERSIST", cancellationToken);

    /// <summary>How long a key has left: <see cref="Timeout.InfiniteTimeSpan"/> without a time to live, null when it is absent.</summary>
    public ValueTask<TimeSpan?> TimeToLiveAsync(CacheKey key, CancellationToken cancellationToken = default) => OfKey(RequestKind.Read, "PTTL"u8, key, Maps.Time, "PTTL", cancellationToken);

    /// <summary>Adds to an integer; an absent key counts as 0.</summary>
    /// <param name="requestId">The caller's name of this very request, 1 to 64 bytes: whoever sends it again within ten minutes, from any process, gets the first one's reply. Null: only this client sends it again, when it must.</param>
    /// <returns>The sum.</returns>
    public ValueTask<long> IncrementAsync(CacheKey key, long by = 1, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = Request<long>.Rent(RequestKind.Write, Maps.Integer);
        Counted.Begin(request, 3, requestId, Numbers).Add("INCRBY"u8).AddKey(key).Add(by);
        return Router.Send(request, "INCRBY", cancellationToken);
    }

    /// <summary>Takes from an integer; an absent key counts as 0.</summary>
    /// <param name="requestId">The caller's name of this very request, 1 to 64 bytes: whoever sends it again within ten minutes, from any process, gets the first one's reply. Null: only this client sends it again, when it must.</param>
    /// <returns>The difference.</returns>
    public ValueTask<long> DecrementAsync(CacheKey key, long by = 1, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = Request<long>.Rent(RequestKind.Write, Maps.Integer);
        Counted.Begin(request, 3, requestId, Numbers).Add("DECRBY"u8).AddKey(key).Add(by);
        return Router.Send(request, "DECRBY", cancellationToken);
    }

    /// <summary>Adds bytes to the end of a value; makes the key when it is absent.</summary>
    /// <param name="requestId">The caller's name of this very request, 1 to 64 bytes: whoever sends it again within ten minutes, from any process, gets the first one's reply. Null: only this client sends it again, when it must.</param>
    /// <returns>The new length in bytes.</returns>
    public ValueTask<long> AppendAsync(CacheKey key, ReadOnlyMemory<byte> value, string? requestId = null, CancellationToken cancellationToken = default)
    {
        var request = Request<long>.Rent(RequestKind.Write, Maps.Integer);
        Counted.Begin(request, 3, requestId, Numbers).Add("APPEND"u8).AddKey(key).Add(value.Span);
        return Router.Send(request, "APPEND", cancellationToken);
    }

    /// <summary>Deletes all keys of the whole cluster.</summary>
    public async ValueTask ClearAsync(CancellationToken cancellationToken = default)
    {
        var request = Request<bool>.Rent(RequestKind.Idempotent, Maps.Done);
        request.Commands.Begin(1).Add("FLUSHALL"u8);
        await Router.Send(request, "FLUSHALL", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How many keys the whole cluster has.</summary>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken = default)
    {
        var request = Request<long>.Rent(RequestKind.Read, Maps.Integer);
        request.Commands.Begin(1).Add("DBSIZE"u8);
        return Router.Send(request, "DBSIZE", cancellationToken);
    }

    /// <summary>Walks over the keys of the whole cluster. Those there throughout come at least once.</summary>
    /// <param name="pattern">With * ? [a-z] and \; null: all.</param>
    /// <param name="pageSize">About so many are asked for at a time.</param>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ScanAsync(string? pattern = null, int pageSize = 1000, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var cursor = "0";
        do
        {
            var request = Request<RespValue>.Rent(RequestKind.Read, Maps.Any);
            var commands = request.Commands.Begin(pattern is null ? 4 : 6).Add("SCAN"u8).Add(cursor).Add("COUNT"u8).Add(pageSize);
            if (pattern is not null) commands.Add("MATCH"u8).Add(pattern);
            var page = await Router.Send(request, "SCAN", cancellationToken).ConfigureAwait(false);
            cursor = page.Items[0].AsText();
            foreach (var key in page.Items[1].Items) yield return key.AsBytes();
        }
        while (cursor != "0");
    }

    /// <summary>Executes any command of the node's table.</summary>
    /// <param name="vector">The command's name and its arguments, each text or bytes.</param>
    /// <param name="keyAt">Which of them is the first key; 0: there is none. Decides where the command goes; any node would forward it.</param>
    /// <param name="isRead">It changes nothing, so it may be repeated.</param>
    /// <exception cref="ArgumentException">The command changes the session that all requests share.</exception>
    public ValueTask<RespValue> ExecuteAsync(IReadOnlyList<CacheKey> vector, int keyAt = 1, bool isRead = false, CancellationToken cancellationToken = default)
    {
        RawCommands.Check(vector);
        var request = Request<RespValue>.Rent(isRead ? RequestKind.Read : RequestKind.Write, Maps.Any);
        RawCommands.Add(request.Commands, vector, keyAt);
        return Router.Send(request, "EXECUTE", cancellationToken);
    }

    /// <summary>Begins a group of commands that leave together and are answered one by one.</summary>
    public CacheBatch CreateBatch() => new(this);

    /// <summary>Begins a transaction: its commands are executed without anything in between, or none is. All keys must lie in one partition, see <see cref="CacheKey"/>.</summary>
    public CacheTransaction CreateTransaction() => new(Router);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        Router.Dispose();
        await _network.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Connects over a network of frames, which is the client's from then on.</summary>
    private static async Task<CacheClient> ConnectAsync(CacheClientOptions options, IClientNetwork network, CancellationToken cancellationToken)
    {
        var client = Begin(options, network, direct: null);
        try
        {
            await client.UntilConnectedAsync(cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A client that begins to connect over a network of frames, which is its own from then on. What is asked of it before waits until it is connected.</summary>
    /// <param name="direct">A node in this process; null: there is none.</param>
    internal static CacheClient Begin(CacheClientOptions options, IClientNetwork network, IDirectCommands? direct)
    {
        var log = options.LoggerFactory.CreateLogger<CacheClient>();
        var router = new RequestRouter(options, log, direct);
        var keeper = new LinkKeeper(options, log);
        keeper.Start(new LinkSurroundings(options, network, router));
        network.Start(keeper);
        router.Start(keeper);
        return new CacheClient(options, router, network);
    }

    internal async Task UntilConnectedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Router.Connected.WaitAsync(Options.ConnectTimeout, Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw Router.NotConnected($"none of {string.Join(", ", Options.Nodes)} answered within {Options.ConnectTimeout}", e);
        }
    }

    internal static long Milliseconds(TimeSpan time) => time > TimeSpan.Zero && time < TimeSpan.FromDays(365_000)
        ? Math.Max(1, (long)time.TotalMilliseconds)
        : throw new CacheException(CacheErrorCode.InvalidConfiguration, $"time to live = {time}: must be above zero");

    internal ValueTask<T> OfKey<T>(RequestKind kind, ReadOnlySpan<byte> name, in CacheKey key, ReplyMap<T> map, string activity, CancellationToken token)
    {
        var request = Request<T>.Rent(kind, map);
        request.Commands.Begin(2).Add(name).AddKey(key);
        return Router.Send(request, activity, token);
    }

    private ValueTask<T> RefreshAsync<T>(CacheKey key, TimeSpan timeToLive, ReplyMap<T> map, CancellationToken token)
    {
        var request = Request<T>.Rent(RequestKind.Idempotent, map);
        request.Commands.Begin(4).Add("GETEX"u8).AddKey(key).Add("PX"u8).Add(Milliseconds(timeToLive));
        return Router.Send(request, "GETEX", token);
    }

    /// <summary>A read that is kept where every node knows how, and otherwise one as ever.</summary>
    private ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CacheKey key, CancellationToken token) =>
        Router.Picture.TellsChanges ? NearReads!.ReadAsync(key, token) : OfKey(RequestKind.Read, "GET"u8, key, Maps.Value, "GET", token);

    private async ValueTask<CacheResult<ReadOnlyMemory<byte>>> TryGetNearAsync(CacheKey key, CancellationToken token)
    {
        try
        {
            return await GetAsync(key, token).ConfigureAwait(false) is { } value ? new CacheResult<ReadOnlyMemory<byte>>(value) : new(CacheErrorCode.NotFound, Maps.NoSuchKey);
        }
        catch (CacheException e)
        {
            return new(e.Code, e.Message);
        }
    }

    private async ValueTask<CacheResult<T>> TryGetNearObjectAsync<T>(CacheKey key, CancellationToken token)
    {
        var found = await TryGetNearAsync(key, token).ConfigureAwait(false);
        return found.IsFound ? new CacheResult<T>(_objects.Read<T>(found.Value.Span)!) : new(found.Error, found.Message ?? "");
    }

    private static void AddKeys(CommandBytes commands, IReadOnlyList<CacheKey> keys)
    {
        foreach (var key in keys) commands.AddKey(key);
    }

    private static T? Unwrap<T>(CacheResult<T> result) => result.IsFound || result.IsMissing ? result.Value : throw CacheException.Of(result.Error, result.Message ?? "");
}
