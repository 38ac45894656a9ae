using System.Globalization;

namespace AkkaCache.Multinode.Cases;

/// <summary>How much the cases do: by default what CI has time for, more by the environment.</summary>
internal static class Scale
{
    /// <summary>Kills in each replication mode.</summary>
    public static int Kills => Number("MULTINODE_KILLS", 1);

    /// <summary>Nodes that come back after a kill.</summary>
    public static int Returns => Number("MULTINODE_RETURNS", 1);

    /// <summary>Members of the big board.</summary>
    public static int Members => Number("MULTINODE_MEMBERS", 100_000);

    /// <summary>Operations between two events of a case.</summary>
    public static int Operations => Number("MULTINODE_OPERATIONS", 1_000);

    /// <summary>Operations a second, when the machine has time for them.</summary>
    public static int Rate => Number("MULTINODE_RATE", 1_500);

    /// <summary>Operations a second of the load that is only counted, beside the one that is recorded.</summary>
    public static int BulkRate => Number("MULTINODE_BULK_RATE", 500);

    /// <summary>How far copies may be behind in mode async, in milliseconds.</summary>
    public static TimeSpan Lag => TimeSpan.FromMilliseconds(Number("MULTINODE_LAG_MS", 500));

    /// <summary>Times of failure detection and of taking over.</summary>
    public static string Profile => Environment.GetEnvironmentVariable("MULTINODE_PROFILE") is { Length: > 0 } profile ? profile : "lan";

    /// <summary>Minutes of faults by a schedule.</summary>
    public static int FaultMinutes => Number("MULTINODE_FAULT_MINUTES", 0);

    /// <summary>A run ends with the first fault that costs more than it may.</summary>
    public static bool UntilFound => Number("MULTINODE_UNTIL_FOUND", 0) > 0;

    /// <summary>What determines the schedule.</summary>
    public static int FaultSeed => Number("MULTINODE_SEED", 1);

    /// <summary>What kind of faults, in which mode of replication.</summary>
    public static string FaultScenario => Environment.GetEnvironmentVariable("MULTINODE_SCENARIO") is { Length: > 0 } scenario ? scenario : "sync";

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
