using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Copies;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Roles;

/// <summary>A node on its way to primary: promises, the old lease, the others' tails, the choice (rules 3 and 4). Its gate is closed.</summary>
internal sealed class CandidateRole(Replica replica, Epoch epoch, long startedAt, bool isHandedOver)
{
    private enum Phase
    {
        Promises,
        CatchUp,
        Choice,
    }

    private readonly Dictionary<NodeId, Promise> _promises = [];
    private readonly HashSet<NodeId> _votes = [];
    private readonly HashSet<NodeId> _confirmed = [];
    private readonly List<NodeId> _behind = [];
    private Phase _phase = Phase.Promises;
    private bool _losesData;
    private NodeId _givenUp;
    private NodeId _former;
    private int _lossGeneration;
    private long _base;
    private long _leaseEnd;
    private long _catchUpEnd;
    private RegisterValue? _proposed;

    public Epoch Epoch => epoch;

    public Lease Lease { get; } = new(replica, epoch);

    private ReplicationNode Node => replica.Node;

    public void Start(long now)
    {
        Ask();
        TakeOwnPromise();
        GoOn(now);
    }

    public void Tick(long now)
    {
        if (now - startedAt > Node.Settings.AttemptLimit || !Node.Configuration.Contains(Node.Self))
        {
            replica.Took(RuleBranch.CandidacyTimedOut);
            replica.GiveUp(now, Node.Settings.BackOff);
            return;
        }
        switch (_phase)
        {
            case Phase.Promises:
                TakeOwnPromise();
                Ask();
                break;
            case Phase.CatchUp:
                foreach (var node in _behind)
                    if (!_confirmed.Contains(node)) Send(node, _base);
                break;
            default:
                Propose();
                break;
        }
        GoOn(now);
    }

    public void On(NodeId from, Promise promise, long now)
    {
        if (_phase == Phase.CatchUp && from == _givenUp && promise.Epoch == epoch && promise.Position != Position.Invalid)
        {
            // It is there after all, with everything: nothing was chosen yet.
            replica.Took(RuleBranch.HolderSpokeAgain);
            replica.GiveUp(now, Node.Settings.BackOff);
            return;
        }
        if (promise.Epoch != epoch || promise.Configuration != Node.Configuration.Number) return;
        if (_phase == Phase.CatchUp && from == _former && now < _leaseEnd)
        {
            // Others promised before the old primary did, from now on it serves nothing either.
            replica.Took(RuleBranch.LeaseWaitCutShort);
            _leaseEnd = now;
        }
        else if (_phase == Phase.Promises) _promises[from] = promise;
        else return;
        GoOn(now);
    }

    public void On(Refusal refusal, long now)
    {
        if (refusal.Epoch != epoch || refusal.Promised <= epoch || _phase != Phase.Promises) return;
        if (refusal.Promised > replica.Promised) replica.Promised = refusal.Promised;
        replica.GiveUp(now, Node.Settings.BackOff);
    }

    public void On(NodeId from, Acceptance acceptance, long now)
    {
        if (_phase != Phase.Choice || acceptance.Epoch != epoch || acceptance.Version != 0 || acceptance.Configuration != Node.Configuration.Number) return;
        _votes.Add(from);
        GoOn(now);
    }

    public void On(NodeId from, Acknowledgement acknowledgement, long now)
    {
        if (_phase != Phase.CatchUp || acknowledgement.Epoch != epoch || acknowledgement.Session != 0) return;
        if (acknowledgement.Index < _base) Send(from, acknowledgement.Index);
        else if (acknowledgement.Index == _base && _behind.Contains(from)) _confirmed.Add(from);
        GoOn(now);
    }

    /// <summary>It lacks something of this node's log, or holds something else: then it takes a snapshot later, and is no member now.</summary>
    public void On(NodeId from, Mismatch mismatch, long now)
    {
        if (_phase != Phase.CatchUp || mismatch.Epoch != epoch || mismatch.Session != 0) return;
        var position = mismatch.Position;
        var canContinue = position.Index >= 0 && position.Index <= _base && replica.History.EpochAt(position.Index) == position.Epoch;
        if (!canContinue || !Send(from, position.Index)) _behind.Remove(from);
        GoOn(now);
    }

    /// <summary>What was gathered under one set of voters does not count under the next (rule 1).</summary>
    public void ForgetVotes()
    {
        if (_phase == Phase.Promises) _promises.Clear();
        _votes.Clear();
    }

    private void GoOn(long now)
    {
        if (replica.Candidate != this) return;
        if (_phase == Phase.Promises && Node.Configuration.IsQuorum(_promises.Keys) && !TryTakeStock(now)) return;
        if (_phase == Phase.CatchUp && now >= _leaseEnd && (_confirmed.Count == _behind.Count || now >= _catchUpEnd))
        {
            replica.Took(_confirmed.Count == _behind.Count ? RuleBranch.CatchUpComplete : RuleBranch.CatchUpWithoutSilent);
            _proposed = new RegisterValue(epoch, 0, Node.Self, [Node.Self, .. _confirmed], _lossGeneration);
            _phase = Phase.Choice;
            Propose();
        }
        if (_phase == Phase.Choice && Node.Configuration.IsQuorum(_votes)) Open(now);
    }

