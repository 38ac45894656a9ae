namespace AkkaCache.Protocol.Topology;

/// <summary>Gives partitions to members within quotas, following preference and moving as little as the quotas allow.</summary>
/// <remarks>
/// <para>
/// This is a bipartite assignment with bounds on both sides. It starts from what is held already and repairs it: what is missing
/// goes to the most preferred member that has room; then members above their ceiling give to others, and members below their
/// floor receive. Where a direct gift is impossible (the only member with room holds the partition already, or may not hold it),
/// a chain of gifts helps: u gives p to v, which gives q to w. The shortest chain is found breadth first over members, as in the
/// augmenting paths of bipartite matching (Hopcroft and Karp, 1973), so a solution is found whenever one exists. A chain that
/// passes on only what was given out just now moves nothing that was at rest, so such chains are tried first.
/// </para>
/// <para>
/// With zones there is a third bound, the copies of one partition in one zone. It is kept while <see cref="ZonesBind"/>; a chain that passes on
/// several copies of one partition may break it, since each link is judged as things stand before the first.
/// </para>
/// <para>Invariant: <c>_load[m]</c> is the number of partitions that m has, <c>_zoneLoad</c> that of a partition's holders in a zone; a member has only what it may have.</para>
/// </remarks>
internal sealed class QuotaAssignment
{
    private const int Nobody = -1;

    private readonly int _partitions;
    private readonly int _members;
    private readonly Quota[] _quotas;
    private readonly Func<int, int, int> _cost;
    private readonly bool[] _has;
    private readonly bool[] _kept;
    private readonly int[] _load;
    private readonly int[] _missing;
    private readonly ZoneLimits? _zones;
    private readonly int[] _zoneLoad;

    private readonly Queue<int> _frontier = new();
    private readonly int[] _giver;
    private readonly int[] _gift;
    private Func<int, int, bool> _mayHave = (_, _) => true;
    private bool _keptMoves;

    /// <param name="partitions">Number of partitions.</param>
    /// <param name="quotas">One for each member.</param>
    /// <param name="each">Members that each partition needs.</param>
    /// <param name="cost">(partition, member): how little the partition prefers the member; lower is better.</param>
    /// <param name="zones">How many holders of a partition each zone takes, or null.</param>
    public QuotaAssignment(int partitions, Quota[] quotas, int each, Func<int, int, int> cost, ZoneLimits? zones = null)
    {
        _zones = zones;
        _zoneLoad = new int[partitions * (zones?.Count ?? 0)];
        _partitions = partitions;
        _members = quotas.Length;
        _quotas = quotas;
        _cost = cost;
        _has = new bool[partitions * _members];
        _kept = new bool[partitions * _members];
        _load = new int[_members];
        _missing = new int[partitions];
        Array.Fill(_missing, each);
        _giver = new int[_members];
        _gift = new int[_members];
    }

    /// <summary>Whether what is given goes only where its zone has room.</summary>
    public bool ZonesBind { get; set; }

    public bool Has(int partition, int member) => _has[partition * _members + member];

    /// <summary>More holders of the partition lie in the member's zone than that takes.</summary>
    public bool IsCrowdedBy(int partition, int member) => _zones is not null && ZoneLoad(partition, member) > _zones.LimitOf(_zones.Of(member));

    public bool IsCrowded(int partition)
    {
        for (var member = 0; member < _members; member++)
        {
            if (Has(partition, member) && IsCrowdedBy(partition, member)) return true;
        }
        return false;
    }

    /// <summary>Whether the member's zone takes one more holder of the partition once <paramref name="giver"/> (or <c>-1</c>) has given it up.</summary>
    public bool HasZoneFor(int partition, int member, int giver)
    {
        if (_zones is null) return true;
        var zone = _zones.Of(member);
        return ZoneLoad(partition, member) - (giver >= 0 && _zones.Of(giver) == zone ? 1 : 0) < _zones.LimitOf(zone);
    }

    /// <summary>One gives a partition and takes another from the one that it gave to.</summary>
    public void Exchange(int partition, int given, int other, int taken)
    {
        Take(partition, given);
        Take(other, taken);
        Give(partition, taken);
        Give(other, given);
    }

    /// <summary>Something that is held from before.</summary>
    public void Keep(int partition, int member)
    {
        if (Has(partition, member) || _missing[partition] == 0) return;
        Give(partition, member);
        _kept[partition * _members + member] = true;
    }

    /// <summary>Gives out what is missing, as far as that goes without moving what is kept.</summary>
    /// <param name="preference">(partition, choice): the partition's members in order of preference.</param>
    /// <param name="mayHave">(partition, member): whether the member may have it; true for all that is had already.</param>
    public void Fill(Func<int, int, int> preference, Func<int, int, bool> mayHave)
    {
        _mayHave = mayHave;
        _keptMoves = false;
        FillByPreference(preference);
        FillByChains();
    }

