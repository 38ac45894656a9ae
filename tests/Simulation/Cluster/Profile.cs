namespace AkkaCache.Simulation.Tests.Cluster;

/// <summary>Where a history goes looking for trouble.</summary>
public enum ProfileKind
{
    Mixed,
    Contested,
    Expelling,
    GivingUp,
    Rotting,
}

/// <summary>What befalls one history: drawn from its seed, so that histories differ in kind and not only in luck.</summary>
internal sealed record Profile
{
    public const int KeysPerPartition = 3;

    public required int Nodes { get; init; }
    public required int Spares { get; init; }
    public int Partitions { get; init; } = 2;
    public required int Copies { get; init; }
    public int Clients { get; init; } = 4;
    public required TimeSpan Length { get; init; }

    public required double Drop { get; init; }
    public required double Duplicate { get; init; }
    public required double Slow { get; init; }
    public required TimeSpan SlowBy { get; init; }

    /// <summary>Messages of a pair arrive in the order in which they left.</summary>
    public required bool IsOrdered { get; init; }

    public required int Kills { get; init; }
    public required int Pauses { get; init; }
    public required int Cuts { get; init; }
    public required int VoterChanges { get; init; }
    public required int Moves { get; init; }

    /// <summary>Chance of a fault right after a decision.</summary>
    public required double AtDecisions { get; init; }

    /// <summary>Chance that a node stalls between the check of its lease and the execution.</summary>
    public required double Stall { get; init; }

    /// <summary>Chance per tick of an unfounded suspicion.</summary>
    public required double Suspicion { get; init; }

    /// <summary>Chance that a node with such a suspicion runs without asking: safety may not need the question.</summary>
    public required double Direct { get; init; }

    /// <summary>Any set of voters is wished for at any node, as no membership service would: safety may not depend on it.</summary>
    public required bool IsWild { get; init; }

    /// <summary>Effects that a log keeps; whoever needs older ones takes a snapshot.</summary>
    public required int LogLength { get; init; }

    public required double Evictions { get; init; }

    /// <summary>How often a backup's content changes without an effect.</summary>
    public int Rots { get; init; }

    /// <summary>A silent primary without backups is given up with what it holds.</summary>
    public bool GivesUp { get; init; }

    /// <summary>False: writes are answered at once.</summary>
    public required bool IsSync { get; init; }

    /// <summary>A history with fewer faults shows little.</summary>
    public const int LeastFaults = 3;

    public static Profile Of(ProfileKind kind, Random random) => kind switch
    {
        ProfileKind.Contested => Contested(random),
        ProfileKind.Expelling => Expelling(random),
        ProfileKind.GivingUp => GivingUp(random),
        ProfileKind.Rotting => Rotting(random),
        _ => Mixed(random),
    };

    private static Profile Mixed(Random random)
    {
        var drawn = Draw(random);
        return drawn with { Pauses = drawn.Pauses + Math.Max(0, LeastFaults - drawn.Kills - drawn.Pauses - drawn.Cuts) };
    }

    /// <summary>A small cluster whose primaries are disturbed and challenged without end: for faults that show only when two of them meet.</summary>
    private static Profile Contested(Random random) => Draw(random) with
    {
        Nodes = 3,
        Spares = 0,
        Copies = 3,
        Drop = Pick(random, 0, 0.03, 0.15),
        Slow = Pick(random, 0, 0.2),
        SlowBy = TimeSpan.FromSeconds(2.5),
        Kills = 0,
        Pauses = 6,
        Cuts = 6,
        VoterChanges = 0,
        AtDecisions = Pick(random, 0, 0.5),
        Stall = 0.03,
        Suspicion = Pick(random, 0, 0, 0.005, 0.03),
        Direct = 1,
        IsSync = true,
    };

    /// <summary>Primaries are voted out while they stall over a command: all they hold is lost, and they do not know it.</summary>
    private static Profile Expelling(Random random) => Contested(random) with
    {
        Nodes = 4,
        Copies = 1,
        VoterChanges = 8,
        IsWild = true,
        Suspicion = 0,
        Cuts = 2,
        Stall = 0.05,
    };

    /// <summary>No backups: who is silent for long is given up with what it holds, and may come back in the middle of that.</summary>
    private static Profile GivingUp(Random random) => Mixed(random) with
    {
        Nodes = Pick(random, 3, 3, 4, 5),
        Copies = 1,
        Pauses = 4,
        Cuts = 3,
        Direct = 0,
        IsSync = true,
        GivesUp = true,
    };

    /// <summary>Copies come to differ from their primaries by themselves, which are compared with them. No primary falls: who follows it might be such a copy.</summary>
    private static Profile Rotting(Random random) => Draw(random) with
    {
        Nodes = Pick(random, 2, 3, 3, 4, 5),
        Spares = 0,
        Copies = Pick(random, 2, 3),
        Drop = Pick(random, 0, 0.03),
        Slow = 0,
        Kills = 0,
        Pauses = 0,
        Cuts = 0,
        VoterChanges = 0,
        Moves = 0,
        AtDecisions = 0,
        Stall = 0,
        Suspicion = 0,
        IsWild = false,
        Rots = 6,
    };

    private static Profile Draw(Random random) => new()
    {
        Nodes = Pick(random, 1, 2, 3, 3, 3, 3, 4, 5, 5),
        Spares = Pick(random, 0, 0, 1, 2),
        Copies = Pick(random, 1, 2, 2, 3, 3, 5),
        Length = TimeSpan.FromSeconds(30),
        Drop = Pick(random, 0, 0, 0.03, 0.15),
        Duplicate = Pick(random, 0, 0.05),
        Slow = Pick(random, 0, 0.05, 0.2),
        SlowBy = TimeSpan.FromMilliseconds(Pick(random, 300, 900, 2500)),
        IsOrdered = random.Next(2) == 0,
        Kills = Pick(random, 0, 1, 1, 2, 3),
        Pauses = Pick(random, 0, 1, 2, 4),
        Cuts = Pick(random, 0, 1, 2, 3),
        VoterChanges = Pick(random, 0, 0, 1, 2, 4),
        Moves = Pick(random, 0, 1, 3, 6),
        AtDecisions = Pick(random, 0, 0, 0.2, 0.5),
        Stall = Pick(random, 0, 0.005, 0.02),
        Suspicion = Pick(random, 0, 0.0005, 0.01),
        Direct = Pick(random, 0, 0.5, 1),
        IsWild = random.NextDouble() < 0.4,
        LogLength = Pick(random, 5, 30, 100_000),
        Evictions = Pick(random, 0, 0.02),
        IsSync = random.Next(5) > 0,
    };

    private static T Pick<T>(Random random, params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];
}
