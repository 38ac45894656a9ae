using Akka.Configuration;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Eviction;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Routing;

namespace AkkaCache.Node.Hosting;

/// <summary>All settings of a node, checked. Made by <see cref="NodeOptionsReader"/>; what each means stands in hocon/akkacache.conf.</summary>
public sealed record NodeOptions
{
    public required IdentityOptions Node { get; init; }
    public required ClusterOptions Cluster { get; init; }
    public required RespOptions Resp { get; init; }
    public required OtherDoorsOptions OtherDoors { get; init; }
    public required ClientOptions Client { get; init; }
    public required MemoryOptions Memory { get; init; }
    public required ExpiryOptions Expiry { get; init; }
    public required BoardOptions Boards { get; init; }
    public required MetricsOptions Metrics { get; init; }
    public required ReplicationOptions Replication { get; init; }
    public required RoutingSettings Routing { get; init; }
    public required HealthOptions Health { get; init; }
    public required LogOptions Log { get; init; }

    /// <summary>There are clients in the node's own process. Not a setting: whoever hosts the node knows.</summary>
    public bool HasLocalDoor { get; init; }

    /// <summary>The full path of the file that was read last; empty when none was.</summary>
    public string ConfigurationFile { get; init; } = "";

    /// <summary>The akka section of all layers, under its name.</summary>
    public required Config Akka { get; init; }

    /// <summary>The least level of Akka's own log events, under Akka's name for it.</summary>
    public string AkkaLogLevel => Akka.GetString("akka.loglevel", "WARNING");

    /// <summary>The settings that commands obey, as they stand at the start.</summary>
    public DataSettings ToDataSettings() => new()
    {
        DefaultTtlMs = (long)Expiry.DefaultTtl.TotalMilliseconds,
        BoardTtlMs = (long)Expiry.BoardTtl.TotalMilliseconds,
        MaxMemoryBytes = Memory.MaxMemoryBytes,
        MaxItems = Memory.MaxItems,
        Policy = Memory.Policy,
        MaxBoards = Boards.MaxBoards,
        MaxBoardMembers = Boards.MaxMembers,
        MaxKeyBytes = Memory.MaxKeyBytes,
        Metrics = Metrics.Enabled,
        BoardMetrics = Metrics.Boards,
    };
}

/// <param name="Name">Empty: made from the address once the akka door is open.</param>
/// <param name="Host">As others reach the node.</param>
/// <param name="Bind">As doors listen.</param>
/// <param name="Zone">What it may fail together with; empty for none.</param>
public sealed record IdentityOptions(string Name, string Host, string Bind, int Weight, string Zone);

public sealed record OtherDoorsOptions(DoorPort Akka, DoorPort Link, DoorPort Client, DoorPort Http, string HttpBind);

public sealed record MemoryOptions(long MaxMemoryBytes, EvictionPolicy Policy, long MaxItems, int MaxKeyBytes)
{
    /// <summary>The policy as configuration and clients write it.</summary>
    public string PolicyName => EvictionPolicyNames.NameOf(Policy);
}

public sealed record ExpiryOptions(TimeSpan DefaultTtl, TimeSpan BoardTtl, TimeSpan Pace);

public sealed record BoardOptions(int MaxBoards, int MaxMembers);

public sealed record MetricsOptions(bool Enabled, bool Boards);

public sealed record LogOptions(Microsoft.Extensions.Logging.LogLevel Level, bool Json);