    /// <summary>Gives out the rest, and brings everything within the quotas.</summary>
    public void Settle(Func<int, int, int> preference, Func<int, int, bool> mayHave)
    {
        Fill(preference, mayHave);
        _keptMoves = true;
        FillByChains();
        for (var member = 0; member < _members; member++)
        {
            while (_load[member] > _quotas[member].Ceiling && (TryShed(member, keptMoves: false) || TryShed(member, keptMoves: true)))
            {
            }
        }
        for (var member = 0; member < _members; member++)
        {
            while (_load[member] < _quotas[member].Floor && (TryReceive(member, keptMoves: false) || TryReceive(member, keptMoves: true)))
            {
            }
        }
    }

    private bool MayGet(int partition, int member, int giver) => _mayHave(partition, member) && (!ZonesBind || HasZoneFor(partition, member, giver));

    private int ZoneLoad(int partition, int member) => _zoneLoad[partition * _zones!.Count + _zones.Of(member)];

    private bool IsBelowTarget(int member) => _load[member] < _quotas[member].Target;

    private bool HasRoom(int member) => _load[member] < _quotas[member].Ceiling;

    /// <summary>All first choices before all second ones: nobody's first choice is taken by somebody's second.</summary>
    private void FillByPreference(Func<int, int, int> preference)
    {
        for (var choice = 0; choice < _members; choice++)
        {
            for (var partition = 0; partition < _partitions; partition++)
            {
                if (_missing[partition] == 0) continue;
                var member = preference(partition, choice);
                if (!Has(partition, member) && IsBelowTarget(member) && MayGet(partition, member, Nobody)) Give(partition, member);
            }
        }
    }

    private void FillByChains()
    {
        for (var partition = 0; partition < _partitions; partition++)
        {
            while (_missing[partition] > 0 && TryFill(partition))
            {
            }
        }
    }

    private bool TryFill(int partition)
    {
        StartSearch();
        for (var member = 0; member < _members; member++)
        {
            if (!Has(partition, member) && MayGet(partition, member, Nobody)) Reach(member, Nobody, partition);
        }
        var end = Search(HasRoom);
        if (end == Nobody) return false;
        var start = Follow(end);
        Give(partition, start);
        return true;
    }

    private bool TryShed(int member, bool keptMoves)
    {
        _keptMoves = keptMoves;
        return TryMove(member, IsBelowTarget) || TryMove(member, HasRoom);
    }

    private bool TryMove(int from, Func<int, bool> suits)
    {
        StartSearch();
        Reach(from, Nobody, Nobody);
        var end = Search(suits);
        if (end == Nobody) return false;
        Follow(end);
        return true;
    }

    private bool TryReceive(int member, bool keptMoves)
    {
        _keptMoves = keptMoves;
        StartSearch();
        for (var other = 0; other < _members; other++)
        {
            if (_load[other] > _quotas[other].Floor) Reach(other, Nobody, Nobody);
        }
        if (Search(m => m == member) == Nobody) return false;
        Follow(member);
        return true;
    }

    private void StartSearch()
    {
        _frontier.Clear();
        Array.Fill(_giver, int.MinValue);
    }

    private void Reach(int member, int giver, int gift)
    {
        _giver[member] = giver;
        _gift[member] = gift;
        _frontier.Enqueue(member);
    }

    /// <summary>Follows possible gifts from the members reached so far to one that <paramref name="suits"/>.</summary>
    private int Search(Func<int, bool> suits)
    {
        while (_frontier.TryDequeue(out var member))
        {
            if (suits(member)) return member;
            for (var next = 0; next < _members; next++)
            {
                if (_giver[next] != int.MinValue) continue;
                var gift = CheapestGift(member, next);
                if (gift != Nobody) Reach(next, member, gift);
            }
        }
        return Nobody;
    }

    /// <summary>What <paramref name="from"/> can give to <paramref name="to"/> at the least loss of preference.</summary>
    private int CheapestGift(int from, int to)
    {
        // A member that begins a chain has too much, so what it gives has to move in any case.
        var mayGiveKept = _keptMoves || (_giver[from] == Nobody && _gift[from] == Nobody);
        var best = Nobody;
        var bestLoss = int.MaxValue;
        for (var partition = 0; partition < _partitions; partition++)
        {
            if (!Has(partition, from) || Has(partition, to) || !MayGet(partition, to, from)) continue;
            if (!mayGiveKept && _kept[partition * _members + from]) continue;
            var loss = _cost(partition, to) - _cost(partition, from);
            if (loss >= bestLoss) continue;
            best = partition;
            bestLoss = loss;
        }
        return best;
    }

    /// <summary>Makes the gifts of the chain that ends at <paramref name="end"/>; returns the member where it began.</summary>
    private int Follow(int end)
    {
        var member = end;
        while (_giver[member] != Nobody)
        {
            var giver = _giver[member];
            Take(_gift[member], giver);
            Give(_gift[member], member);
            member = giver;
        }
        return member;
    }

    private void Give(int partition, int member)
    {
        _has[partition * _members + member] = true;
        _load[member]++;
        if (_zones is not null) _zoneLoad[partition * _zones.Count + _zones.Of(member)]++;
        _missing[partition]--;
    }

    private void Take(int partition, int member)
    {
        _has[partition * _members + member] = false;
        _kept[partition * _members + member] = false;
        _load[member]--;
        if (_zones is not null) _zoneLoad[partition * _zones.Count + _zones.Of(member)]--;
        _missing[partition]++;
    }
}
