using AkkaCache.Testing.Linearizability;
using CsCheck;
using Xunit.Abstractions;

namespace AkkaCache.Simulation.Tests.Linearizability;

/// <summary>Random histories against the naive twin; CsCheck shrinks what fails and prints its seed.</summary>
public sealed class TwinTests(ITestOutputHelper output)
{
    private const int Histories = 200_000;

    [Fact]
    public void Checker_on_any_small_history_says_what_its_naive_twin_says()
    {
        int good = 0, bad = 0;
        SmallHistory.Any.Sample(
            history =>
            {
                var result = LinearizabilityChecker.Check(new StringModel(), history);
                Assert.Equal(BruteForce.Check(history), result.Verdict);
                if (result.Verdict == Verdict.Linearizable)
                {
                    Assert.True(BruteForce.Confirms(history, [.. result.Placed.Select(placed => placed.Operation)]), result.ToString());
                    Interlocked.Increment(ref good);
                }
                else
                {
                    Interlocked.Increment(ref bad);
                }
            },
            iter: Histories,
            print: history => string.Join('\n', history.AsEnumerable()));
        output.WriteLine($"{good} linearizable, {bad} not");
        // Verdicts that were nearly all the same would prove little.
        Assert.InRange(bad, Histories / 5, Histories * 4 / 5);
    }
}
