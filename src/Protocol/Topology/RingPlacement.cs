using System.Collections.Immutable;

namespace AkkaCache.Protocol.Topology;

/// <summary>Decides which nodes should hold which partitions: the ring's preference, within quotas, moving as little as possible.</summary>
/// <remarks>
/// In two steps. First the copies: every node gets the floor or the ceiling of its weighted share of all copies, and what it
/// holds stays where it is unless the quotas forbid it; only this step moves data. Then, among the holders of each partition, the
/// primaries, likewise by quota; a solution always exists, since giving each holder an equal part of each partition is one in
/// fractions, and bounds that are integers then have one in integers. Copies of a partition lie in different zones as far as there are
/// enough of them; quotas come before that, but where a zone could not use its share they give it to others. Pure: the same on every node.
/// </remarks>
public static class RingPlacement
{
    /// <summary>Copies of a partition beyond which a cluster only gets slower.</summary>
    public const int MaxCopies = 7;

    /// <summary>Above every preference: a primary is moved away only when no backup can go instead.</summary>
    private const int PrimaryStays = 4 * HashRing.MaxMembers;

    /// <summary>Above every preference too, but less: a copy is exchanged for one that would be new only when nothing else brings zones apart.</summary>
    private const int CopyStays = 2 * HashRing.MaxMembers;

    /// <summary>The owners of each partition. Takes about 10 ms for 50 nodes and 512 partitions; runs when membership changes.</summary>
    /// <param name="ring">The members and their preferences.</param>
    /// <param name="copies">Copies wanted, the primary included; with fewer members, one on each.</param>
    /// <param name="previous">What was in force before, or empty.</param>
    public static ImmutableArray<PartitionOwners> Plan(HashRing ring, int copies, ImmutableArray<PartitionOwners> previous = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(copies, MaxCopies);
        if (previous.IsDefault) previous = [];
        if (!previous.IsEmpty && previous.Length != ring.Layout.Count)
            throw new ArgumentException($"previous = {previous.Length} partitions: must be {ring.Layout.Count}", nameof(previous));

        var view = new View(ring, Math.Min(copies, ring.Members.Length), previous);
        var holders = PlaceCopies(view);
        var primaries = PlacePrimaries(view, holders);
        return Owners(view, holders, primaries);
    }

    private static QuotaAssignment PlaceCopies(View view)
    {
        var held = view.CountHeld((partition, member) => view.Held(partition, member));
        var zones = new ZoneLimits(view.Ring.Members, view.Copies);
        var quotas = QuotaShares.OfCopies(view.Ring.Members, zones, view.Copies, view.Partitions, held);

        // For copies every choice of targets can be met, so they are the bounds as well: no move then has to be taken back.
        for (var i = 0; i < quotas.Length; i++) quotas[i] = new Quota(quotas[i].Target, quotas[i].Target, quotas[i].Target);
        var assignment = new QuotaAssignment(view.Partitions, quotas, view.Copies,
            (partition, member) => view.Rank(partition, member) - (view.WasPrimary(partition, member) ? PrimaryStays : 0), zones);
        view.KeepPrevious(assignment, view.WasPrimary);
        view.KeepPrevious(assignment, view.Held);
        if (zones.Count > 1)
        {
            assignment.ZonesBind = true;
            assignment.Settle(view.Preferred, (_, _) => true);
            assignment.ZonesBind = false;
        }
        assignment.Settle(view.Preferred, (_, _) => true);
        if (zones.Count > 1) ZoneSpread.Apply(assignment, view.Partitions, view.Ring.Members, view.CostOfHolding);
        return assignment;
    }

