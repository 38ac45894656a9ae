using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Voters;

/// <summary>How one numbered set of voters becomes the next: single-decree Paxos whose first phase also freezes and collects the register (rule 9).</summary>
internal sealed class VotersChange(ReplicationNode node)
{
    /// <summary>A node that is not the one to begin does so in one of so many ticks, in case the other cannot.</summary>
    private const int TicksPerSubstitution = 20;

    /// <summary>A voter left sealed tries to end it in one of so many ticks.</summary>
    private const int TicksPerRescue = 8;

    private readonly Dictionary<NodeId, SealAnswer> _sealed = [];
    private readonly HashSet<NodeId> _votes = [];
    private Epoch _promised;
    private Epoch _acceptedBallot;
    private ImmutableArray<NodeId> _acceptedNodes = [];
    private bool _isCoordinating;
    private Epoch _ballot;
    private long _startedAt;
    private long _repeatedAt;
    private ImmutableArray<NodeId> _chosen;

    /// <summary>Votes rest until the next set is installed. Changes only while all gates are held, so whoever holds one may rely on it.</summary>
    public bool IsSealed { get; private set; }

    public void Tick(long now)
    {
        if (!node.Configuration.Contains(node.Self)) return;
        if (_isCoordinating)
        {
            if (now - _startedAt > node.Settings.AttemptLimit / 2)
            {
                node.Carrier.Took(RuleBranch.VotersAttemptTimedOut);
                _isCoordinating = false;
                return;
            }
            // Each answer is a whole register.
            if (now - _repeatedAt < node.Settings.ResendAfter) return;
            _repeatedAt = now;
            Repeat();
            return;
        }
        var wanted = node.Wanted;
        var isWanted = wanted.Length > 0 && !node.Configuration.IsOf(wanted) && (IsFirstOf(wanted) || node.Random.Next(TicksPerSubstitution) == 0);
        if (isWanted || (IsSealed && node.Random.Next(TicksPerRescue) == 0)) Coordinate(now);
    }

    public void On(NodeId from, Seal seal, long now)
    {
        if (!IsOurs(from, seal.Configuration, now) || seal.Ballot < _promised) return;
        if (_isCoordinating && _ballot < seal.Ballot) _isCoordinating = false;
        _promised = seal.Ballot;
        SealVotes();
        node.Carrier.Send(from, Answer(seal.Ballot));
    }

    public void On(NodeId from, SealAnswer answer)
    {
        if (!_isCoordinating || !_chosen.IsDefault || answer.Ballot != _ballot || answer.Configuration != node.Configuration.Number || answer.Register.Length != node.Partitions) return;
        _sealed[from] = answer;
        GoOn();
    }

    public void On(NodeId from, Choose choose, long now)
    {
        if (!IsOurs(from, choose.Configuration, now) || choose.Ballot < _promised) return;
        AcceptNodes(choose.Ballot, choose.Nodes);
        node.Carrier.Send(from, new Choice(choose.Configuration, choose.Ballot));
    }

    public void On(NodeId from, Choice choice)
    {
        if (!_isCoordinating || _chosen.IsDefault || choice.Ballot != _ballot || choice.Configuration != node.Configuration.Number) return;
        _votes.Add(from);
        GoOn();
    }

    /// <summary>A new set is in force: all of this was about the old one.</summary>
    public void Forget()
    {
        IsSealed = _isCoordinating = false;
        _promised = _acceptedBallot = Epoch.None;
        _acceptedNodes = [];
        _sealed.Clear();
        _votes.Clear();
    }

    private bool IsFirstOf(ImmutableArray<NodeId> wanted)
    {
        foreach (var voter in node.Configuration.Voters)
            if (wanted.Contains(voter.Node)) return voter.Node == node.Self;
        return true;
    }

    private bool IsOurs(NodeId from, long configuration, long now)
    {
        if (configuration == node.Configuration.Number) return node.Configuration.Contains(node.Self);
        node.OtherConfiguration(from, configuration, now);
        return false;
    }

    private void Coordinate(long now)
    {
        var wanted = node.Wanted;
        if (!node.Rules.VotersNeedQuorum)
        {
            if (wanted.Length > 0 && !node.Configuration.IsOf(wanted)) node.Decided(node.Configuration.Next(wanted), [node.Register()]);
            return;
        }
        _isCoordinating = true;
        _startedAt = _repeatedAt = now;
        _ballot = Epoch.Of(_promised.Round + 1, node.Configuration.OrdinalOf(node.Self));
        _promised = _ballot;
        _chosen = default;
        _sealed.Clear();
        _votes.Clear();
        SealVotes();
        _sealed[node.Self] = Answer(_ballot);
        Repeat();
        GoOn();
    }

    /// <summary>Never nobody.</summary>
    private ImmutableArray<NodeId> Wanted() => node.Wanted is { Length: > 0 } wanted ? wanted : node.Configuration.Nodes;

    private void Repeat()
    {
        foreach (var voter in node.Configuration.Voters)
        {
            if (voter.Node == node.Self) continue;
            if (!_chosen.IsDefault) node.Carrier.Send(voter.Node, new Choose(node.Configuration.Number, _ballot, _chosen));
            else if (!_sealed.ContainsKey(voter.Node)) node.Carrier.Send(voter.Node, new Seal(node.Configuration.Number, _ballot));
        }
    }

    private void GoOn()
    {
        if (_chosen.IsDefault && node.Configuration.IsQuorum(_sealed.Keys))
        {
            var accepted = _sealed.Values.MaxBy(answer => answer.AcceptedBallot)!;
            if (accepted.AcceptedBallot != Epoch.None) node.Carrier.Took(RuleBranch.VotersDecisionAdopted);
            _chosen = accepted.AcceptedBallot == Epoch.None ? Wanted() : accepted.AcceptedNodes;
            if (_promised == _ballot)
            {
                AcceptNodes(_ballot, _chosen);
                _votes.Add(node.Self);
            }
            Repeat();
        }
        if (_chosen.IsDefault || !node.Configuration.IsQuorum(_votes)) return;
        node.Carrier.Took(RuleBranch.VotersDecided);
        node.Decided(node.Configuration.Next(_chosen), [.. _sealed.Values.Select(answer => answer.Register.ToArray())]);
    }

    private void AcceptNodes(Epoch ballot, ImmutableArray<NodeId> nodes)
    {
        _promised = _acceptedBallot = ballot;
        _acceptedNodes = nodes;
        SealVotes();
    }

    private void SealVotes()
    {
        if (IsSealed) return;
        node.Carrier.Took(RuleBranch.VotersSealed);
        node.Seal(() => IsSealed = true);
    }

    private SealAnswer Answer(Epoch ballot) => new(node.Configuration.Number, ballot, _acceptedBallot, _acceptedNodes, [.. node.Register()]);
}
