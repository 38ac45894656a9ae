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
