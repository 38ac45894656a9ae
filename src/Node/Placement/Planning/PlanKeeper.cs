using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Placement.Planning;

/// <summary>Keeps this node at the newest plan, and makes the next one while this node leads: the rules, as a machine without clock, threads or network.</summary>
/// <remarks>
/// <para>
/// A plan depends on the plan before it, so nodes must not each make their own. The oldest member leads: when the nodes that are up and not about to
/// leave are no longer those of the newest plan, it makes the next one and spreads it, again and again until every member has acknowledged it.
/// Everybody takes the newest plan that it hears of, by version and then by who made it, so all end with the same one whatever is lost or doubled.
/// A new leader asks the others first, and goes on from the newest plan it hears of.
/// </para>
/// <para>
/// For a while two nodes may both think that they lead, and want different nodes in the plan. Each would answer the other's plan with its own.
/// So a leader leaves the plan of another leader alone for a while, by which gossip has told both who leads; and longer each time, should it not.
/// </para>
/// <para>Messages of nodes that are no members are dropped: an earlier cluster may still talk to this node's address. Times are ticks of 100 ns.</para>
/// </remarks>
public sealed class PlanKeeper
{
    /// <summary>Nodes that start together come up within this, and one plan moves less than several.</summary>
    internal static readonly long Settling = TimeSpan.FromMilliseconds(300).Ticks;

    /// <summary>A plan is not put off longer than this, however often members change.</summary>
    internal static readonly long LongestSettling = TimeSpan.FromSeconds(1).Ticks;

    /// <summary>Several rounds of gossip: who leads is known everywhere by then. Doubled with each plan that replaces one of another leader.</summary>
    internal static readonly long ForeignPlanStands = TimeSpan.FromSeconds(2).Ticks;

    /// <summary>About a minute: views of the membership that differ for longer are no affair of plans.</summary>
    private const int MostDoublings = 5;

    /// <summary>What is not acknowledged is sent again at this pace: a plan of 512 partitions is 4 KB, and a member rarely misses one.</summary>
    internal static readonly long SpreadPace = TimeSpan.FromSeconds(2).Ticks;

    private const long Never = long.MaxValue;

    private readonly NodeId _self;
    private readonly Planner _planner;
    private readonly Action<NodeId, PlacementMessage> _send;
    private readonly Action<Plan> _adopted;
    private readonly HashSet<NodeId> _leaving = [];
    private readonly HashSet<NodeId> _acknowledged = [];
    private IReadOnlyList<PlanMember> _members = [];
    private HashSet<NodeId> _wanted = [];
    private long _adoptedAt;
    private long _firstChangeAt = Never;
    private long _planDue = Never;
    private long _spreadDue = Never;
    private int _replaced;

    /// <param name="send">(to, message): perhaps it arrives.</param>
    /// <param name="adopted">Called with each plan that becomes this node's newest.</param>
    public PlanKeeper(NodeId self, Planner planner, Action<NodeId, PlacementMessage> send, Action<Plan> adopted)
    {
        _self = self;
        _planner = planner;
        _send = send;
        _adopted = adopted;
    }

    /// <summary>The newest plan that this node knows; null until there is one.</summary>
    public Plan? Newest { get; private set; }

    /// <summary>This node makes the plans, as far as it knows.</summary>
    public bool Leads { get; private set; }

    /// <summary>When <see cref="Tick"/> has something to do; the greatest number when never.</summary>
    public long Due => Math.Min(_planDue, _spreadDue);

    public bool IsLeaving(NodeId node) => _leaving.Contains(node);

    /// <summary>Nobody stays: what leaving nodes hold can be handed to no one.</summary>
    public bool EveryoneLeaves => !_members.Any(member => member.IsUp && !_leaving.Contains(member.Node.Id));

    /// <param name="members">Those that were up and are not gone, the oldest first.</param>
    public void MembersChanged(IReadOnlyList<PlanMember> members, long now)
    {
        var before = _members;
        _members = members;
        _replaced = 0;
        _leaving.RemoveWhere(node => !IsMember(node));
        _acknowledged.RemoveWhere(node => !IsMember(node));
        var led = Leads;
        Leads = _members.FirstOrDefault(member => member.IsUp)?.Node.Id == _self;
        if (Leads && !led) TakeTheLead(now);
        else if (Leads) SpreadTo(_members.Where(member => !before.Any(known => known.Node.Id == member.Node.Id)), now);
        Review(now);
    }

