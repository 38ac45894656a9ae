using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Roles;

/// <summary>When a node runs for primary: suspicion, and the question to a quorum that keeps candidates from chasing one another.</summary>
/// <remarks>Safety does not need any of this: a node may run at any time.</remarks>
internal sealed class Candidates(Replica replica)
{
    /// <summary>A suspicious node that is not the first to ask does so in one of so many ticks, so that several do not ask at once. Of fifty partitions the last would wait for ten ticks if all drew lots.</summary>
    private const int TicksPerQuestion = 3;

    private readonly Dictionary<NodeId, QueryReply> _replies = [];
    private long _restUntil = long.MinValue;
    private int _questionId;
    private bool _isAsking;
    private long _askedAt;
    private NodeId _busyWith;
    private long _busySince = long.MinValue / 2;

    private ReplicationNode Node => replica.Node;

    public void Tick(long now)
    {
        if (now < _restUntil || now - replica.SeenHeard.At < Node.Settings.SuspectAfter) return;
        if (IsFirstToAsk() || replica.Random.Next(TicksPerQuestion) == 0) Want(now);
    }

    public void BackOff(long now, long most) => _restUntil = now + (long)(replica.Random.NextDouble() * most);

    public void MarkBusy(NodeId candidate, long now)
    {
        _busyWith = candidate;
        _busySince = now;
    }

    public void Want(long now)
    {
        if (!replica.MayVote || (_isAsking && now - _askedAt < Node.Settings.ResendAfter * 2)) return;
        _isAsking = true;
        _askedAt = now;
        _questionId++;
        _replies.Clear();
        var query = new Query(replica.Partition, Node.Configuration.Number, _questionId);
        foreach (var voter in Node.Configuration.Voters)
            if (voter.Node != Node.Self) Node.Carrier.Send(voter.Node, query);
        Take(Node.Self, Answer(Node.Self, query, now), now);
    }

    public void On(NodeId from, Query query, long now)
    {
        if (Node.IsCurrent(from, query.Configuration, now)) Node.Carrier.Send(from, Answer(from, query, now));
    }

    public void On(NodeId from, QueryReply reply, long now)
    {
        if (_isAsking && reply.Id == _questionId && reply.Configuration == Node.Configuration.Number && !replica.IsCandidate) Take(from, reply, now);
    }

    /// <summary>Opens a term and asks for promises (rule 3).</summary>
    public void Run(long now, bool isHandedOver)
    {
        if (!replica.MayVote) return;
        var epoch = Node.Rules.NextEpoch(replica.Promised.Round + 1, Node.Configuration.OrdinalOf(Node.Self));
        MarkBusy(Node.Self, now);
        _isAsking = false;
        replica.Promised = epoch;
        var candidate = new CandidateRole(replica, epoch, now, isHandedOver);
        replica.Become(candidate, now);
        candidate.Start(now);
    }

    /// <summary>The member of the in-sync set that is next, as far as is known here; where the primary alone held what was written, one of the other voters, not the same for all partitions.</summary>
    private bool IsFirstToAsk()
    {
        var voters = Node.Configuration.Voters;
        if (voters.Length == 1) return true;
        if (replica.Accepted is not { } accepted) return false;
        foreach (var member in accepted.InSync)
            if (member != accepted.Primary && Node.Configuration.Contains(member)) return member == Node.Self;
        var turn = replica.Partition % voters.Length;
        if (voters[turn].Node == accepted.Primary) turn = (turn + 1) % voters.Length;
        return voters[turn].Node == Node.Self;
    }

    private QueryReply Answer(NodeId asker, Query query, long now)
    {
        var settings = Node.Settings;
        var heard = replica.SeenHeard;
        var busyLimit = settings.LeaseWait + settings.CatchUpLimit + settings.ResendAfter;
        var isBusy = (now - _busySince < busyLimit && _busyWith != asker)
            || (now - heard.At < settings.SuspectAfter * 4 / 5 && asker != Node.Self && asker != heard.Primary)
            || (replica.MayServe(now) && asker != Node.Self);
        return new QueryReply(replica.Partition, query.Configuration, query.Id, replica.Accepted, replica.Position, isBusy);
    }

    private void Take(NodeId from, QueryReply reply, long now)
    {
        _replies[from] = reply;
        if (!Node.Configuration.IsQuorum(_replies.Keys)) return;
        RegisterValue? newest = null;
        foreach (var answer in _replies.Values) newest = RegisterValue.Newest(newest, answer.Accepted);
        var isGivenUp = newest is not null && replica.IsGivenUp(newest, _replies.Keys, now);
        var memberVotes = newest is null || (!isGivenUp && newest.InSync.Any(MayHoldIt));
        // Without a member every voter has to speak: one of them may hold more than this node.
        if (!memberVotes && !isGivenUp && _replies.Count < Node.Configuration.Voters.Length) return;
        // Those of whom it is hoped have not answered yet: perhaps that they hold nothing.
        if (memberVotes && newest is not null && !newest.InSync.Any(_replies.ContainsKey)) return;

        _isAsking = false;
        BackOff(now, Node.Settings.BackOff);
        if (_replies.Values.Any(answer => answer.IsBusy))
        {
            replica.Took(RuleBranch.QueryFoundBusy);
            return;
        }
        if (!isGivenUp && !IsSuitable(newest, memberVotes, now))
        {
            replica.Took(RuleBranch.QueryLeftItToAMember);
            return;
        }
        Run(now, isHandedOver: false);
    }

    /// <summary>Does a member vote, whose copy is not known to be void?</summary>
    private bool MayHoldIt(NodeId member)
        => Node.Configuration.Contains(member) && !(_replies.TryGetValue(member, out var reply) && reply.Position == Position.Invalid);

    private bool IsSuitable(RegisterValue? newest, bool memberVotes, long now)
    {
        if (newest is null) return replica.Planned.Primary.IsNone || replica.Planned.Primary == Node.Self || now - Node.StartedAt > Node.Settings.FirstOwnerAdvantage;
        if (Node.Rules.MayContinue(newest, Node.Self) && replica.IsValid) return true;
        return !memberVotes && _replies.Values.All(answer => answer.Position.CompareTo(replica.Position) <= 0);
    }
}
