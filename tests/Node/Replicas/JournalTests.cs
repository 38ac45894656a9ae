using AkkaCache.Replication;
using AkkaCache.Replication.Journal;
using AkkaCache.Simulation.Tests.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Node.Tests.Replicas;

/// <summary>Real nodes and the simulation run the same rules: what real nodes did, played back through the functions that the simulation tries, is done again to the letter.</summary>
public sealed class JournalTests(RecordedRun run, ITestOutputHelper output) : IClassFixture<RecordedRun>
{
    /// <summary>What a run with a join, a hand-over, snapshots and a dead node goes through on some node for certain.</summary>
    private static readonly RuleBranch[] Expected =
    [
        RuleBranch.Promised, RuleBranch.Accepted, RuleBranch.Opened, RuleBranch.StartedEmpty, RuleBranch.ContinuedAsMember, RuleBranch.CatchUpComplete, RuleBranch.WaitedOutLease, RuleBranch.SkippedLeaseWait,
        RuleBranch.Shrank, RuleBranch.Extended, RuleBranch.HandedOver, RuleBranch.FailedOver, RuleBranch.EffectsApplied, RuleBranch.SnapshotStarted, RuleBranch.SnapshotCompleted, RuleBranch.CopyCompared, RuleBranch.CopyDiffered, RuleBranch.VotersSealed, RuleBranch.VotersDecided,
    ];

    /// <summary>Questions are no events.</summary>
    private static readonly RuleBranch[] OfQuestions = [RuleBranch.AnswerWithheldWithoutLease, RuleBranch.AnsweredAfterTerm, RuleBranch.AnsweredInNextTerm];

    /// <summary>Rules that every such run asks, and whose answer shows in what is asked of the carrier.</summary>
    private static readonly PlantedFault[] Noticed = [PlantedFault.EpochsNotUnique, PlantedFault.NoLeaseWait, PlantedFault.VotersWithoutQuorum];

    /// <summary>Faults of what carries the rules, and of questions.</summary>
    private static readonly PlantedFault[] OutsideOfRules =
        [PlantedFault.BackupsEvictOnTheirOwn, PlantedFault.RestartsUnderOldIdentity, PlantedFault.AnswersWritesBeforeReplicating, PlantedFault.ReadsUncommitted, PlantedFault.NoLeaseAtAnswer];

    [Fact]
    public void Run_played_back_does_the_same()
    {
        var branches = new long[Enum.GetValues<RuleBranch>().Length];
        foreach (var node in run.Nodes)
        {
            var outcome = JournalPlayer.Play(node.Journal, Rules.Standard, out var played);
            output.WriteLine($"{node.Id}, {node.Journal.Length / 1024} KB: {outcome}");
            Assert.Null(outcome.Difference);
            Assert.Equal(0, outcome.Left);
            Assert.True(outcome.Events > 1000);
            Assert.Equal(node.Configuration, played.Configuration.ToString());
            for (var partition = 0; partition < node.Replicas.Count; partition++) Assert.Equal(node.Replicas[partition], RecordedRun.StateOf(played[partition]));
            for (var i = 0; i < branches.Length; i++)
            {
                if (!OfQuestions.Contains((RuleBranch)i)) Assert.Equal(node.Branches[i], outcome.Branches[i]);
                branches[i] += outcome.Branches[i];
            }
        }
        output.WriteLine($"{branches.Count(count => count > 0)} branches of {branches.Length}");
        foreach (var branch in Expected) Assert.True(branches[(int)branch] > 0, $"the run did not go through {branch}");
    }

    [Fact]
    public void Changed_rule_is_noticed()
    {
        foreach (var fault in Enum.GetValues<PlantedFault>().Except(OutsideOfRules))
        {
            var difference = run.Nodes.Select(node => JournalPlayer.Play(node.Journal, new PlantedRules(fault), out _).Difference).FirstOrDefault(difference => difference is not null);
            output.WriteLine($"{fault}: {difference?.ToString() ?? "no difference"}");
            if (Noticed.Contains(fault)) Assert.NotNull(difference);
            if (fault == PlantedFault.None) Assert.Null(difference);
        }
    }
}
