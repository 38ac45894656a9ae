using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Client;

/// <summary>How a client connects and behaves. Immutable; checked by <see cref="CacheClient.ConnectAsync(CacheClientOptions, CancellationToken)"/>.</summary>
public sealed record CacheClientOptions
{
    /// <summary>Nodes to begin with; the others are learned from them. At least one. A text such as "10.0.0.1:4054" will do.</summary>
    public required ImmutableArray<NodeAddress> Nodes { get; init; }

    /// <summary>As CLIENT LIST shows it. Default: the process's name.</summary>
    public string Name { get; init; } = AppDomain.CurrentDomain.FriendlyName;

    /// <summary>Default: the node's only user.</summary>
    public string User { get; init; } = "";

    /// <summary>The node's <c>security.requirepass</c>. Default: none.</summary>
    public string Password { get; init; } = "";

    /// <summary>How long connecting may take until the first node has answered. Default 10 s; 100 ms to 5 min.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an operation may take, repetitions included. Default 10 s, more than a fail-over takes; 10 ms to 10 min.</summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A node of which nothing is heard for so long is given up and connected to anew. Default 3 s; 500 ms to 5 min.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Default <see cref="FailoverStrategy.Retry"/>.</summary>
    public FailoverStrategy Failover { get; init; } = FailoverStrategy.Retry;

    /// <summary>
    /// Numbers increments and appends, so that one whose answer was lost is sent again and counts once. A node remembers the reply until the client is through with it, which costs a
    /// third of the command's speed. Default true; false: such an operation ends with <see cref="OutcomeUnknownException"/>.
    /// </summary>
    public bool IdempotentIncrements { get; init; } = true;

    /// <summary>Turns objects into bytes and back, for the methods that take objects. Default: System.Text.Json.</summary>
    public ICacheSerializer Serializer { get; init; } = JsonCacheSerializer.Default;

    /// <summary>Frames with requests to one node that may be unanswered before what waits is collected into the next. Default 2; 1 to 64. More make frames smaller and so dearer, one lets the node wait for the client.</summary>
    public int FramesUnderWay { get; init; } = 2;

    /// <summary>Bytes of replies of one node that may be under way. Default 4 MB; 64 KB to 64 MB.</summary>
    public int ReplyWindowBytes { get; init; } = 4 << 20;

    /// <summary>Keeps what is read in this process until the node that serves it tells that it has changed. Default null: nothing is kept.</summary>
    public NearCacheOptions? NearCache { get; init; }

    /// <summary>What is kept for a HybridCache on this client while its own reads keep nothing, see <see cref="AkkaCacheHybridOptions.FirstLevel"/>.</summary>
    internal NearCacheOptions? FirstLevel { get; init; }

    /// <summary>Something is kept near, whoever may read it.</summary>
    internal NearCacheOptions? Near => NearCache ?? FirstLevel;

    /// <summary>Default: nothing is logged.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void CheckNodes()
    {
        Require(!Nodes.IsDefaultOrEmpty, nameof(Nodes), "none", "at least one address");
        foreach (var node in Nodes) Require(!string.IsNullOrWhiteSpace(node.Host) && node.Port is > 0 and <= ushort.MaxValue, nameof(Nodes), node, "HOST:PORT");
    }

    /// <summary>All but the addresses, which a client of a node in its own process does not need.</summary>
    internal void Check()
    {
        Between(nameof(ConnectTimeout), ConnectTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        Between(nameof(OperationTimeout), OperationTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        Between(nameof(Silence), Silence, TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(5));
        Require(Enum.IsDefined(Failover), nameof(Failover), Failover, "Retry, NextNode or AllNodes");
        Require(FramesUnderWay is >= 1 and <= 64, nameof(FramesUnderWay), FramesUnderWay, "1 to 64");
        Require(ReplyWindowBytes is >= 64 << 10 and <= 64 << 20, nameof(ReplyWindowBytes), ReplyWindowBytes, "64 KB to 64 MB");
        NearCache?.Check(nameof(NearCache));
        FirstLevel?.Check(nameof(FirstLevel));
        foreach (var (name, value) in new (string, object?)[] { (nameof(Name), Name), (nameof(User), User), (nameof(Password), Password), (nameof(Serializer), Serializer), (nameof(LoggerFactory), LoggerFactory), (nameof(TimeProvider), TimeProvider) })
            Require(value is not null, name, "null", "set");
        Require(Name.Length <= 128 && User.Length <= 512 && Password.Length <= 512, nameof(Name), "too long", "at most 128 characters; user and password at most 512");
    }

    internal static void Between(string name, TimeSpan value, TimeSpan least, TimeSpan most) => Require(value >= least && value <= most, name, value, $"{least} to {most}");

    internal static void Require(bool isMet, string name, object? value, string allowed)
    {
        if (!isMet) throw new CacheException(CacheErrorCode.InvalidConfiguration, $"{name} = {value}: must be {allowed}");
    }
}
