using AkkaCache.Differential.Comparison;
using AkkaCache.Differential.Generation;
using AkkaCache.Differential.Servers;

namespace AkkaCache.Differential.Running;

/// <summary>Many seeded sequences against one pair of servers.</summary>
internal static class Campaign
{
    /// <summary>Disagreements after so many are most likely the same again.</summary>
    private const int MaxReports = 8;

    /// <summary>And so are further ones that end in the same command.</summary>
    private const int MaxReportsPerCommand = 2;

    /// <param name="write">The sequence of a seed.</param>
    /// <returns>A description of each disagreement; empty when the servers agree.</returns>
    public static List<string> Run(ServerPair servers, int protocol, int firstSeed, int sequences, Coverage coverage, Func<int, List<Step>>? write = null)
    {
        var reports = new List<string>();
        var perCommand = new Dictionary<string, int>();
        using var runner = new SequenceRunner(servers, protocol, coverage);
        using var replayer = new SequenceRunner(servers, protocol, coverage: null);
        for (var seed = firstSeed; seed < firstSeed + sequences && reports.Count < MaxReports; seed++)
        {
            var steps = write is null ? SequenceGenerator.Write(seed) : write(seed);
            if (runner.Run(steps, seed) is not { } difference) continue;
            var sequenceSeed = seed;
            var (shortest, shortestDifference) = Shrinker.Shrink(steps, difference, shorter => replayer.Run(shorter, sequenceSeed));
            var name = shortest[^1].Command.Labels.FirstOrDefault("");
            perCommand[name] = perCommand.GetValueOrDefault(name) + 1;
            if (perCommand[name] <= MaxReportsPerCommand) reports.Add(difference.Describe(seed, protocol, steps, shortest, shortestDifference));
        }
        return reports;
    }
}
