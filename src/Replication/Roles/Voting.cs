using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Roles;

/// <summary>How a voter answers (rules 1 and 2).</summary>
internal static class Voting
{
    public static void On(Replica replica, NodeId from, Prepare prepare, long now)
    {
        if (!replica.Node.IsCurrent(from, prepare.Configuration, now)) return;
        var isOwn = prepare.Epoch == replica.Promised && replica.Node.Configuration.OrdinalOf(from) == prepare.Epoch.Ordinal;
        if (prepare.Epoch <= replica.Promised && !isOwn)
        {
            replica.Took(RuleBranch.PromiseRefused);
            replica.Refuse(from, prepare.Epoch);
            return;
        }
        replica.Took(RuleBranch.Promised);
        replica.Promised = prepare.Epoch;
        replica.MarkBusy(from, now);
        if (replica.Candidate is { } candidate && candidate.Epoch < prepare.Epoch) replica.GiveUp(now, replica.Node.Settings.BackOff);
        if (replica.Primary is { } primary && primary.Epoch < prepare.Epoch && replica.Node.Rules.EndsTermOnPromise)
        {
            replica.Took(RuleBranch.SteppedDownOnPromise);
            replica.StepDown(now);
        }
        replica.UpdateLease();
        replica.Node.Carrier.Send(from, new Promise(replica.Partition, prepare.Configuration, prepare.Epoch, replica.Accepted, replica.Position));
    }

    public static void On(Replica replica, NodeId from, Accept accept, long now)
    {
        if (!replica.Node.IsCurrent(from, accept.Configuration, now)) return;
        var value = accept.Value;
        if (value.Epoch < replica.Promised)
        {
            replica.Took(RuleBranch.AcceptRefused);
            replica.Refuse(from, value.Epoch);
            return;
        }
        if (!TryAccept(replica, value)) return;
        if (replica.Epoch != Epoch.None && replica.Epoch < value.Epoch) replica.StepDown(now);
        replica.Node.Carrier.Send(from, new Acceptance(replica.Partition, accept.Configuration, value.Epoch, value.Version));
    }

    /// <summary>Takes a value, unless something newer is promised or accepted. True also when it was taken before.</summary>
    public static bool TryAccept(Replica replica, RegisterValue value)
    {
        if (value.Epoch < replica.Promised) return false;
        if (replica.Accepted is { } accepted && value.IsOlderThan(accepted)) return false;
        replica.Took(RuleBranch.Accepted);
        replica.Promised = value.Epoch;
        replica.Accepted = value;
        return true;
    }
}
