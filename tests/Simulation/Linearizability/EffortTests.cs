using System.Diagnostics;
using AkkaCache.Testing.Linearizability;
using Xunit.Abstractions;

namespace AkkaCache.Simulation.Tests.Linearizability;

/// <summary>Histories of the simulation's size. The work is asserted as states visited, the same on any machine; the time is printed.</summary>
public sealed class EffortTests(ITestOutputHelper output)
{
    private const int Histories = 100;
    private const int Operations = 300;

    /// <summary>A tenth of the checker's own ceiling.</summary>
    private const int MaxStates = LinearizabilityChecker.DefaultMaxStates / 10;

    /// <summary>Of spoilt histories where every command is mixed with every other, a few need more.</summary>
    private const int MaxUndecided = 3;

    [Theory]
    [InlineData(Workload.Register, 0.05)]
    [InlineData(Workload.Register, 0.2)]
    [InlineData(Workload.Counter, 0.05)]
    [InlineData(Workload.Counter, 0.2)]
    [InlineData(Workload.AppendList, 0.05)]
    [InlineData(Workload.AppendList, 0.2)]
    [InlineData(Workload.Mixed, 0.05)]
    internal void Checker_on_300_operations_of_5_clients_visits_few_states(Workload workload, double unknownShare)
    {
        foreach (var spoilt in new[] { false, true })
        {
            var (states, times, unknown, bad) = (new List<int>(), new List<double>(), 0, 0);
            for (var seed = 0; seed < Histories; seed++)
            {
                var history = LongHistory.Play(workload, Operations, 5, unknownShare, seed);
                if (spoilt) history = LongHistory.Spoil(history, seed);
                var started = Stopwatch.GetTimestamp();
                var result = LinearizabilityChecker.Check(new StringModel(), history, MaxStates);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                states.Add(result.StatesVisited);
                if (!spoilt) Assert.True(result.Verdict == Verdict.Linearizable, $"seed {seed}\n{result}");
                if (result.Verdict == Verdict.Unknown) unknown++;
                if (result.Verdict == Verdict.NotLinearizable) bad++;
            }
            times.Sort();
            states.Sort();
            output.WriteLine($"{workload}, {unknownShare:P0} unknown{(spoilt ? ", spoilt" : "")}: {bad} not linearizable, {unknown} undecided");
            output.WriteLine($"  ms: median {times[Histories / 2]:F2}, 95% {times[Histories * 95 / 100]:F2}, worst {times[^1]:F2}");
            output.WriteLine($"  states: median {states[Histories / 2]}, worst {states[^1]}");
            Assert.InRange(unknown, 0, MaxUndecided);
        }
    }
}
