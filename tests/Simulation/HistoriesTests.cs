using AkkaCache.Replication;
using AkkaCache.Simulation.Tests.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Simulation.Tests;

/// <summary>Thousands of histories, each from its seed.</summary>
/// <remarks>
/// SIMULATION_HISTORIES sets how many, SIMULATION_SEED the first. To see one step by step: SIMULATION_SHOW=seed, SIMULATION_KIND=profile,
/// and <c>dotnet test --filter Same_seed --logger "console;verbosity=detailed"</c>.
/// </remarks>
public class HistoriesTests(ITestOutputHelper output)
{
    /// <summary>What happens only where silent primaries are given up.</summary>
    private static readonly RuleBranch[] GivingUp = [RuleBranch.GaveUpSilentHolder, RuleBranch.HolderSpokeAgain];

    [Theory]
    [InlineData(ProfileKind.Mixed, 5000)]
    [InlineData(ProfileKind.Contested, 1500)]
    [InlineData(ProfileKind.Expelling, 1000)]
    [InlineData(ProfileKind.GivingUp, 1000)]
    [InlineData(ProfileKind.Rotting, 300)]
    public void Histories_hold(ProfileKind kind, int count)
    {
        var campaign = Campaign.Run(Setting("SIMULATION_SEED", 1), Setting("SIMULATION_HISTORIES", count), kind);
        output.WriteLine($"{kind}: {campaign}");
        Assert.Null(campaign.Violation);
        Assert.True(campaign.Full > campaign.Histories / 2, "most histories are too thin to show anything");
        if (campaign.Histories < count) return;
        foreach (var branch in BranchesOf(kind))
            Assert.True(campaign.Branches[(int)branch] > 0, $"no history went through {branch}");
    }

    private static IEnumerable<RuleBranch> BranchesOf(ProfileKind kind) => kind switch
    {
        ProfileKind.Mixed => Enum.GetValues<RuleBranch>().Except([.. GivingUp, RuleBranch.CopyDiffered]),
        ProfileKind.GivingUp => GivingUp,
        ProfileKind.Rotting => [RuleBranch.CopyDiffered],
        _ => [],
    };

    /// <summary>A seed that found something can be replayed.</summary>
    [Fact]
    public void Same_seed_gives_the_same_history()
    {
        var seed = Setting("SIMULATION_SHOW", 7);
        _ = Enum.TryParse<ProfileKind>(Environment.GetEnvironmentVariable("SIMULATION_KIND"), out var kind);
        var first = Replay(seed, kind);
        if (Environment.GetEnvironmentVariable("SIMULATION_SHOW") is not null) output.WriteLine(string.Join('\n', first));
        Assert.Equal(first, Replay(seed, kind));
        Assert.True(first.Count > 100);
    }

    private static List<string> Replay(int seed, ProfileKind kind)
    {
        var world = new World(seed, kind: kind, isTraced: true);
        try
        {
            world.Run();
        }
        catch (ViolationException violation)
        {
            world.Log(violation.Message);
        }
        return [world.Profile.ToString(), .. world.Trace];
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;
}
