using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Copies;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Roles;

/// <summary>A node in office: what it may answer, whom it requires, and whom it hands over to (rules 5 and 6).</summary>
internal sealed class PrimaryRole
{
    private readonly Replica _replica;
    private readonly Followers _followers;
    private readonly Lease _lease;
    private readonly HashSet<NodeId> _votes = [];

    /// <summary>Voters that have the value in force. A quorum is enough to choose it, but each node's map is made of what it accepted: so the others are told until they have it too.</summary>
    private readonly HashSet<NodeId> _informed;

    private RegisterValue? _proposed;
    private long _proposedAt;
    private long _informedAt;
    private long? _outvotedAt;
    private NodeId _handsOverTo;
    private long _handsOverSince;

    /// <param name="votes">Who accepted <paramref name="chosen"/>.</param>
    public PrimaryRole(Replica replica, RegisterValue chosen, IEnumerable<NodeId> votes, long @base, Lease lease, long now)
    {
        _informed = [.. votes];
        _informedAt = now;
        _replica = replica;
        _lease = lease;
        _followers = new Followers(replica, this, @base);
        Chosen = chosen;
        Base = CommitIndex = @base;
        foreach (var node in chosen.InSync)
            if (node != Node.Self) _followers.AddConfirmed(node, now);
    }

    public Epoch Epoch => Chosen.Epoch;

    public RegisterValue Chosen { get; private set; }

    /// <summary>Where this node's copy stood when it took over.</summary>
    public long Base { get; }

    public long CommitIndex { get; private set; }

    /// <summary>False while the partition is handed over: nothing new is executed, what was executed is still answered.</summary>
    public bool IsOpen => _handsOverTo.IsNone;

    public Lease Lease => _lease;

    public IEnumerable<CopyProgress> Copies =>
        _followers.All.Select(follower => new CopyProgress(follower.Node, follower.Acknowledged, follower.IsRequired, follower.IsCutting, follower.OwesSince));

    public bool WantsFlush => _followers.WantsFlush();

    public bool HasFollowers => _followers.All.Count > 0;

    private ReplicationNode Node => _replica.Node;

    private bool HasEverything => CommitIndex == _replica.History.LastIndex;

    public bool HoldsLease(long now) => now < _lease.End;

    /// <summary>Without this copy nothing may be answered.</summary>
    public bool IsRequired(NodeId node) => Node.Rules.IsRequired(node, Chosen, _proposed);

    public void Executed() => Commit();

    public void Flush(long now) => _followers.Flush(now);

    public void Greet(long now) => _followers.Tick(now);

    public bool WantsSnapshot(NodeId backup, int session) => _followers.WantsSnapshot(backup, session);

    public bool SendChunk(NodeId backup, int session, object? payload, long now) => _followers.SendChunk(backup, session, payload, now);

    public void EndSnapshot(NodeId backup, int session, long now) => _followers.EndSnapshot(backup, session, now);

    public bool CanCompare() => IsOpen && _followers.CanCompare();

    public void Compare(object? payload) => _followers.Compare(payload);

    public void Tick(long now)
    {
        if (!Node.Configuration.Contains(Node.Self)) return;
        if (_replica.Promised > Epoch) _outvotedAt ??= now;
        if (_outvotedAt is { } since && now - since > Node.Settings.SuspectAfter + (long)(_replica.Random.NextDouble() * Node.Settings.BackOff))
        {
            _replica.Took(RuleBranch.RanAgainWhenOutvoted);
            _replica.WantToRun(now);
            if (_replica.Primary != this) return;
        }
        _followers.Tick(now);
        if (_proposed is null) Inform(now);
        if (_proposed is not null) RepeatProposal(now);
        else if (!_handsOverTo.IsNone) GoOnHandingOver(now);
        else if (!TryShrink(now) && !TryExtend(now)) TryHandOver(now);
    }

    public void On(Refusal refusal, long now)
    {
        if (refusal.Epoch == Epoch && refusal.Promised > Epoch) _outvotedAt ??= now;
    }

    public void On(NodeId from, Acceptance acceptance, long now)
    {
        if (acceptance.Epoch != Epoch || acceptance.Configuration != Node.Configuration.Number) return;
        if (acceptance.Version == Chosen.Version) _informed.Add(from);
        if (_proposed is null || acceptance.Version != _proposed.Version) return;
        _votes.Add(from);
        TryChoose();
    }

    public void On(NodeId from, Acknowledgement acknowledgement, long now)
    {
        if (acknowledgement.Epoch == Epoch && _followers.On(from, acknowledgement, now)) Commit();
    }

    public void On(NodeId from, Mismatch mismatch, long now)
    {
        if (mismatch.Epoch == Epoch) _followers.On(from, mismatch, now);
    }

    public void OutvotedBy(Epoch promised, long now)
    {
        if (promised > Epoch) _outvotedAt ??= now;
    }

    public void ForgetVotes()
    {
        _votes.Clear();
        _informed.Clear();
    }

    /// <summary>Moves the commit forward to what every required copy has (rule 6).</summary>
    private void Commit()
    {
        var commit = _followers.LeastRequired(_replica.History.LastIndex);
        if (commit <= CommitIndex) return;
        CommitIndex = commit;
        Node.Carrier.Committed(_replica.Partition, commit);
    }

