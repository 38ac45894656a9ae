using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Copies;
using AkkaCache.Replication.Journal;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Roles;

namespace AkkaCache.Replication;

/// <summary>One partition on one node: its vote, its copy, and its role. A deterministic machine; whoever carries it holds the partition's gate.</summary>
/// <remarks>The rules are those of decision 10, docs/decisions.</remarks>
public sealed class Replica
{
    private readonly Candidates _candidates;
    private readonly BackupRole _backup;
    private Term? _claimed;

    /// <summary>Written under the gate, and by the node's thread without it: read by <see cref="SeenHeard"/>.</summary>
    private long _heardAt;
    private NodeId _heardPrimary;

    /// <summary>What the last term had made safe when it ended. Read by any thread, like <see cref="Primary"/>; set before that is cleared.</summary>
    private volatile EndedTerm? _ended;

    /// <summary>The term that this node, without having left the way, goes on from. Read and set like the one before.</summary>
    private volatile ContinuedTerm? _continued;

    internal Replica(ReplicationNode node, int partition, int seed)
    {
        Node = node;
        Partition = partition;
        Random = new Random(seed);
        _heardAt = node.LongAgo;
        _candidates = new Candidates(this);
        _backup = new BackupRole(this);
    }

    public int Partition { get; }

    /// <summary>No lower epoch gets this node's vote, or changes its copy.</summary>
    public Epoch Promised { get; internal set; }

    public RegisterValue? Accepted { get; internal set; }

    /// <summary>Where the copy stands.</summary>
    public EpochHistory History { get; } = new();

    /// <summary>The copy is whole. False at first, and while a snapshot is half-way in.</summary>
    public bool IsValid { get; internal set; }

    public Position Position => IsValid ? History.Last : Position.Invalid;

    /// <summary>Where placement wants the partition: what a primary works towards.</summary>
    public PartitionOwners Planned { get; private set; } = new(NodeId.None, []);

    public bool IsPrimary => Primary is not null;

    public bool IsCandidate => Candidate is not null;

    /// <summary>Nodes that vote, this one included.</summary>
    public int Voters => Node.Configuration.Voters.Length;

    /// <summary>There are other voters.</summary>
    public bool IsInCluster => Voters > 1;

    /// <summary>This node, as primary, feeds other copies.</summary>
    public bool HasFollowers => Primary is { HasFollowers: true };

    /// <summary>There is a copy that would be sent at once what is executed now.</summary>
    public bool WantsFlush => Primary is { WantsFlush: true };

    /// <summary>The term of a primary or candidate; none of others.</summary>
    public Epoch Epoch => Primary?.Epoch ?? Candidate?.Epoch ?? Epoch.None;

    /// <summary>What this node, as primary, knows to be chosen.</summary>
    public RegisterValue? Chosen => Primary?.Chosen;

    /// <summary>Everything up to here is in every required copy.</summary>
    public long CommitIndex => Primary?.CommitIndex ?? 0;

    /// <summary>Until when this node may serve, by its own clock; <see cref="long.MinValue"/> when it may not.</summary>
    public long ServesUntil { get; private set; } = long.MinValue;

    /// <summary>The copies that this node, as primary, feeds.</summary>
    public IEnumerable<CopyProgress> Copies => Primary?.Copies ?? [];

    internal ReplicationNode Node { get; }

    /// <summary>Its own, since partitions are entered in parallel.</summary>
    internal Random Random { get; }

    internal PrimaryRole? Primary { get; private set; }

    internal CandidateRole? Candidate { get; private set; }

    /// <summary>When the partition's primary was heard last, and who that was, as far as is known here by now.</summary>
    internal Heard SeenHeard => Node.Seen(new Heard(_heardPrimary, _heardAt));

    /// <summary>The promise, read without the gate. It only grows.</summary>
    internal Epoch SeenPromised => new(Node.Seen(Promised.Value));

    /// <summary>In office or on the way there, read without the gate.</summary>
    internal bool SeenRunning => Node.Seen(IsPrimary || IsCandidate);

    internal bool MayVote => Node.MayVote;

    /// <summary>May a command be executed now? The gate asks before, and <see cref="MayAnswer"/> after.</summary>
    public bool MayServe(long now) => now < ServesUntil;

