using AkkaCache.Protocol.Topology;
using AkkaCache.Replication;
using AkkaCache.Replication.Register;

namespace AkkaCache.Simulation.Tests.Cluster;

/// <summary>A rule broken on purpose: the simulation has to notice.</summary>
public enum PlantedFault
{
    None,
    AnswersWritesBeforeReplicating,
    ReadsUncommitted,
    BackupsEvictOnTheirOwn,
    EpochsNotUnique,
    NewestWithoutVersion,
    ShrinksBeforeItIsChosen,
    ExtensionNotRequiredAtOnce,
    NoLeaseWait,
    LeaseFromReceipt,
    VouchesForAnyEpoch,
    NoLeaseAtAnswer,
    ServesAfterPromise,
    BackupTakesAnyEpoch,
    ContinuesPastBase,
    VotersWithoutQuorum,
    InstallsOwnRegister,
    RestartsUnderOldIdentity,
}

internal sealed class PlantedRules(PlantedFault fault) : Rules
{
    public override Epoch NextEpoch(long round, int ordinal) => base.NextEpoch(round, fault == PlantedFault.EpochsNotUnique ? 1 : ordinal);

    public override RegisterValue? Newest(RegisterValue? first, RegisterValue? second)
        => fault == PlantedFault.NewestWithoutVersion && first is not null && second is not null
            ? second.Epoch > first.Epoch ? second : first
            : base.Newest(first, second);

    public override long LeaseWaitEnd(long startedAt, long promisedAt, long leaseWait)
        => fault == PlantedFault.NoLeaseWait ? promisedAt : base.LeaseWaitEnd(startedAt, promisedAt, leaseWait);

    public override long PongCountsFrom(long sentAt, long receivedAt)
        => fault == PlantedFault.LeaseFromReceipt ? receivedAt : base.PongCountsFrom(sentAt, receivedAt);

    public override bool VouchesFor(Epoch claimed, Epoch promised) => fault == PlantedFault.VouchesForAnyEpoch || base.VouchesFor(claimed, promised);

    public override bool IsRequired(NodeId node, RegisterValue current, RegisterValue? proposed) => fault switch
    {
        PlantedFault.ShrinksBeforeItIsChosen => (proposed ?? current).InSync.Contains(node),
        PlantedFault.ExtensionNotRequiredAtOnce => current.InSync.Contains(node),
        _ => base.IsRequired(node, current, proposed),
    };

    public override bool IsSafeToShow(long index, long commit, bool isWrite) => fault switch
    {
        PlantedFault.AnswersWritesBeforeReplicating => isWrite || base.IsSafeToShow(index, commit, isWrite),
        PlantedFault.ReadsUncommitted => !isWrite || base.IsSafeToShow(index, commit, isWrite),
        _ => base.IsSafeToShow(index, commit, isWrite),
    };

    public override bool NeedsLeaseToAnswer => fault != PlantedFault.NoLeaseAtAnswer;

    public override bool EndsTermOnPromise => fault != PlantedFault.ServesAfterPromise;

    public override bool AcceptsEffects(Epoch epoch, Epoch promised) => fault == PlantedFault.BackupTakesAnyEpoch || base.AcceptsEffects(epoch, promised);

    public override bool ContinuesPastBase => fault == PlantedFault.ContinuesPastBase;

    public override RegisterRow[] MergeRegisters(IReadOnlyList<RegisterRow[]> sealedQuorum, RegisterRow[] own)
        => fault == PlantedFault.InstallsOwnRegister ? own : base.MergeRegisters(sealedQuorum, own);

    public override bool VotersNeedQuorum => fault != PlantedFault.VotersWithoutQuorum;
}
