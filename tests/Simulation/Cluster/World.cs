using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication;
using AkkaCache.Replication.Tests.Journal;
using AkkaCache.Replication.Voters;
using AkkaCache.Testing.Linearizability;

namespace AkkaCache.Simulation.Tests.Cluster;

/// <summary>One history: nodes, network, clients and faults, all from a seed. The same seed gives the same history.</summary>
internal sealed class World
{
    private static readonly TimeSpan AfterHealing = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly List<SimulatedNode> _nodes = [];
    private readonly List<string>? _trace;
    private readonly PlantedFault _fault;
    private long _moment;

    public World(int seed, PlantedFault fault = PlantedFault.None, ProfileKind kind = ProfileKind.Mixed, bool isTraced = false, bool isJournaled = false)
    {
        Journals = isJournaled ? [] : null;
        Seed = seed;
        _fault = fault;
        _trace = isTraced ? [] : null;
        Random = new Random(seed);
        Profile = Profile.Of(kind, Random);
        Rules = fault == PlantedFault.None ? AkkaCache.Replication.Rules.Standard : new PlantedRules(fault);
        Network = new Network(this);
        Checks = new Checks(this);
        Faults = new Faults(this);
        Clients = new Clients(this);
        var names = Enumerable.Range(1, Profile.Nodes + Profile.Spares).Select(number => new NodeId($"n{number}")).ToArray();
        Random.Shuffle(names);
        foreach (var name in names) Add(name);
        Members = [.. names[..Profile.Nodes]];
        var first = Configuration.First(Members);
        foreach (var node in _nodes)
            if (Members.Contains(node.Id)) node.Rules.Start(first);
    }

    public static StringModel Model { get; } = new();

    public int Seed { get; }
    public Profile Profile { get; }
    public Random Random { get; }
    public Rules Rules { get; }
    public Schedule Schedule { get; } = new();
    public Network Network { get; }
    public Checks Checks { get; }
    public Faults Faults { get; }
    public Clients Clients { get; }
    public int[] Branches { get; } = new int[Enum.GetValues<RuleBranch>().Length];
    public IReadOnlyList<SimulatedNode> Nodes => _nodes;
    public IReadOnlyList<string> Trace => _trace ?? [];

    /// <summary>A journal of each node that ever was; null when none is written.</summary>
    public List<(NodeId Node, MemoryJournal Journal)>? Journals { get; }

    /// <summary>Who should vote, in the eyes of membership.</summary>
    public ImmutableArray<NodeId> Members { get; set; }

    public bool IsHealed => Network.IsHealed;

    public double StallChance => IsHealed ? 0 : Profile.Stall;

    public static string KeyOf(int partition, int number) => $"p{partition}k{number}";

    public static IEnumerable<string> KeysOf(int partition) => Enumerable.Range(0, Profile.KeysPerPartition).Select(number => KeyOf(partition, number));

    public bool IsPlanted(PlantedFault fault) => _fault == fault;

    /// <summary>A moment of the whole cluster's: strictly ascending, so that what happened first is known.</summary>
    public long NextMoment() => ++_moment;

    public SimulatedNode? Find(NodeId id) => _nodes.Find(node => node.Id == id);

    public SimulatedNode Add(NodeId id)
    {
        _nodes.RemoveAll(node => node.Id == id);
        var node = new SimulatedNode(this, id);
        _nodes.Add(node);
        return node;
    }

    public void Log(string line) => _trace?.Add($"{Schedule.Now / (double)TimeSpan.TicksPerSecond,8:F3}  {line}");

    public void Answered(PendingOperation operation)
    {
        if (operation.IsGivenUp) return;
        operation.Returned = NextMoment();
        Log($"answered: {operation}");
        Checks.OnAnswered(operation);
    }

    /// <summary>Runs the history to its end. Throws <see cref="ViolationException"/>.</summary>
    public void Run()
    {
        Faults.Plan();
        Clients.Start();
        Schedule.RunUntil(Profile.Length.Ticks);
        Log("--- healed");
        Network.Heal();
        Faults.Heal();
        Schedule.RunUntil((Profile.Length + AfterHealing).Ticks);
        Clients.Stop();
        Schedule.RunUntil((Profile.Length + AfterHealing + Silence).Ticks);
        Checks.AtTheEnd();
    }
}
