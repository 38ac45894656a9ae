using AkkaCache.Commands.Table;

namespace AkkaCache.Commands.Execution;

/// <summary>What commands need of the node as a whole.</summary>
public interface INode
{
    CommandTable Table { get; }
    INodeFacts Facts { get; }
    INodeConfiguration Configuration { get; }
    IClientRegistry Clients { get; }

    /// <summary>The other nodes, as far as commands show them.</summary>
    IClusterView Cluster { get; }

    /// <summary>The other nodes, as far as commands need them.</summary>
    IEverywhere Everywhere { get; }

    /// <summary>The copies that other nodes hold.</summary>
    ICopies Copies => NoCopies.Instance;

    /// <summary>How it joins others.</summary>
    IMeeting Meeting => NoMeeting.Instance;

    /// <summary>Empties a partition whose gate is held; the old memory is freed by somebody else, later or now.</summary>
    void Flush(PartitionSpace space, bool later);

    /// <summary>Ends the node as a signal to its process does. Returns at once.</summary>
    /// <param name="asker">The session that asked for it, for the log.</param>
    void End(long asker);

    IChannelDirectory Channels { get; }

    /// <summary>Sends a message to the channel's subscribers, and to those of matching patterns, on all nodes; returns how many deliveries that makes on this one.</summary>
    int Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message);

    /// <summary>A password must be given before anything else.</summary>
    bool RequiresPassword { get; }

    /// <summary>Whether name and password are right. The time taken does not depend on where they differ.</summary>
    bool Authenticate(ReadOnlySpan<byte> user, ReadOnlySpan<byte> password);

    /// <summary>A seed-able source of chance for RANDOMKEY and the like; safe to use under a gate.</summary>
    Random Random { get; }
}

/// <summary>Facts about the node for INFO and HELLO.</summary>
public interface INodeFacts
{
    string Name { get; }
    string Version { get; }

    /// <summary>The Redis version whose behaviour is followed, as clients expect it in INFO and HELLO.</summary>
    string RedisVersion { get; }

    /// <summary>Unix time in microseconds, for TIME.</summary>
    long UnixTimeMicroseconds { get; }

    /// <summary>What ROLE tells: the nodes that hold backups of this one's partitions stand where Redis has replicas.</summary>
    NodeRole Role { get; }

    /// <summary>Appends an INFO section ("server", "clients", "memory", "stats", "commandstats", "keyspace" …), its heading first, or nothing when unknown.</summary>
    void AppendSection(string section, System.Text.StringBuilder text);

    /// <summary>The sections of a bare INFO.</summary>
    IReadOnlyList<string> DefaultSections { get; }

    /// <summary>All sections, in the order in which they are shown.</summary>
    IReadOnlyList<string> AllSections { get; }

    /// <summary>Counters back to zero (CONFIG RESETSTAT).</summary>
    void ResetStatistics();
}

/// <param name="Offset">Effects of the partitions that this node is primary of, summed up; 0 while nobody backs them up.</param>
public readonly record struct NodeRole(long Offset, IReadOnlyList<NodeBackup> Backups);

/// <summary>A node that holds backups, as clients reach it.</summary>
/// <param name="Offset">Effects it acknowledged, summed up.</param>
public readonly record struct NodeBackup(string Host, int Port, long Offset);

/// <summary>CONFIG GET and SET.</summary>
public interface INodeConfiguration
{
    /// <summary>All settings under Redis's names where it has one, ours otherwise, with their values as text.</summary>
    IEnumerable<KeyValuePair<string, string>> All { get; }

    /// <summary>Sets all or nothing; names in lower case. Null when done.</summary>
    ConfigurationFault? TrySet(IReadOnlyList<KeyValuePair<string, string>> settings);
}

/// <summary>Why CONFIG SET changed nothing.</summary>
/// <param name="Name">The setting to blame.</param>
/// <param name="Reason">In Redis's words where it has them; null: there is no such setting.</param>
public sealed record ConfigurationFault(string Name, string? Reason);

/// <summary>Who listens to what, for PUBSUB.</summary>
public interface IChannelDirectory
{
    /// <summary>Channels with subscribers, those of patterns not counted.</summary>
    IReadOnlyCollection<byte[]> Active { get; }

    /// <summary>Subscribers of a channel, those of patterns not counted.</summary>
    int SubscribersOf(ReadOnlySpan<byte> channel);

    /// <summary>Distinct patterns that somebody is subscribed to.</summary>
    int PatternCount { get; }
}

/// <summary>CLIENT LIST and KILL.</summary>
public interface IClientRegistry
{
    int Count { get; }

    /// <summary>One line per client in Redis's format, for those that <paramref name="filter"/> accepts.</summary>
    void AppendList(System.Text.StringBuilder text, Func<IClientFacts, bool> filter);

    /// <summary>The line of one client; nothing when there is no such id.</summary>
    void AppendLine(System.Text.StringBuilder text, long id);

    /// <summary>Ends those that <paramref name="filter"/> accepts; returns how many.</summary>
    int Kill(Func<IClientFacts, bool> filter);
}

/// <summary>What CLIENT LIST and KILL may ask of a client.</summary>
public interface IClientFacts
{
    long Id { get; }
    string Address { get; }
    string LocalAddress { get; }
    string User { get; }

    /// <summary>"normal" or "pubsub".</summary>
    string Type { get; }
    long AgeSeconds { get; }
}
