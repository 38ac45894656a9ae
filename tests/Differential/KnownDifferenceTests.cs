using AkkaCache.Differential.Known;
using AkkaCache.Differential.Scenarios;
using AkkaCache.Differential.Servers;

namespace AkkaCache.Differential;

/// <summary>Deliberate deviations: each still there, each exactly as written down.</summary>
public sealed class KnownDifferenceTests
{
    [SkippableFact]
    public async Task Known_differences_are_as_listed()
    {
        await using var servers = await FreshServers.StartAsync();
        var wrong = new List<string>();
        foreach (var known in KnownDifferences.All)
        {
            using var player = new ScenarioPlayer(servers.Pair, protocol: 2);
            if (player.Play(known.Scenario, compareLast: false) is { } difference)
            {
                wrong.Add($"{known.Reason}: {difference}");
                continue;
            }
            var (expected, actual) = (player.Last.Expected.ToString(), player.Last.Actual.ToString());
            if (expected != known.Reference || actual != known.Candidate || expected == actual)
                wrong.Add($"{known.Reason}: {known.Scenario}\n  reference: {expected}\n  candidate: {actual}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
