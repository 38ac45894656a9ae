namespace AkkaCache.Protocol.Topology;

/// <summary>Brings copies of a partition that lie in one zone apart, by exchanges between two partitions: what each member holds in number stays.</summary>
/// <remarks>
/// Quotas come first, so a plan within them may have copies too close together, as do plans from before zones were told. An exchange puts one
/// partition right and makes none worse, so there are no more exchanges than copies in the wrong place.
/// </remarks>
internal static class ZoneSpread
{
    private const int None = -1;

    /// <param name="cost">(partition, member): lower is better.</param>
    public static void Apply(QuotaAssignment holders, int partitions, ReadOnlySpan<RingMember> members, Func<int, int, int> cost)
    {
        for (var partition = 0; partition < partitions; partition++)
        {
            while (holders.IsCrowded(partition) && TryExchange(holders, partition, partitions, members.Length, cost))
            {
            }
        }
    }

    private static bool TryExchange(QuotaAssignment holders, int partition, int partitions, int members, Func<int, int, int> cost)
    {
        var best = (Given: None, Other: None, Taken: None);
        var bestCost = int.MaxValue;
        for (var given = 0; given < members; given++)
        {
            if (!holders.Has(partition, given) || !holders.IsCrowdedBy(partition, given)) continue;
            for (var taken = 0; taken < members; taken++)
            {
                if (holders.Has(partition, taken) || !holders.HasZoneFor(partition, taken, given)) continue;
                var gain = cost(partition, taken) - cost(partition, given);
                for (var other = 0; other < partitions; other++)
                {
                    if (!holders.Has(other, taken) || holders.Has(other, given) || !holders.HasZoneFor(other, given, taken)) continue;
                    var total = gain + cost(other, given) - cost(other, taken);
                    if (total >= bestCost) continue;
                    best = (given, other, taken);
                    bestCost = total;
                }
            }
        }
        if (best.Other == None) return false;
        holders.Exchange(partition, best.Given, best.Other, best.Taken);
        return true;
    }
}