    private bool TryShrink(long now) => TryDropSilent(now) || TryDropSurplus(now);

    private bool TryDropSilent(long now)
    {
        var inSync = Chosen.InSync;
        foreach (var node in inSync)
        {
            if (node == Node.Self || (Node.Configuration.Contains(node) && !_followers.IsSilent(node, now))) continue;
            _replica.Took(RuleBranch.Shrank);
            Propose(inSync.Remove(node), now);
            return true;
        }
        return false;
    }

    private bool TryDropSurplus(long now)
    {
        var inSync = Chosen.InSync;
        var planned = _replica.Planned;
        if (planned.Primary.IsNone || inSync.Length <= Math.Min(Node.Settings.Copies, planned.Copies) || !IsSettled(planned)) return false;
        foreach (var node in inSync)
        {
            if (node == Node.Self || IsPlanned(node)) continue;
            _replica.Took(RuleBranch.DroppedSurplus);
            Propose(inSync.Remove(node), now);
            return true;
        }
        return false;
    }

    private bool TryExtend(long now)
    {
        foreach (var follower in _followers.All)
        {
            var node = follower.Node;
            if (follower.IsVoid || Chosen.InSync.Contains(node) || !_followers.Wants(node) || follower.Acknowledged < CommitIndex || !_followers.IsAwake(follower, now)) continue;
            if (IsToMove(node) && !IsSteady(node, now)) continue;
            _replica.Took(RuleBranch.Extended);
            Propose(Chosen.InSync.Add(node), now);
            return true;
        }
        return false;
    }

    /// <summary>There are copies enough: <paramref name="node"/> is to have one only because it is to hold the partition instead of another.</summary>
    private bool IsToMove(NodeId node) => IsPlanned(node) && Chosen.InSync.Length >= Math.Min(Node.Settings.Copies, _replica.Planned.Copies);

    private bool IsSteady(NodeId node, long now)
    {
        if (Node.IsSteady(node, now)) return true;
        _replica.Took(RuleBranch.WaitedForSteadyNode);
        return false;
    }

    private bool IsPlanned(NodeId node) => node == _replica.Planned.Primary || _replica.Planned.Backups.Contains(node);

    private bool IsSettled(PartitionOwners planned)
        => Chosen.InSync.Contains(planned.Primary) && planned.Backups.All(node => Chosen.InSync.Contains(node) || !Node.Configuration.Contains(node));

    private void Propose(ImmutableArray<NodeId> inSync, long now)
    {
        _proposed = Chosen with { Version = Chosen.Version + 1, InSync = inSync };
        _followers.UpdateRequired();
        _votes.Clear();
        _proposedAt = long.MinValue / 2;
        RepeatProposal(now);
        Commit();
    }

    private void RepeatProposal(long now)
    {
        if (_replica.MayVote && Voting.TryAccept(_replica, _proposed!)) _votes.Add(Node.Self);
        if (now - _proposedAt >= Node.Settings.ResendAfter)
        {
            _proposedAt = now;
            var accept = new Accept(_replica.Partition, Node.Configuration.Number, _proposed!);
            foreach (var voter in Node.Configuration.Voters)
                if (voter.Node != Node.Self) Node.Carrier.Send(voter.Node, accept);
        }
        TryChoose();
    }

    private void TryChoose()
    {
        if (_proposed is null || !Node.Configuration.IsQuorum(_votes)) return;
        Chosen = _proposed;
        _proposed = null;
        _followers.UpdateRequired();
        _informed.Clear();
        _informed.UnionWith(_votes);
        _votes.Clear();
        Commit();
    }

    private void Inform(long now)
    {
        if (now - _informedAt < Node.Settings.SuspectAfter) return;
        _informedAt = now;
        Accept? accept = null;
        foreach (var voter in Node.Configuration.Voters)
        {
            if (voter.Node == Node.Self || _informed.Contains(voter.Node)) continue;
            accept ??= new Accept(_replica.Partition, Node.Configuration.Number, Chosen);
            Node.Carrier.Send(voter.Node, accept);
            _replica.Took(RuleBranch.InformedLateVoter);
        }
    }

    private void TryHandOver(long now)
    {
        var target = _replica.Planned.Primary;
        if (target.IsNone || target == Node.Self || !Chosen.InSync.Contains(target) || !_followers.IsClose(target) || !IsSteady(target, now)) return;
        _handsOverTo = target;
        _handsOverSince = now;
        Node.Carrier.CloseToHandOver(_replica.Partition);
        _replica.UpdateLease();
        GoOnHandingOver(now);
    }

    private void GoOnHandingOver(long now)
    {
        if (now - _handsOverSince > Node.Settings.AttemptLimit / 2 || !Chosen.InSync.Contains(_handsOverTo))
        {
            // The gate stays closed in this epoch: the target may be on its way. This node opens it in another.
            _replica.Took(RuleBranch.HandOverTimedOut);
            _replica.WantToRun(now);
            return;
        }
        if (HasEverything) Node.Carrier.Send(_handsOverTo, new TakeOver(_replica.Partition, Epoch, _replica.History.LastIndex));
        // What was executed waits for a copy that may be gone, and the target waits for that.
        else TryDropSilent(now);
    }
}
