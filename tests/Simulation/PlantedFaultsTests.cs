using AkkaCache.Simulation.Tests.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Simulation.Tests;

/// <summary>Each rule broken on purpose: a simulation that does not notice proves nothing.</summary>
public class PlantedFaultsTests(ITestOutputHelper output)
{
    /// <summary>The most patient of them is found within half of this.</summary>
    private const int MaxHistories = 8000;

    [Theory]
    [InlineData(PlantedFault.AnswersWritesBeforeReplicating)]
    [InlineData(PlantedFault.ReadsUncommitted)]
    [InlineData(PlantedFault.BackupsEvictOnTheirOwn)]
    [InlineData(PlantedFault.EpochsNotUnique)]
    [InlineData(PlantedFault.NewestWithoutVersion)]
    [InlineData(PlantedFault.ShrinksBeforeItIsChosen)]
    [InlineData(PlantedFault.ExtensionNotRequiredAtOnce)]
    [InlineData(PlantedFault.NoLeaseWait)]
    [InlineData(PlantedFault.LeaseFromReceipt)]
    [InlineData(PlantedFault.VouchesForAnyEpoch)]
    [InlineData(PlantedFault.NoLeaseAtAnswer)]
    [InlineData(PlantedFault.ServesAfterPromise)]
    [InlineData(PlantedFault.BackupTakesAnyEpoch)]
    [InlineData(PlantedFault.ContinuesPastBase)]
    [InlineData(PlantedFault.VotersWithoutQuorum)]
    [InlineData(PlantedFault.InstallsOwnRegister)]
    [InlineData(PlantedFault.RestartsUnderOldIdentity)]
    public void Planted_fault_is_noticed(PlantedFault fault)
    {
        var kind = WhereItShows(fault);
        var campaign = Campaign.Run(1, MaxHistories, kind, fault);
        output.WriteLine($"{fault}: after {campaign.Histories} histories, {campaign.Elapsed.TotalSeconds:F1} s: {campaign.Violation}");
        Assert.NotNull(campaign.Violation);
        // It is the fault that broke the history: without it the same seed holds.
        Assert.Null(Campaign.Run(campaign.Histories, 1, kind).Violation);
    }

    private static ProfileKind WhereItShows(PlantedFault fault) => fault switch
    {
        PlantedFault.ServesAfterPromise or PlantedFault.BackupTakesAnyEpoch => ProfileKind.Contested,
        PlantedFault.NoLeaseAtAnswer => ProfileKind.Expelling,
        _ => ProfileKind.Mixed,
    };
}
