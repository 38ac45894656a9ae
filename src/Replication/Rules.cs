using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication;

/// <summary>The decisions on which safety rests, one method each, so that a simulation can take one wrongly on purpose and must notice.</summary>
internal class Rules
{
#if SABOTAGE
    public static Rules Standard { get; } = new SabotagedRules();
#else
    public static Rules Standard { get; } = new();
#endif

    /// <summary>One round above all that is known, and no other node's.</summary>
    public virtual Epoch NextEpoch(long round, int ordinal) => Epoch.Of(round, ordinal);

    /// <summary>Among promises the greatest by (epoch, version) counts: within an epoch the in-sync set changes.</summary>
    public virtual RegisterValue? Newest(RegisterValue? first, RegisterValue? second) => RegisterValue.Newest(first, second);

    /// <summary>Only a member of the in-sync set has everything that was answered.</summary>
    public virtual bool MayContinue(RegisterValue newest, NodeId node) => newest.InSync.Contains(node);

    /// <summary>Counted from the quorum of promises: the old primary may have sent the pings that hold its lease up to then.</summary>
    public virtual long LeaseWaitEnd(long startedAt, long promisedAt, long leaseWait) => promisedAt + leaseWait;

    /// <summary>The voter vouched for the moment at which the ping left, not for that at which its pong came back.</summary>
    public virtual long PongCountsFrom(long sentAt, long receivedAt) => sentAt;

    /// <summary>A voter that has promised a later term helps no earlier one to its lease.</summary>
    public virtual bool VouchesFor(Epoch claimed, Epoch promised) => claimed >= promised;

    /// <summary>While a change of the set is on its way both sets are required: either may turn out to be the chosen one.</summary>
    public virtual bool IsRequired(NodeId node, RegisterValue current, RegisterValue? proposed)
        => current.InSync.Contains(node) || (proposed is not null && proposed.InSync.Contains(node));

    /// <summary>Nothing is answered that a successor might not have, neither a write nor a read of it.</summary>
    public virtual bool IsSafeToShow(long index, long commit, bool isWrite) => index <= commit;

    /// <summary>A node can stall between execution and answer, and another may have taken over meanwhile.</summary>
    public virtual bool NeedsLeaseToAnswer => true;

    public virtual bool EndsTermOnPromise => true;

    public virtual bool AcceptsEffects(Epoch epoch, Epoch promised) => epoch >= promised;

    /// <summary>An effect that the new primary does not have must not stay in a copy.</summary>
    public virtual bool ContinuesPastBase => false;

    /// <summary>A node that had not heard of a vote must learn of it before it votes again.</summary>
    public virtual RegisterRow[] MergeRegisters(IReadOnlyList<RegisterRow[]> sealedQuorum, RegisterRow[] own)
    {
        var merged = new RegisterRow[own.Length];
        for (var partition = 0; partition < merged.Length; partition++)
        {
            foreach (var register in sealedQuorum)
            {
                var row = register[partition];
                merged[partition] = new RegisterRow(
                    row.Promised > merged[partition].Promised ? row.Promised : merged[partition].Promised,
                    Newest(merged[partition].Accepted, row.Accepted));
            }
        }
        return merged;
    }

    public virtual bool VotersNeedQuorum => true;
}
