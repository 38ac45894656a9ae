namespace AkkaCache.Protocol.Topology;

/// <summary>The zones of a ring's members, and how many copies of one partition each zone takes so that they lie as far apart as they can.</summary>
/// <remarks>
/// The limit is the lowest level at which the zones together hold all copies, when each takes as many as the level says or as it has members: with three
/// copies, one each in three zones, and two and one in two. With one zone it limits nothing.
/// </remarks>
internal sealed class ZoneLimits
{
    private readonly int[] _zoneOf;
    private readonly int[] _limits;

    public ZoneLimits(ReadOnlySpan<RingMember> members, int copies)
    {
        _zoneOf = new int[members.Length];
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        var sizes = new List<int>();
        for (var i = 0; i < members.Length; i++)
        {
            if (!indexes.TryGetValue(members[i].Zone, out var zone))
            {
                indexes[members[i].Zone] = zone = sizes.Count;
                sizes.Add(0);
            }
            _zoneOf[i] = zone;
            sizes[zone]++;
        }

        var level = 1;
        while (sizes.Sum(size => Math.Min(size, level)) < copies) level++;
        _limits = [.. sizes.Select(size => Math.Min(size, level))];
    }

    /// <summary>Number of zones.</summary>
    public int Count => _limits.Length;

    /// <summary>The zone of a member, as an index.</summary>
    public int Of(int member) => _zoneOf[member];

    /// <summary>Copies of one partition that the zone takes.</summary>
    public int LimitOf(int zone) => _limits[zone];
}
