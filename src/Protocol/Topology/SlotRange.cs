namespace AkkaCache.Protocol.Topology;

/// <summary>A run of slots, both ends included, as the CLUSTER commands print them.</summary>
public readonly record struct SlotRange(int First, int Last)
{
    public int Count => Last - First + 1;

    public bool Contains(int slot) => slot >= First && slot <= Last;
}