    private static QuotaAssignment PlacePrimaries(View view, QuotaAssignment holders)
    {
        var held = view.CountHeld((partition, member) => view.WasPrimary(partition, member) && holders.Has(partition, member));
        var quotas = QuotaShares.Of(view.Ring.Members, view.Partitions, view.Partitions, held);
        var assignment = new QuotaAssignment(view.Partitions, quotas, 1,
            (partition, member) => view.Rank(partition, member) + (view.Held(partition, member) ? 0 : view.Members));
        view.KeepPrevious(assignment, (partition, member) => view.WasPrimary(partition, member) && holders.Has(partition, member));

        // A node that has the data already is a better primary than one that must fetch it first.
        assignment.Fill(view.Preferred, (partition, member) => holders.Has(partition, member) && view.Held(partition, member));
        assignment.Settle(view.Preferred, holders.Has);
        return assignment;
    }

    private static ImmutableArray<PartitionOwners> Owners(View view, QuotaAssignment holders, QuotaAssignment primaries)
    {
        var owners = ImmutableArray.CreateBuilder<PartitionOwners>(view.Partitions);
        for (var partition = 0; partition < view.Partitions; partition++)
        {
            var primary = NodeId.None;
            var backups = ImmutableArray.CreateBuilder<NodeId>(view.Copies - 1);
            foreach (var member in view.Ring.PreferenceOf(partition))
            {
                if (!holders.Has(partition, member)) continue;
                if (primaries.Has(partition, member)) primary = view.Ring.Members[member].Node;
                else backups.Add(view.Ring.Members[member].Node);
            }
            owners.Add(new PartitionOwners(primary, backups.ToImmutable()));
        }
        return owners.MoveToImmutable();
    }

    /// <summary>The question in numbers: members and partitions as indexes, preference as rank, the previous owners as flags.</summary>
    private sealed class View
    {
        private const byte Backup = 1;
        private const byte Primary = 2;

        private readonly int[] _ranks;
        private readonly byte[] _before;

        public View(HashRing ring, int copies, ImmutableArray<PartitionOwners> previous)
        {
            Ring = ring;
            Copies = copies;
            Partitions = ring.Layout.Count;
            Members = ring.Members.Length;
            _ranks = new int[Partitions * Members];
            _before = new byte[Partitions * Members];
            var indexes = new Dictionary<NodeId, int>();
            for (var i = 0; i < Members; i++) indexes[ring.Members[i].Node] = i;
            for (var partition = 0; partition < Partitions; partition++)
            {
                var preference = ring.PreferenceOf(partition);
                for (var rank = 0; rank < Members; rank++) _ranks[partition * Members + preference[rank]] = rank;
                if (!previous.IsEmpty) Note(partition, previous[partition], indexes);
            }
        }

        public HashRing Ring { get; }

        public int Copies { get; }

        public int Partitions { get; }

        public int Members { get; }

        public int Rank(int partition, int member) => _ranks[partition * Members + member];

        public bool Held(int partition, int member) => _before[partition * Members + member] != 0;

        public bool WasPrimary(int partition, int member) => _before[partition * Members + member] == Primary;

        public int CostOfHolding(int partition, int member) =>
            Rank(partition, member) - (WasPrimary(partition, member) ? PrimaryStays : Held(partition, member) ? CopyStays : 0);

        public int Preferred(int partition, int choice) => Ring.PreferenceOf(partition)[choice];

        public int[] CountHeld(Func<int, int, bool> holds)
        {
            var held = new int[Members];
            for (var partition = 0; partition < Partitions; partition++)
            {
                for (var member = 0; member < Members; member++)
                {
                    if (holds(partition, member)) held[member]++;
                }
            }
            return held;
        }

        public void KeepPrevious(QuotaAssignment assignment, Func<int, int, bool> holds)
        {
            for (var partition = 0; partition < Partitions; partition++)
            {
                foreach (var member in Ring.PreferenceOf(partition))
                {
                    if (holds(partition, member)) assignment.Keep(partition, member);
                }
            }
        }

        private void Note(int partition, PartitionOwners owners, Dictionary<NodeId, int> indexes)
        {
            foreach (var backup in owners.Backups)
            {
                if (indexes.TryGetValue(backup, out var member)) _before[partition * Members + member] = Backup;
            }
            if (indexes.TryGetValue(owners.Primary, out var primary)) _before[partition * Members + primary] = Primary;
        }
    }
}
