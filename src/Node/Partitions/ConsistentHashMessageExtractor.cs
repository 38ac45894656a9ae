using System.Globalization;
using Akka.Cluster.Sharding;

namespace AkkaCache.Node.Partitions;

/// <summary>Maps messages to partitions: a partition is one shard with one entity, and both are called by its number.</summary>
/// <remarks>
/// Where keys fall is decided before, by slot (<see cref="AkkaCache.Protocol.Topology.HashSlot"/>), and where partitions lie by the ring. The shard is
/// derived from the entity's id alone, since the hint may be any message that sharding itself sends, which unwraps its own envelopes before it asks.
/// Ids are made once: sharding asks two or three times for each message. What is no partition of this layout gets no id, and the region drops it.
/// </remarks>
public sealed class ConsistentHashMessageExtractor : IMessageExtractor
{
    private readonly string[] _ids;
    private readonly Dictionary<string, string> _known;

    public ConsistentHashMessageExtractor(int partitions)
    {
        _ids = new string[partitions];
        for (var i = 0; i < partitions; i++) _ids[i] = i.ToString(CultureInfo.InvariantCulture);
        _known = _ids.ToDictionary(id => id, StringComparer.Ordinal);
    }

    /// <summary>The id of a partition as shard and as entity.</summary>
    public string IdOf(int partition) => _ids[partition];

    /// <summary>The partition of an id; false when it is none of this layout.</summary>
    public bool TryParse(string? id, out int partition)
    {
        partition = -1;
        return id is not null && _known.ContainsKey(id) && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out partition);
    }

    public string? EntityId(object message) =>
        message is IPartitionMessage { Partition: var partition } && (uint)partition < (uint)_ids.Length ? _ids[partition] : null;

    public object? EntityMessage(object message) => message;

    public string ShardId(string entityId, object? messageHint = null) =>
        entityId is not null && _known.TryGetValue(entityId, out var known) ? known : "";

    string IMessageExtractor.ShardId(object message) => EntityId(message) ?? "";
}
