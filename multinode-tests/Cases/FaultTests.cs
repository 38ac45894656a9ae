using System.Globalization;
using AkkaCache.Multinode.Nemesis;
using AkkaCache.Multinode.Nemesis.Faults;
using AkkaCache.Multinode.Network;
using Xunit.Abstractions;

namespace AkkaCache.Multinode.Cases;

/// <summary>One fault after the other in a cluster of five, by a schedule that a seed determines: as long as is asked for.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int Nodes = 5;

    /// <summary>Where reports go; nowhere when not given.</summary>
    private static string? Reports => Environment.GetEnvironmentVariable("MULTINODE_REPORTS");

    /// <summary>Found by a long run: with Akka's own resolver both of the two were declared down, and with them both copies of what they held; with the bridge four of five.</summary>
    [SkippableFact]
    public async Task Nodes_that_do_not_hear_each_other_stay_while_another_hears_both()
    {
        using var network = NamespaceNetwork.TryMake(Nodes, out var why);
        Skip.If(network is null, why);
        var report = await new LongRun("sync", [Cut.Bridge(12)], Nodes, seed: 1, network, output.WriteLine).RunOnceAsync();
        output.WriteLine(report.ToString());
        Assert.True(report.IsClean, report.ToString());
    }

    [SkippableFact]
    public async Task Faults_of_a_schedule_cost_what_the_mode_allows()
    {
        Skip.If(Scale.FaultMinutes == 0, "MULTINODE_FAULT_MINUTES says how long; multinode-tests/run-long sets it");
        using var network = NamespaceNetwork.TryMake(Nodes, out var why);
        if (network is null) output.WriteLine($"without cuts and losses: {why}");
        if (Reports is { } logs) Directory.CreateDirectory(logs);
        var report = await new LongRun(Scale.FaultMode, Schedule.FaultsOf(Scale.FaultMode), Nodes, Scale.FaultSeed, network, output.WriteLine, Reports).RunAsync(TimeSpan.FromMinutes(Scale.FaultMinutes), Scale.UntilFound);
        if (Reports is { } folder)
            await File.WriteAllTextAsync(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{report.Mode}-{report.Seed}.md")), report.ToString());
        output.WriteLine(report.ToString());
        Assert.Equal(0, report.Invalid);
        Assert.True(report.IsClean, report.ToString());
    }
}
