using System.Collections.Immutable;
using System.Globalization;
using AkkaCache.Client;
using AkkaCache.Node.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Embedded;

/// <summary>How an <see cref="EmbeddedCache"/> behaves. Immutable; checked when the cache is made.</summary>
public sealed record EmbeddedCacheOptions
{
    /// <summary>Keys at most; the one used longest ago makes room. Default 0: without limit.</summary>
    public long MaxItems { get; init; }

    /// <summary>Bytes of keys, values and boards at most, overhead included. Default 0: without limit. At least 1 MB.</summary>
    public long MaxMemoryBytes { get; init; }

    /// <summary>Who makes room: allkeys-lru (default), allkeys-random, volatile-lru, volatile-random, volatile-ttl, noeviction, as Redis names them.</summary>
    public string EvictionPolicy { get; init; } = "allkeys-lru";

    /// <summary>Of keys that are set without one. Default 0: they live on.</summary>
    public TimeSpan DefaultTimeToLive { get; init; }

    /// <summary>Of new boards. Default 0: they live on.</summary>
    public TimeSpan BoardTimeToLive { get; init; }

    /// <summary>How often keys past their time are removed; nobody reads them in between. Default 100 ms; 10 ms to 10 s.</summary>
    public TimeSpan CleanUpInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longer keys are refused. Default 0: without limit.</summary>
    public int MaxKeyBytes { get; init; }

    /// <summary>Boards at most. Default 0: without limit.</summary>
    public int MaxBoards { get; init; }

    /// <summary>Members of a board at most. Default 0: without limit.</summary>
    public int MaxBoardMembers { get; init; }

    /// <summary>Calls are counted, for INFO. Default true.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>Turns objects into bytes and back. Default: System.Text.Json.</summary>
    public ICacheSerializer Serializer { get; init; } = JsonCacheSerializer.Default;

    /// <summary>Any other setting of a node by its name in the reference (<c>akkacached reference</c>), such as <c>boards.max-members</c>. Those of doors and the cluster mean nothing here.</summary>
    public ImmutableDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Default: nothing is logged.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal CacheClientOptions ToClientOptions()
    {
        var options = new CacheClientOptions { Nodes = [], Serializer = Serializer, LoggerFactory = LoggerFactory, TimeProvider = TimeProvider };
        options.Check();
        return options;
    }

    internal NodeOptions ToNodeOptions() => NodeSettings.Read(reader =>
    {
        Set("memory.max-items", MaxItems, nameof(MaxItems));
        Set("memory.maxmemory", MaxMemoryBytes, nameof(MaxMemoryBytes));
        reader.Set("memory.policy", EvictionPolicy, nameof(EvictionPolicy));
        Set("memory.max-key-bytes", MaxKeyBytes, nameof(MaxKeyBytes));
        SetTime("expiry.default-ttl", DefaultTimeToLive, nameof(DefaultTimeToLive));
        SetTime("expiry.board-ttl", BoardTimeToLive, nameof(BoardTimeToLive));
        SetTime("expiry.pace", CleanUpInterval, nameof(CleanUpInterval));
        Set("boards.max-boards", MaxBoards, nameof(MaxBoards));
        Set("boards.max-members", MaxBoardMembers, nameof(MaxBoardMembers));
        reader.Set("metrics.enabled", Metrics ? "on" : "off", nameof(Metrics));
        foreach (var (key, text) in Settings) reader.Set(key, text, nameof(Settings));

        void Set(string key, long number, string origin) => reader.Set(key, number.ToString(CultureInfo.InvariantCulture), origin);
        void SetTime(string key, TimeSpan time, string origin) => Set(key, (long)Math.Ceiling(time.TotalMilliseconds), origin);
    });
}
