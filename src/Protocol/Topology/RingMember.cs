namespace AkkaCache.Protocol.Topology;

/// <summary>A node on the ring. <paramref name="Weight"/> is its share relative to the others': a node of weight 2 holds twice as much.</summary>
/// <param name="Zone">What it may fail together with. Members without one count as one zone.</param>
public readonly record struct RingMember(NodeId Node, int Weight = 1, string Zone = "")
{
    /// <summary>A ring of 50 nodes of this weight still sorts its points within milliseconds.</summary>
    public const int MaxWeight = 16;

    /// <summary>A zone goes into every plan; readable names are shorter.</summary>
    public const int MaxZoneLength = 64;
}
