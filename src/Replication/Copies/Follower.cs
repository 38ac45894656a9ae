using AkkaCache.Protocol.Topology;

namespace AkkaCache.Replication.Copies;

/// <summary>What a primary knows of another copy in this epoch.</summary>
internal sealed class Follower(NodeId node, long now)
{
    public const long Unknown = -1;

    public NodeId Node { get; } = node;

    /// <summary>Nothing is answered without it.</summary>
    public bool IsRequired { get; set; }

    /// <summary>It holds everything up to here; <see cref="Unknown"/> until it has said so in this session.</summary>
    public long Acknowledged { get; set; } = Unknown;

    /// <summary>Sent up to here.</summary>
    public long Sent { get; set; }

    /// <summary>Grows with each snapshot; messages of older ones count no more.</summary>
    public int Session { get; set; }

    public bool IsCutting { get; set; }

    /// <summary>It has said that only a snapshot helps it. A required copy is voted out before it gets one.</summary>
    public bool IsVoid { get; set; }

    /// <summary>A session was begun in this term.</summary>
    public bool HasSnapshot { get; set; }

    /// <summary>Chunks sent in this session.</summary>
    public int Chunks { get; set; }

    public long SnapshotAt { get; set; } = long.MinValue / 2;

    public long HeardAt { get; set; } = long.MinValue / 2;

    /// <summary>Since when it owes an acknowledgement without having moved; meaningless when it owes none.</summary>
    public long OwesSince { get; set; } = now;

    public long SentAt { get; set; } = now;
}
