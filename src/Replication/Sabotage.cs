#if SABOTAGE
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication;

/// <summary>Rules that a running node breaks on purpose, so that the tests under faults can be shown to notice. In no build but one with <c>-p:Sabotage=true</c>.</summary>
public static class Sabotage
{
    public const string AcknowledgesEarly = "acknowledge-before-replicating";
    public const string ReadsUncommitted = "read-uncommitted";
    public const string SkipsEpochCheck = "skip-epoch-check";
    public const string SkipsLease = "skip-lease";
    public const string PromotesStale = "promote-stale";
    public const string RetriesWrites = "retry-increment";
    public const string EvictsOnItsOwn = "evict-independently";
    public const string KeepsIdentity = "keep-identity";

    private static readonly string Kind = Environment.GetEnvironmentVariable("SABOTAGE") ?? "";

    public static bool Is(string kind) => Kind == kind;
}

internal sealed class SabotagedRules : Rules
{
    /// <summary>Longer than any run.</summary>
    private static readonly long Forever = TimeSpan.FromDays(1).Ticks;

    public override bool IsSafeToShow(long index, long commit, bool isWrite) =>
        (Sabotage.Is(Sabotage.AcknowledgesEarly) && isWrite) || (Sabotage.Is(Sabotage.ReadsUncommitted) && !isWrite) || base.IsSafeToShow(index, commit, isWrite);

    public override bool AcceptsEffects(Epoch epoch, Epoch promised) => Sabotage.Is(Sabotage.SkipsEpochCheck) || base.AcceptsEffects(epoch, promised);

    public override bool EndsTermOnPromise => !Sabotage.Is(Sabotage.SkipsEpochCheck) && base.EndsTermOnPromise;

    public override bool VouchesFor(Epoch claimed, Epoch promised) => Sabotage.Is(Sabotage.SkipsEpochCheck) || base.VouchesFor(claimed, promised);

    public override long PongCountsFrom(long sentAt, long receivedAt) => Sabotage.Is(Sabotage.SkipsLease) ? receivedAt + Forever : base.PongCountsFrom(sentAt, receivedAt);

    public override long LeaseWaitEnd(long startedAt, long promisedAt, long leaseWait) => Sabotage.Is(Sabotage.SkipsLease) ? promisedAt : base.LeaseWaitEnd(startedAt, promisedAt, leaseWait);

    public override bool MayContinue(RegisterValue newest, NodeId node) => Sabotage.Is(Sabotage.PromotesStale) || base.MayContinue(newest, node);
}
#endif