    public void Received(PlacementMessage message, long now)
    {
        if (!IsMember(message.From) || message.From == _self) return;
        switch (message)
        {
            case PlanSpread spread:
                Heard(spread, now);
                break;
            case PlanKnown known:
                if (known.Id == Newest?.Id) _acknowledged.Add(known.From);
                else if (Newest is null || known.Id.CompareTo(Newest.Id) > 0) _send(known.From, new PlanAsked(_self));
                break;
            case PlanAsked asked:
                if (Newest is not null) _send(asked.From, new PlanSpread(_self, Newest));
                break;
            case NodeLeaves leaves:
                _leaving.Add(leaves.From);
                break;
        }
        Review(now);
    }

    /// <summary>This node is about to leave: tells everybody, again with each call.</summary>
    public void Leave(long now)
    {
        if (IsMember(_self)) _leaving.Add(_self);
        foreach (var member in Others) _send(member.Node.Id, new NodeLeaves(_self));
        Review(now);
    }

    public void Tick(long now)
    {
        Review(now);
        if (_planDue <= now) MakePlan(now);
        if (_spreadDue <= now) SpreadTo(Others.Where(member => !_acknowledged.Contains(member.Node.Id)), now);
    }

    private IEnumerable<PlanMember> Others => _members.Where(member => member.Node.Id != _self);

    private IEnumerable<ClusterNode> Wanted => _members.Where(member => member.IsUp && !_leaving.Contains(member.Node.Id)).Select(member => member.Node);

    private bool IsMember(NodeId node) => _members.Any(member => member.Node.Id == node);

    private void TakeTheLead(long now)
    {
        _acknowledged.Clear();
        foreach (var member in Others) _send(member.Node.Id, new PlanAsked(_self));
        SpreadTo(Others, now);
    }

    private void Heard(PlanSpread spread, long now)
    {
        if (spread.Plan.Owners.Length != _planner.Layout.Count) return;
        var order = Newest is null ? 1 : spread.Plan.Id.CompareTo(Newest.Id);
        if (order > 0) Adopt(spread.Plan, now);
        if (order >= 0) _acknowledged.Add(spread.From);
        _send(spread.From, order < 0 ? new PlanSpread(_self, Newest!) : new PlanKnown(_self, Newest!.Id));
    }

    private void MakePlan(long now)
    {
        if (Newest is not null && Newest.Id.Leader != _self) _replaced = Math.Min(_replaced + 1, MostDoublings);
        Adopt(_planner.Next(Newest, [.. Wanted], _self), now);
    }

    private void Adopt(Plan plan, long now)
    {
        Newest = plan;
        _adoptedAt = now;
        _acknowledged.Clear();
        _adopted(plan);
        if (Leads) SpreadTo(Others, now);
        Review(now);
    }

    private void SpreadTo(IEnumerable<PlanMember> members, long now)
    {
        if (Newest is null) return;
        foreach (var member in members)
        {
            if (member.Node.Id != _self) _send(member.Node.Id, new PlanSpread(_self, Newest));
        }
        _spreadDue = now + SpreadPace;
    }

    /// <summary>Whether a plan is due, and when; whether somebody has not acknowledged the newest.</summary>
    private void Review(long now)
    {
        if (!Leads || Newest is null || Others.All(member => _acknowledged.Contains(member.Node.Id))) _spreadDue = Never;
        else if (_spreadDue == Never) _spreadDue = now + SpreadPace;

        var wanted = Wanted.ToHashSet();
        if (!Leads || wanted.Count == 0 || (Newest is not null && Newest.IsFor(wanted)))
        {
            _wanted = [];
            _planDue = _firstChangeAt = Never;
            return;
        }
        var ids = wanted.Select(node => node.Id).ToHashSet();
        if (!ids.SetEquals(_wanted))
        {
            _wanted = ids;
            if (_firstChangeAt == Never) _firstChangeAt = now;
            _planDue = Math.Min(now + Settling, _firstChangeAt + LongestSettling);
        }

        // The first plan of all has nothing to wait for.
        if (Newest is null && _members.Count == 1) _planDue = now;
        if (Newest is not null && Newest.Id.Leader != _self) _planDue = Math.Max(_planDue, _adoptedAt + (ForeignPlanStands << _replaced));
    }
}

/// <summary>A member of the cluster as the keeper of plans sees it.</summary>
/// <param name="IsUp">False once it leaves, until it is gone.</param>
public sealed record PlanMember(ClusterNode Node, bool IsUp);
