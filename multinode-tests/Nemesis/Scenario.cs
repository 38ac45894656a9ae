using AkkaCache.Multinode.Load;
using AkkaCache.Multinode.Load.Workloads;
using AkkaCache.Multinode.Nemesis.Faults;

namespace AkkaCache.Multinode.Nemesis;

/// <summary>What happens to a cluster in a long run, and what must hold of it.</summary>
/// <param name="Name">As reports and scripts name it.</param>
/// <param name="Replication">The mode: sync, async or none.</param>
/// <param name="Faults">Those after which it is known what the mode must have kept.</param>
internal sealed record Scenario(string Name, string Replication, IReadOnlyList<Fault> Faults)
{
    /// <summary>Of each partition, the primary's included.</summary>
    public int Copies => Replication == "none" ? 1 : 2;

    /// <summary>A load whose keys begin so.</summary>
    public Func<string, IWorkload> Load { get; init; } = Mix.Hot;

    /// <summary>Loads of clients that know what a node is the primary of, and read that from it alone.</summary>
    public Func<string, IReadOnlySet<int>, IEnumerable<IWorkload>> OwnLoads { get; init; } = Mix.ReadingsOf;

    /// <summary>Of the load, when the machine has time for them.</summary>
    public int OperationsPerSecond { get; init; } = 2_500;

    /// <summary>
    /// In which rounds clients write to the victim too. While it is cut off, a write that it cannot have confirmed holds up the reads behind it, and hides what it answers too long.
    /// </summary>
    public Func<int, bool> WritesAtVictim { get; init; } = round => round % 2 == 0;

    /// <summary>Further flags of each node.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>False: nobody fails, so nobody may be replaced.</summary>
    public bool MayFailOver { get; init; } = true;

    /// <summary>There is less memory than data: any value may go at any time, for good.</summary>
    public bool Evicts { get; init; }

    public static Scenario Of(string name) => name switch
    {
        "sync" => new(name, name,
        [
            new Kill(isBackAtOnce: false), new Kill(isBackAtOnce: true), new Pause(1), new Pause(5), new Pause(30),
            Cut.Alone(8), Cut.Deaf(8), Cut.Mute(8), Cut.Two(12), Cut.HalfHealed(5, 6), Cut.Bridge(12), Cut.Loss(1, 8), Cut.Loss(5, 8), Cut.Loss(30, 8),
            new Delay(5, 50, 8), new Delay(50, 300, 8), new PlannedRestart(), new JoinAndLeave(), new Crowd(), new SlowReader(),
        ]),
        "async" => new(name, name,
        [
            new Kill(isBackAtOnce: false), new Kill(isBackAtOnce: true), new Pause(5), Cut.Alone(8), Cut.Deaf(8), Cut.Mute(8), Cut.Loss(1, 8), new Delay(5, 50, 8),
            new PlannedRestart(), new JoinAndLeave(), new Crowd(), new SlowReader(),
        ]),
        "none" => new(name, name,
        [
            new Kill(isBackAtOnce: false), new Kill(isBackAtOnce: true), Cut.Alone(8), Cut.Loss(1, 8), new Delay(5, 50, 8), new PlannedRestart(), new JoinAndLeave(), new Crowd(), new SlowReader(),
        ]),
        // What an old primary sends late must not be taken by a copy to which the new one has sent nothing yet.
        "sparse" => Of("sync") with { Name = name, OperationsPerSecond = 150 },
        "kills" => new(name, "sync", [new Kill(isBackAtOnce: false), new Kill(isBackAtOnce: true)]),
        // What a node answers that goes on while others have taken over.
        "replaced" => new(name, "sync", [Cut.Deaf(8), Cut.HalfHealed(5, 6)]) { WritesAtVictim = _ => false },
        // What was given up with a node, and written again since, must not go with it when it comes back to be told that it is out.
        "cuts" => new(name, "none", [Cut.Alone(8)]),
        "quiet" => new(name, "sync", [new Nothing(50)]) { MayFailOver = false },
        "restart" => new(name, "sync", [new KillAll(), new StopAll()]),
        "eviction" => new(name, "sync", [new Nothing(10), new Kill(isBackAtOnce: false), new Pause(5), new PlannedRestart()])
        {
            Evicts = true,
            OwnLoads = (_, _) => [],
            Load = prefix => new Registers(Spread.Wide(prefix, count: 5_000, bytes: 16 << 10), areWrittenBefore: true),
            Flags = ["--set", "memory.maxmemory=20mb", "--set", "memory.policy=allkeys-lru"],
        },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "must be sync, async, none, sparse, kills, replaced, cuts, quiet, restart or eviction"),
    };
}
