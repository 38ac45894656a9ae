using AkkaCache.Replication;
using AkkaCache.Replication.Journal;
using AkkaCache.Simulation.Tests.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Simulation.Tests;

/// <summary>Histories written down and played back: misfortunes that a cluster of real nodes does not meet in a minute go through the journal here.</summary>
public class JournalTests(ITestOutputHelper output)
{
    /// <summary>Asked by clients, and no events.</summary>
    private static readonly RuleBranch[] OfQuestions = [RuleBranch.AnswerWithheldWithoutLease, RuleBranch.AnsweredAfterTerm, RuleBranch.AnsweredInNextTerm];

    [Theory]
    [InlineData(ProfileKind.Mixed, 100, 40)]
    [InlineData(ProfileKind.GivingUp, 20, 30)]
    public void Journal_of_a_history_played_back_does_the_same(ProfileKind kind, int count, int leastBranches)
    {
        var branches = new long[Enum.GetValues<RuleBranch>().Length];
        var (histories, events, actions) = (0, 0L, 0L);
        for (var seed = 1; histories < count; seed++)
        {
            var world = new World(seed, kind: kind, isJournaled: true);
            // Nodes that run for office on the simulation's word alone: no event of a real node.
            if (world.Profile.Direct > 0) continue;
            world.Run();
            histories++;
            foreach (var (node, journal) in world.Journals!)
            {
                var outcome = JournalPlayer.Play(journal.Close());
                Assert.True(outcome is { Difference: null, Left: 0 }, $"seed {seed}, {node}: {outcome}");
                events += outcome.Events;
                actions += outcome.Actions;
                for (var i = 0; i < branches.Length; i++) branches[i] += outcome.Branches[i];
            }
        }
        output.WriteLine($"{kind}: {histories} histories, {events} events, {actions} actions, {branches.Count(taken => taken > 0)} branches of {branches.Length}; not: {string.Join(' ', Enum.GetValues<RuleBranch>().Where(branch => branches[(int)branch] == 0))}");
        Assert.True(branches.Count(taken => taken > 0) >= leastBranches);
        Assert.All(OfQuestions, branch => Assert.Equal(0, branches[(int)branch]));
    }
}
