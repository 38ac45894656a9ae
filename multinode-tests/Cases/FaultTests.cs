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
        var report = await new LongRun(new Scenario("bridge", "sync", [Cut.Bridge(12)]), Nodes, seed: 1, network, output.WriteLine).RunOnceAsync();
        output.WriteLine(report.ToString());
        Assert.True(report.IsClean, report.ToString());
    }

    [SkippableFact]
    public async Task Faults_of_a_schedule_cost_what_the_mode_allows()
    {
        Skip.If(Scale.FaultMinutes == 0, "MULTINODE_FAULT_MINUTES says how long; multinode-tests/run-long sets it");

        // One place more, for a node that joins.
        using var network = NamespaceNetwork.TryMake(Nodes + 1, out var why);
        if (network is null) output.WriteLine($"without cuts, losses and delays: {why}");
        var report = await new LongRun(Scenario.Of(Scale.FaultScenario), Nodes, Scale.FaultSeed, network, Show, Reports).RunAsync(TimeSpan.FromMinutes(Scale.FaultMinutes), Scale.UntilFound);
        if (Reports is { } folder) await File.WriteAllTextAsync(Path.Combine(folder, $"{Name}.md"), report.ToString());
        output.WriteLine(report.ToString());
        Assert.Equal(0, report.Invalid);
        Assert.True(report.IsClean, report.ToString());
    }

    private static string Name => string.Create(CultureInfo.InvariantCulture, $"{Scale.FaultScenario}-{Scale.FaultSeed}");

    /// <summary>To a file too: the test's output is shown when it is over, which may be an hour from now.</summary>
    private void Show(string line)
    {
        output.WriteLine(line);
        if (Reports is { } folder) File.AppendAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, $"{Name}.progress"), line + "\n");
    }
}