    /// <summary>May be shown what an execution at <paramref name="index"/> changed (or saw)?</summary>
    /// <remarks>Once it may, it always may: whoever asks late, after the term has ended, gets the same answer.</remarks>
    public bool MayAnswer(long index, bool isWrite, Epoch epoch, long now)
    {
        if (Primary is not { } primary || primary.Epoch != epoch) return MayAnswerInNextTerm(index, isWrite, epoch, now) || MayAnswerLate(index, isWrite, epoch);
        if (!Node.Rules.IsSafeToShow(index, primary.CommitIndex, isWrite)) return false;
        if (primary.HoldsLease(now) || !Node.Rules.NeedsLeaseToAnswer) return true;
        Took(RuleBranch.AnswerWithheldWithoutLease);
        return false;
    }

    /// <summary>May <see cref="MayAnswer"/>, which says no now, say yes later? Asked after it, and it once more when this says no.</summary>
    public bool MayAnswerLater(long index, Epoch epoch)
    {
        if (Epoch == epoch) return true;
        return _continued is { } continued && continued.From == epoch && (Primary is not { } primary || primary.Epoch != continued.To || index <= primary.Base);
    }

    /// <summary>Effects were appended by this node as primary. O(1) and without messages: <see cref="Flush"/> sends.</summary>
    public void Executed(long count)
    {
        using var written = Node.Journal?.Begin(new Executed(Partition, count));
        if (Primary is not { } primary) throw new InvalidOperationException($"partition {Partition}: executed without being primary");
        History.Append(primary.Epoch, count);
        primary.Executed();
    }

    /// <summary>Sends what the backups were not sent yet.</summary>
    public void Flush(long now)
    {
        using var written = Node.Journal?.Begin(new Flushed(Partition, now));
        Primary?.Flush(now);
    }

    /// <summary>The session goes on: the backup is still to have its snapshot.</summary>
    public bool WantsSnapshot(NodeId backup, int session) => Primary?.WantsSnapshot(backup, session) ?? false;

    /// <summary>A part of a snapshot was cut, now. False when its session is over.</summary>
    public bool SendChunk(NodeId backup, int session, object? payload, long now)
    {
        using var written = Node.Journal?.Begin(new ChunkCut(Partition, backup, session, payload, now));
        return Primary?.SendChunk(backup, session, payload, now) ?? false;
    }

    public void EndSnapshot(NodeId backup, int session, long now)
    {
        using var written = Node.Journal?.Begin(new SnapshotCut(Partition, backup, session, now));
        Primary?.EndSnapshot(backup, session, now);
    }

    /// <summary>Have other copies been sent all that this one has, so that they can be compared with it as it is now?</summary>
    public bool CanCompare => Primary?.CanCompare() ?? false;

    /// <summary>Has other copies compared with what this one, unchanged since <see cref="CanCompare"/>, is. One that differs is replaced.</summary>
    public void Compare(object? payload)
    {
        using var written = Node.Journal?.Begin(new Compared(Partition, payload));
        Primary?.Compare(payload);
    }

    /// <summary>The copy turned out to be broken: it is void, and with it any office. Another member of the in-sync set takes over.</summary>
    public void Fail(long now)
    {
        using var written = Node.Journal?.Begin(new Failed(Partition, now));
        BecomeVoid(now);
    }

    /// <summary>Placement changed its mind.</summary>
    public void Plan(PartitionOwners owners)
    {
        using var written = Node.Journal?.Begin(new Planned(Partition, owners));
        Planned = owners;
    }

    public void Tick(long now)
    {
        using var written = Node.Journal?.Begin(new Ticked(Partition, now));
        if (Node.IsRetired || Node.Configuration.Number == 0) return;
        if (Primary is { } primary) primary.Tick(now);
        else if (Candidate is { } candidate) candidate.Tick(now);
        else _candidates.Tick(now);
    }

