using AkkaCache.Node.Placement.Planning;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Placement.Planning;

/// <summary>Keepers of plans that talk over a network which delays, loses and doubles, and learn of the membership late, each at its own time. Replays by its seed.</summary>
internal sealed class PlanSimulation(int seed, double loss = 0.1)
{
    private const int Copies = 2;
    private const long MaxDelayMs = 100;
    private const long MaxGossipMs = 1500;

    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Action, (long At, int Order)> _events = new();
    private readonly Dictionary<NodeId, SimulatedNode> _nodes = [];
    private readonly List<PlanMember> _truth = [];
    private int _order;

    public long Now { get; private set; }

    public int Messages { get; private set; }

    /// <summary>Every plan that anybody made.</summary>
    public Dictionary<PlanId, Plan> Plans { get; } = [];

    public IReadOnlyList<PlanMember> Members => _truth;

    public IEnumerable<SimulatedNode> Alive => _nodes.Values;

    public SimulatedNode this[int number] => _nodes[Nodes.Of(number).Id];

    public void Join(int number, string zone = "")
    {
        var node = Nodes.Of(number) with { Zone = zone };
        _truth.Add(new PlanMember(node, IsUp: true));
        _nodes[node.Id] = new SimulatedNode(node.Id, this);
        Gossip();
    }

    /// <summary>It says that it leaves, and goes on being a member.</summary>
    public void Announce(int number) => this[number].Leaves();

    /// <summary>It is on its way out: still a member, not up.</summary>
    public void Leave(int number)
    {
        var at = _truth.FindIndex(member => member.Node.Id == Nodes.Of(number).Id);
        _truth[at] = _truth[at] with { IsUp = false };
        Gossip();
    }

    /// <summary>It falls silent at once; the others see it removed some time after.</summary>
    public void Crash(int number)
    {
        var id = Nodes.Of(number).Id;
        if (_nodes.Remove(id, out var node)) node.IsDead = true;
        _truth.RemoveAll(member => member.Node.Id == id);
        At(Now + Ms(3000), Gossip);
    }

    public void Send(NodeId to, PlacementMessage message)
    {
        Messages++;
        if (_random.NextDouble() < loss) return;
        var copies = _random.NextDouble() < 0.05 ? 2 : 1;
        for (var i = 0; i < copies; i++) At(Now + Ms(_random.NextInt64(1, MaxDelayMs)), () => Deliver(to, message));
    }

    public void Run(long ms)
    {
        var end = Now + Ms(ms);
        while (_events.TryPeek(out _, out var key) && key.At <= end)
        {
            var action = _events.Dequeue();
            Now = key.At;
            action();
        }
        Now = end;
    }

    public Planner NewPlanner() => new(new PartitionLayout(64), RingHashes.XxHash3, 20, Copies);

    public void At(long at, Action action) => _events.Enqueue(action, (Math.Max(at, Now), _order++));

    /// <summary>Everybody hears of the membership as it is now, at some time; nobody hears an older state after a newer one.</summary>
    private void Gossip()
    {
        var members = _truth.ToArray();
        foreach (var node in _nodes.Values)
        {
            var number = ++node.LastGossip;
            At(Now + Ms(_random.NextInt64(0, MaxGossipMs)), () => node.Sees(members, number));
        }
    }

    private void Deliver(NodeId to, PlacementMessage message)
    {
        if (_nodes.TryGetValue(to, out var node)) node.Receives(message);
    }

    private static long Ms(long ms) => ms * TimeSpan.TicksPerMillisecond;
}

/// <summary>One node of the simulation: its keeper and its timer.</summary>
internal sealed class SimulatedNode
{
    private readonly PlanSimulation _simulation;
    private int _seen;

    public SimulatedNode(NodeId id, PlanSimulation simulation)
    {
        _simulation = simulation;
        Keeper = new PlanKeeper(id, simulation.NewPlanner(), simulation.Send, Adopted);
    }

    public PlanKeeper Keeper { get; }

    /// <summary>Number of the newest state of the membership that is on its way here.</summary>
    public int LastGossip { get; set; }

    public bool IsDead { get; set; }

    /// <summary>The plans that were in force here, one after the other.</summary>
    public List<Plan> History { get; } = [];

    public void Sees(IReadOnlyList<PlanMember> members, int number)
    {
        if (number <= _seen) return;
        _seen = number;
        Keeper.MembersChanged(members, _simulation.Now);
        SetTimer();
    }

    public void Receives(PlacementMessage message)
    {
        Keeper.Received(message, _simulation.Now);
        SetTimer();
    }

    public void Leaves()
    {
        Keeper.Leave(_simulation.Now);
        SetTimer();
    }

    private void Adopted(Plan plan)
    {
        _simulation.Plans[plan.Id] = plan;
        History.Add(plan);
    }

    private void SetTimer()
    {
        if (Keeper.Due != long.MaxValue) _simulation.At(Keeper.Due, TimerRings);
    }

    private void TimerRings()
    {
        if (IsDead || Keeper.Due > _simulation.Now) return;
        Keeper.Tick(_simulation.Now);
        SetTimer();
    }
}
