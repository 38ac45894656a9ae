namespace AkkaCache.Protocol.Topology;

/// <summary>A node on the ring. <paramref name="Weight"/> is its share relative to the others': a node of weight 2 holds twice as much.</summary>
public readonly record struct RingMember(NodeId Node, int Weight = 1)
{
    /// <summary>A ring of 50 nodes of this weight still sorts its points within milliseconds.</summary>
    public const int MaxWeight = 16;
}