    public void Receive(NodeId from, PartitionMessage message, long now)
    {
        using var written = Node.Journal?.Begin(new Received(Partition, from, message, now));
        if (Node.IsRetired)
        {
            Node.Inform(from);
            return;
        }
        switch (message)
        {
            case Query query: _candidates.On(from, query, now); break;
            case QueryReply reply: _candidates.On(from, reply, now); break;
            case Prepare prepare: Voting.On(this, from, prepare, now); break;
            case Promise promise: Candidate?.On(from, promise, now); break;
            case Refusal refusal: Candidate?.On(refusal, now); Primary?.On(refusal, now); break;
            case Accept accept: Voting.On(this, from, accept, now); break;
            case Acceptance acceptance: Candidate?.On(from, acceptance, now); Primary?.On(from, acceptance, now); break;
            case TakeOver takeOver: OnTakeOver(takeOver, now); break;
            case CopyMessage copy: _backup.On(from, copy, now); break;
            case Acknowledgement acknowledgement: Candidate?.On(from, acknowledgement, now); Primary?.On(from, acknowledgement, now); break;
            case Mismatch mismatch: Candidate?.On(from, mismatch, now); Primary?.On(from, mismatch, now); break;
            default: throw new ArgumentException($"message {message.GetType().Name}: unknown", nameof(message));
        }
    }

    internal void Run(long now, bool isHandedOver = false) => _candidates.Run(now, isHandedOver);

    internal void WantToRun(long now) => _candidates.Want(now);

    internal void MarkBusy(NodeId candidate, long now) => _candidates.MarkBusy(candidate, now);

    internal void HeardFrom(NodeId primary, long now)
    {
        _heardAt = now;
        _heardPrimary = primary;
    }

    internal void Become(CandidateRole candidate, long now)
    {
        _continued = Primary is { } primary ? new ContinuedTerm(primary.Epoch, candidate.Epoch) : null;
        LeaveOffice(now);
        Candidate = candidate;
        UpdateLease();
    }

    internal void Become(PrimaryRole primary)
    {
        Candidate = null;
        Primary = primary;
        UpdateLease();
    }

    /// <summary>What the copy holds is not to be trusted.</summary>
    internal void BecomeVoid(long now)
    {
        StepDown(now);
        IsValid = false;
    }

    /// <summary>Ends whatever term this node is in.</summary>
    internal void StepDown(long now)
    {
        if (Primary is null && Candidate is null) return;
        LeaveOffice(now);
        Candidate = null;
        _continued = null;
        _heardAt = now;
        _candidates.BackOff(now, Node.Settings.BackOff / 2);
    }

    internal void GiveUp(long now, long backOff)
    {
        Candidate = null;
        _continued = null;
        _candidates.BackOff(now, backOff);
    }

    internal void UpdateLease()
    {
        var lease = Primary?.Lease ?? Candidate?.Lease;
        lease?.Update();
        ServesUntil = Primary is { IsOpen: true } ? lease!.End : long.MinValue;
    }

    /// <summary>A voter answered a ping that named this node's term, or says that it has promised a higher one.</summary>
    internal void Take(NodeId voter, Pong pong, long now)
    {
        using var written = Node.Journal?.Begin(new PongTaken(Partition, voter, pong, now));
        if (pong.Configuration != Node.Configuration.Number) return;
        foreach (var term in pong.Higher)
        {
            if (term.Partition != Partition || term.Epoch <= Epoch) continue;
            Primary?.OutvotedBy(term.Epoch, now);
            return;
        }
        (Primary?.Lease ?? Candidate?.Lease)?.Vouched(voter, pong.SentAt, Node.Rules.PongCountsFrom(pong.SentAt, now));
        UpdateLease();
    }

    /// <summary>What the ping that leaves at <paramref name="sentAt"/> says of this partition; null when this node claims nothing.</summary>
    internal Term? Claim(long now, long sentAt)
    {
        (Primary?.Lease ?? Candidate?.Lease)?.Named(sentAt);
        return _claimed = IsPrimary || IsCandidate ? new Term(Partition, Epoch, MayServe(now)) : null;
    }

    /// <summary>The same while the gate is held by somebody: what the last ping said. A term that began since is not named, so the pongs say nothing of it.</summary>
    internal Term? LastClaim => _claimed;

    /// <summary>Another node claims a term here. Needs no gate: who was heard when is only a reason to suspect, or not to.</summary>
    internal void OnClaim(NodeId from, Term term, long now)
    {
        if (term.IsServing && (term.Epoch >= Promised || from == _heardPrimary)) HeardFrom(from, now);
    }

    /// <summary>The primary's node is out of reach, says somebody who should know. Needs no gate, as before.</summary>
    internal void Suspect(NodeId node)
    {
        if (_heardPrimary == node) _heardAt = Node.LongAgo;
    }