    /// <summary>A quorum has promised: may this node go on, and from what? (rule 3)</summary>
    private bool TryTakeStock(long now)
    {
        RegisterValue? newest = null;
        foreach (var promise in _promises.Values) newest = Node.Rules.Newest(newest, promise.Accepted);
        if (newest is null)
        {
            // Nobody ever held anything.
            if (!replica.IsValid) BeginEmpty();
            replica.Took(RuleBranch.StartedEmpty);
        }
        else if (Node.Rules.MayContinue(newest, Node.Self) && replica.IsValid)
        {
            replica.Took(RuleBranch.ContinuedAsMember);
        }
        else if (replica.IsGivenUp(newest, _promises.Keys, now))
        {
            replica.Took(RuleBranch.GaveUpSilentHolder);
            _losesData = true;
            _givenUp = newest.InSync[0];
            // Whatever is here is from before the holder's time: it would bring back what was overwritten.
            replica.IsValid = false;
        }
        else if (newest.InSync.Any(MayHoldIt))
        {
            if (!newest.InSync.Any(_promises.ContainsKey)) return false;
            replica.Took(RuleBranch.LeftItToAMember);
            replica.GiveUp(now, Node.Settings.BackOff);
            return false;
        }
        else
        {
            // All that held the data are gone. Whoever holds the most may go on, and only when every voter has spoken.
            if (_promises.Count < Node.Configuration.Voters.Length) return false;
            if (_promises.Values.Any(promise => promise.Position.CompareTo(replica.Position) > 0))
            {
                replica.GiveUp(now, Node.Settings.BackOff / 2);
                return false;
            }
            replica.Took(RuleBranch.WentOnWithoutData);
            _losesData = true;
        }
        _former = newest?.Primary ?? Node.Self;
        _lossGeneration = (newest?.LossGeneration ?? 0) + (_losesData ? 1 : 0);
        StartCatchUp(newest, now);
        return true;
    }

    /// <summary>Does a member vote, whose copy is not known to be void?</summary>
    private bool MayHoldIt(NodeId member)
        => Node.Configuration.Contains(member) && !(_promises.TryGetValue(member, out var promise) && promise.Position == Position.Invalid);

    private void StartCatchUp(RegisterValue? newest, long now)
    {
        var settings = Node.Settings;
        var nobodyElseServes = newest is null || newest.Primary == Node.Self || _promises.ContainsKey(newest.Primary);
        replica.Took(nobodyElseServes ? RuleBranch.SkippedLeaseWait : RuleBranch.WaitedOutLease);
        _leaseEnd = nobodyElseServes ? now : Node.Rules.LeaseWaitEnd(startedAt, now, settings.LeaseWait);
        _catchUpEnd = Math.Max(_leaseEnd, now + settings.CatchUpLimit);
        _base = replica.IsValid ? replica.History.LastIndex : 0;
        _phase = Phase.CatchUp;
        if (newest is null || _losesData) return;
        foreach (var node in newest.InSync)
            if (node != Node.Self && Node.Configuration.Contains(node)) _behind.Add(node);
        foreach (var node in _behind) Send(node, _base);
    }

    private bool Send(NodeId node, long after) => CopySender.TrySend(replica, node, epoch, 0, _base, after, _base - after) is not null;

    private void Ask()
    {
        var prepare = new Prepare(replica.Partition, Node.Configuration.Number, epoch);
        foreach (var voter in Node.Configuration.Voters)
            if (voter.Node != Node.Self && !_promises.ContainsKey(voter.Node)) Node.Carrier.Send(voter.Node, prepare);
    }

    private void TakeOwnPromise()
    {
        if (replica.MayVote && replica.Promised == epoch)
            _promises[Node.Self] = new Promise(replica.Partition, Node.Configuration.Number, epoch, replica.Accepted, replica.Position);
    }

    private void Propose()
    {
        var value = _proposed!;
        if (replica.MayVote && Voting.TryAccept(replica, value)) _votes.Add(Node.Self);
        var accept = new Accept(replica.Partition, Node.Configuration.Number, value);
        foreach (var voter in Node.Configuration.Voters)
            if (voter.Node != Node.Self) Node.Carrier.Send(voter.Node, accept);
    }

    private void Open(long now)
    {
        if (!replica.IsValid) BeginEmpty();
        replica.Took(RuleBranch.Opened);
        if (isHandedOver) replica.Took(RuleBranch.HandedOver);
        else if (_former != Node.Self || _losesData) replica.Took(RuleBranch.FailedOver);
        var primary = new PrimaryRole(replica, _proposed!, _votes, _base, Lease, now);
        replica.Become(primary);
        replica.HeardFrom(Node.Self, now);
        Node.Carrier.Open(replica.Partition, epoch, _lossGeneration);
        replica.UpdateLease();
        primary.Greet(now);
    }

    /// <summary>After a loss not before it is chosen: a candidacy may fail, and a value of an earlier term may name this node as a member, for a copy that was whole then. An empty one is not.</summary>
    private void BeginEmpty()
    {
        replica.History.Clear();
        replica.IsValid = true;
        Node.Carrier.StartOver(replica.Partition, 0);
    }
}
