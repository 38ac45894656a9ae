namespace AkkaCache.Protocol.Topology;

/// <summary>How much of something each member may hold: the floor or the ceiling of its weighted share.</summary>
/// <remarks>
/// Shares are exact fractions of integers, so that every node of a cluster computes the same ones. No member can hold more than
/// one copy of a partition: where a heavy member's share exceeds that, the excess is shared out among the others by weight.
/// </remarks>
internal static class QuotaShares
{
    /// <param name="members">The members and their weights.</param>
    /// <param name="total">What there is to hold.</param>
    /// <param name="mostPerMember">What one member can hold at most; <paramref name="total"/> is at most this times the members.</param>
    /// <param name="held">What each member holds already: of those with a fraction, the fullest are granted the ceiling.</param>
    public static Quota[] Of(ReadOnlySpan<RingMember> members, int total, int mostPerMember, ReadOnlySpan<int> held)
    {
        var quotas = new Quota[members.Length];
        var remainders = new long[members.Length];
        var capped = new bool[members.Length];
        long rest = total;
        long weights = 0;
        foreach (var member in members) weights += member.Weight;

        // Each pass caps somebody or is the last.
        for (var again = true; again;)
        {
            again = false;
            for (var i = 0; i < members.Length; i++)
            {
                if (capped[i] || rest * members[i].Weight <= mostPerMember * weights) continue;
                capped[i] = again = true;
                quotas[i] = new Quota(mostPerMember, mostPerMember, mostPerMember);
                rest -= mostPerMember;
                weights -= members[i].Weight;
            }
        }

        var spare = rest;
        for (var i = 0; i < members.Length; i++)
        {
            if (capped[i]) continue;
            var share = rest * members[i].Weight;
            var floor = (int)(share / weights);
            remainders[i] = share % weights;
            quotas[i] = new Quota(floor, remainders[i] > 0 ? floor + 1 : floor, floor);
            spare -= floor;
        }
        GrantCeilings(quotas, remainders, held, (int)spare);
        return quotas;
    }

    /// <summary>
    /// Quotas of copies. No zone can hold more of a partition than its limit: where a zone's share exceeds that, the excess is shared out among the
    /// other zones by weight, as with members.
    /// </summary>
    /// <param name="held">What each member holds already.</param>
    public static Quota[] OfCopies(ReadOnlySpan<RingMember> members, ZoneLimits zones, int copies, int partitions, ReadOnlySpan<int> held)
    {
        var quotas = new Quota[members.Length];
        var total = copies * partitions;
        var left = new List<int>(members.Length);
        for (var i = 0; i < members.Length; i++) left.Add(i);

        // Each pass settles a zone or is the last.
        while (true)
        {
            Share(members, left, total, partitions, held, quotas);
            var full = FullZone(zones, left, quotas, partitions);
            if (full < 0) return quotas;
            var inside = left.FindAll(member => zones.Of(member) == full);
            Share(members, inside, partitions * zones.LimitOf(full), partitions, held, quotas);
            total -= partitions * zones.LimitOf(full);
            left.RemoveAll(member => zones.Of(member) == full);
        }
    }

    private static void Share(ReadOnlySpan<RingMember> members, List<int> among, int total, int mostPerMember, ReadOnlySpan<int> held, Quota[] quotas)
    {
        if (among.Count == 0) return;
        var chosen = new RingMember[among.Count];
        var holding = new int[among.Count];
        for (var i = 0; i < among.Count; i++) (chosen[i], holding[i]) = (members[among[i]], held[among[i]]);
        var shares = Of(chosen, total, mostPerMember, holding);
        for (var i = 0; i < among.Count; i++) quotas[among[i]] = shares[i];
    }

    /// <summary>A zone that would hold more than it can, or -1.</summary>
    private static int FullZone(ZoneLimits zones, List<int> members, Quota[] quotas, int partitions)
    {
        var held = new int[zones.Count];
        foreach (var member in members) held[zones.Of(member)] += quotas[member].Target;
        for (var zone = 0; zone < held.Length; zone++)
        {
            if (held[zone] > partitions * zones.LimitOf(zone)) return zone;
        }
        return -1;
    }

    private static void GrantCeilings(Quota[] quotas, long[] remainders, ReadOnlySpan<int> held, int spare)
    {
        // What a member holds above its floor stays there rather than moving to somebody with a larger fraction.
        var order = new List<(int Above, long Remainder, int Member)>();
        for (var i = 0; i < quotas.Length; i++)
        {
            if (remainders[i] > 0) order.Add((Math.Clamp(held[i] - quotas[i].Floor, 0, 1), remainders[i], i));
        }
        order.Sort((a, b) => (b.Above, b.Remainder, a.Member).CompareTo((a.Above, a.Remainder, b.Member)));
        for (var i = 0; i < spare; i++)
        {
            ref var quota = ref quotas[order[i].Member];
            quota = quota with { Target = quota.Ceiling };
        }
    }
}

/// <summary>Bounds of what a member holds, and the exact number that is aimed at; targets sum to the total.</summary>
internal readonly record struct Quota(int Floor, int Ceiling, int Target);