    /// <summary>
    /// Is the only node that holds what was written given up, or this one, whose copy is void? Another is when it has been silent for long, as a primary and as a node, and is not among those who
    /// <paramref name="answered"/> this node's question: a lease needs a quorum, so that one that nobody of a quorum has heard serves nobody.
    /// </summary>
    internal bool IsGivenUp(RegisterValue newest, IEnumerable<NodeId> answered, long now)
    {
        if (Node.Settings.GiveUpAfter == long.MaxValue || newest.InSync is not [var holder]) return false;
        // It was chosen to begin empty and failed before it did.
        if (holder == Node.Self) return true;
        var heard = Math.Max(SeenHeard.At, Math.Max(Node.SeenPongAt(holder), Node.StartedAt));
        return now - heard > Node.Settings.GiveUpAfter && !answered.Contains(holder);
    }

    internal void Refuse(NodeId to, Epoch epoch) => Node.Carrier.Send(to, new Refusal(Partition, epoch, Promised));

    internal void Took(RuleBranch branch) => Node.Carrier.Took(branch);

    /// <summary>The voters changed: votes gathered under the old number count no more (rule 1).</summary>
    internal void OnInstalled(RegisterRow merged, bool isVoter, long now)
    {
        if (merged.Promised > Promised) Promised = merged.Promised;
        Accepted = RegisterValue.Newest(Accepted, merged.Accepted);
        if (Accepted is { } accepted && accepted.Epoch > Promised) Promised = accepted.Epoch;
        if (!isVoter || (Accepted is { } known && known.Epoch > Epoch)) StepDown(now);
        Candidate?.ForgetVotes();
        Primary?.ForgetVotes();
        UpdateLease();
    }

    private void LeaveOffice(long now)
    {
        if (Primary is not { } primary) return;
        // Nobody has opened a later term while the lease holds, so what was executed and committed by now was in order.
        if (primary.HoldsLease(now)) _ended = new EndedTerm(primary.Epoch, primary.CommitIndex, _continued is { } continued && continued.To == primary.Epoch ? continued.From : Epoch.None, primary.Base);
        Primary = null;
        ServesUntil = long.MinValue;
        Node.Carrier.Close(Partition);
    }

    private bool MayAnswerLate(long index, bool isWrite, Epoch epoch)
    {
        if (_ended is not { } ended || ended.SafeIndexOf(epoch) is not { } safe || !Node.Rules.IsSafeToShow(index, safe, isWrite)) return false;
        Took(RuleBranch.AnsweredAfterTerm);
        return true;
    }

    /// <summary>
    /// What this node executed in one term and had not made safe when it ran again is in the log that it was chosen with, all of which every member of the in-sync set confirmed before: nobody
    /// else was primary between, and nothing can take it back. Unless it had to begin empty.
    /// </summary>
    private bool MayAnswerInNextTerm(long index, bool isWrite, Epoch epoch, long now)
    {
        if (_continued is not { } continued || continued.From != epoch || Primary is not { } primary || primary.Epoch != continued.To) return false;
        if (!Node.Rules.IsSafeToShow(index, primary.Base, isWrite) || (Node.Rules.NeedsLeaseToAnswer && !primary.HoldsLease(now))) return false;
        Took(RuleBranch.AnsweredInNextTerm);
        return true;
    }

    private void OnTakeOver(TakeOver takeOver, long now)
    {
        if (IsPrimary || IsCandidate || !IsValid || Promised > takeOver.Epoch || History.LastIndex < takeOver.Index) return;
        Run(now, isHandedOver: true);
    }

    /// <param name="SafeIndex">How far the term's effects were safe.</param>
    /// <param name="Former">The term that it continued; none: it continued none.</param>
    /// <param name="FormerSafeIndex">How far that one's effects were safe.</param>
    private sealed record EndedTerm(Epoch Epoch, long SafeIndex, Epoch Former, long FormerSafeIndex)
    {
        public long? SafeIndexOf(Epoch epoch) => epoch == Epoch ? SafeIndex : epoch == Former ? FormerSafeIndex : null;
    }

    /// <param name="From">In which this node was primary.</param>
    /// <param name="To">For which it ran while it was.</param>
    private sealed record ContinuedTerm(Epoch From, Epoch To);
}
