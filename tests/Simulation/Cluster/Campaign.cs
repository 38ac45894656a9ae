using System.Diagnostics;
using System.Text;
using AkkaCache.Replication;

namespace AkkaCache.Simulation.Tests.Cluster;

/// <summary>Many histories, one after the other, until one breaks.</summary>
internal sealed class Campaign
{
    private const int LeastOperations = 200;

    public int Histories { get; private set; }
    public long Operations { get; private set; }
    public long Faults { get; private set; }
    public int Losses { get; private set; }
    public int LostInAsync { get; private set; }

    /// <summary>Histories with at least 200 operations and 3 faults that took effect.</summary>
    public int Full { get; private set; }
    public int LivenessChecked { get; private set; }
    public TimeSpan Elapsed { get; private set; }
    public string? Violation { get; private set; }
    public long[] Branches { get; } = new long[Enum.GetValues<RuleBranch>().Length];

    public static Campaign Run(int firstSeed, int count, ProfileKind kind, PlantedFault fault = PlantedFault.None)
    {
        var campaign = new Campaign();
        var started = Stopwatch.GetTimestamp();
        for (var seed = firstSeed; seed < firstSeed + count && campaign.Violation is null; seed++)
        {
            var world = new World(seed, fault, kind);
            try
            {
                world.Run();
            }
            catch (Exception exception)
            {
                campaign.Violation = exception is ViolationException ? exception.Message : $"seed {seed}: {exception}";
            }
            campaign.Add(world);
        }
        campaign.Elapsed = Stopwatch.GetElapsedTime(started);
        return campaign;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine($"{Histories} histories in {Elapsed.TotalSeconds:F1} s; operations {Operations}, faults {Faults}, full {Full}, losses {Losses}, writes lost in asynchronous mode {LostInAsync}, liveness checked in {LivenessChecked}");
        if (Violation is not null) text.AppendLine(Violation);
        foreach (var branch in Enum.GetValues<RuleBranch>()) text.AppendLine($"  {branch,-28} {Branches[(int)branch],10}");
        return text.ToString();
    }

    private void Add(World world)
    {
        Histories++;
        Operations += world.Clients.Operations;
        Faults += world.Faults.Effective;
        LostInAsync += world.Checks.LostInAsync;
        if (world.Clients.Operations >= LeastOperations && world.Faults.Effective >= Profile.LeastFaults) Full++;
        Losses += world.Checks.Losses;
        if (world.Checks.IsLivenessChecked) LivenessChecked++;
        for (var i = 0; i < Branches.Length; i++) Branches[i] += world.Branches[i];
    }
}
