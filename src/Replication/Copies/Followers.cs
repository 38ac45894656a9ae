using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Roles;

namespace AkkaCache.Replication.Copies;

/// <summary>The copies that a primary feeds: what each has, what it is sent next, and which of them needs a snapshot (rules 7 and 8, from above).</summary>
internal sealed class Followers(Replica replica, PrimaryRole primary, long @base)
{
    /// <summary>A hand-over begins when the target is at most this many effects behind: they are sent while commands wait.</summary>
    private const long CloseEnough = 1024;

    private readonly List<Follower> _all = [];

    /// <summary>A voter that is to hold a copy although placement does not say so, because those that it names are silent; none otherwise.</summary>
    private NodeId _spare;

    /// <summary>Sessions grow throughout the epoch, also for a copy that was let go and taken up again.</summary>
    private readonly Dictionary<NodeId, int> _sessions = [];

    public List<Follower> All => _all;

    /// <summary>What every required copy has, at most <paramref name="index"/>. Called for each write.</summary>
    public long LeastRequired(long index)
    {
        for (var i = 0; i < _all.Count; i++)
            if (_all[i].IsRequired && _all[i].Acknowledged < index) index = _all[i].Acknowledged;
        return index;
    }

    /// <summary>The set in force or the proposed one has changed.</summary>
    public void UpdateRequired()
    {
        foreach (var follower in _all) follower.IsRequired = primary.IsRequired(follower.Node);
    }

    private ReplicationNode Node => replica.Node;

    private long LastIndex => replica.History.LastIndex;

    /// <summary>A copy that confirmed the primary's tail before it was opened.</summary>
    public void AddConfirmed(NodeId node, long now) => _all.Add(new Follower(node, now) { Acknowledged = @base, Sent = @base, HeardAt = now, IsRequired = true });

    /// <summary>Should it become a member of the in-sync set?</summary>
    public bool Wants(NodeId node)
    {
        if (!Node.Configuration.Contains(node)) return false;
        if (replica.Planned.Primary.IsNone) return primary.Chosen.InSync.Length < Node.Settings.Copies;
        return IsPlanned(node) || node == _spare;
    }

    public void Tick(long now)
    {
        LookForSpare(now);
        Renew(now);
        foreach (var follower in _all)
        {
            if (follower.IsCutting)
            {
                if (now - follower.SentAt > Node.Settings.SnapshotRetry) follower.IsCutting = false;
            }
            else if (follower.IsVoid || IsUnconfirmed(follower, now)) TrySnapshot(follower, now);
            else if (!Owes(follower)) follower.OwesSince = now;
            else if (now - follower.SentAt < Node.Settings.ResendAfter) continue;
            else if (follower.Acknowledged == Follower.Unknown) Ask(follower, now);
            else
            {
                follower.Sent = follower.Acknowledged;
                Feed(follower, now);
            }
        }
        Flush(now);
    }

    /// <summary>
    /// Sends what was not sent yet, to a copy that has acknowledged all that was: what is executed until its answer comes shares the next message. So an idle partition's effect
    /// leaves at once, and the busier one is, the less an effect costs.
    /// </summary>
    public void Flush(long now)
    {
        foreach (var follower in _all)
            if (MayBeSent(follower)) Feed(follower, now);
    }

    /// <summary>Would <see cref="Flush"/> send something, were there anything? Called for each batch of writes.</summary>
    public bool WantsFlush()
    {
        for (var i = 0; i < _all.Count; i++)
            if (MayBeSent(_all[i])) return true;
        return false;
    }

    /// <summary>True when the follower has more than before.</summary>
    public bool On(NodeId from, Acknowledgement acknowledgement, long now)
    {
        if (Find(from) is not { } follower || acknowledgement.Session != follower.Session || follower.IsCutting) return false;
        follower.HeardAt = now;
        if (acknowledgement.Index <= follower.Acknowledged) return false;
        follower.IsVoid = false;
        follower.Acknowledged = acknowledgement.Index;
        follower.Sent = Math.Max(follower.Sent, acknowledgement.Index);
        follower.OwesSince = now;
        if (follower.Sent < LastIndex && MayBeSent(follower)) Feed(follower, now);
        return true;
    }

    public void On(NodeId from, Mismatch mismatch, long now)
    {
        if (Find(from) is not { } follower || mismatch.Session != follower.Session) return;
        follower.HeardAt = now;
        var position = mismatch.Position;
        if (position.Index >= 0 && position.Index <= LastIndex && replica.History.EpochAt(position.Index) == position.Epoch && !follower.IsCutting)
        {
            follower.Sent = position.Index;
            if (TryFeed(follower, now))
            {
                replica.Took(RuleBranch.CaughtUpFromLog);
                return;
            }
        }
        // While one is cut, it has not begun there yet, or it breaks and a new one follows.
        follower.IsVoid = position == Position.Invalid && !follower.IsCutting;
        TrySnapshot(follower, now);
    }

    /// <summary>There is a copy that stands, or will when what is on its way has come, where this one does.</summary>
    public bool CanCompare()
    {
        foreach (var follower in _all)
            if (IsComparable(follower)) return true;
        return false;
    }

    public void Compare(object? payload)
    {
        foreach (var follower in _all)
            if (IsComparable(follower)) Node.Carrier.Send(follower.Node, new Comparison(replica.Partition, primary.Epoch, follower.Session, replica.History.Last, payload));
    }

    public bool WantsSnapshot(NodeId backup, int session) => FindCutting(backup, session) is not null;

    public bool SendChunk(NodeId backup, int session, object? payload, long now)
    {
        if (FindCutting(backup, session) is not { } follower) return false;
        if (!TryFeedAll(follower, now)) return false;
        follower.SentAt = now;
        Node.Carrier.Send(backup, new SnapshotChunk(replica.Partition, primary.Epoch, session, follower.Chunks++, LastIndex, payload));
        return true;
    }

    public void EndSnapshot(NodeId backup, int session, long now)
    {
        if (FindCutting(backup, session) is not { } follower) return;
        if (!TryFeedAll(follower, now)) return;
        follower.IsCutting = false;
        follower.OwesSince = follower.SentAt = now;
        Node.Carrier.Send(backup, new SnapshotEnd(replica.Partition, primary.Epoch, session, follower.Chunks, LastIndex));
    }

    /// <summary>It holds nothing, owes an acknowledgement for too long, or, owing none, its node does not answer pings.</summary>
    public bool IsSilent(NodeId node, long now)
    {
        if (Find(node) is not { IsVoid: false } follower) return true;
        var limit = Node.Settings.BackupTimeout;
        return Owes(follower) ? now - follower.OwesSince > limit : now - Math.Max(Node.SeenPongAt(node), follower.HeardAt) > limit;
    }

    public bool IsAwake(Follower follower, long now) => now - Math.Max(Node.SeenPongAt(follower.Node), follower.HeardAt) < Node.Settings.BackupTimeout / 2;

    public bool IsClose(NodeId node) => Find(node) is { IsVoid: false } follower && follower.Acknowledged >= LastIndex - CloseEnough;

    /// <summary>
    /// A snapshot was begun for it and given up, or was sent and never confirmed: something of it was lost. The copy waits for the rest, and where nothing is written it is not told that there
    /// will be none.
    /// </summary>
    private bool IsUnconfirmed(Follower follower, long now) =>
        follower is { HasSnapshot: true, Acknowledged: Follower.Unknown } && now - follower.OwesSince > Node.Settings.SnapshotRetry && IsAwake(follower, now);

    private static bool MayBeSent(Follower follower) => follower.IsCutting || (follower.Acknowledged != Follower.Unknown && follower.Acknowledged == follower.Sent);

    private bool IsComparable(Follower follower) => follower is { IsCutting: false, IsVoid: false, Acknowledged: not Follower.Unknown } && follower.Sent == LastIndex;

    private bool Owes(Follower follower) => follower.Acknowledged < LastIndex;

    private Follower? FindCutting(NodeId node, int session) => Find(node) is { IsCutting: true } follower && follower.Session == session ? follower : null;

    private Follower? Find(NodeId node)
    {
        foreach (var follower in _all)
            if (follower.Node == node) return follower;
        return null;
    }

    /// <summary>
    /// Writes may wait for copies enough, and membership needs several times as long as the pings to be sure that a node is gone. Once the set has copies enough again, or a planned backup
    /// answers, there is no need of a spare, nor while no more copies are planned, because nobody else stays; one that became a member is dropped when the planned ones are members too.
    /// </summary>
    private void LookForSpare(long now)
    {
        var inSync = primary.Chosen.InSync;
        if (replica.Planned.Primary.IsNone || inSync.Length >= Math.Min(Node.Settings.LeastInSync, Math.Min(Node.Configuration.Voters.Length, replica.Planned.Copies)) || MayComeBack(inSync, now))
        {
            _spare = NodeId.None;
            return;
        }
        if (!_spare.IsNone && Node.Configuration.Contains(_spare) && Answers(_spare, now)) return;
        _spare = NodeId.None;
        var voters = Node.Configuration.Voters;
        // Not the same one for all partitions.
        for (var i = 0; i < voters.Length && _spare.IsNone; i++)
        {
            var node = voters[(replica.Partition + i) % voters.Length].Node;
            if (node != Node.Self && !inSync.Contains(node) && !IsPlanned(node) && Answers(node, now)) _spare = node;
        }
        if (!_spare.IsNone) replica.Took(RuleBranch.TookSpare);
    }

    /// <summary>A planned copy that is no member answers: it will be one as soon as it has caught up.</summary>
    private bool MayComeBack(ImmutableArray<NodeId> inSync, long now)
    {
        foreach (var voter in Node.Configuration.Voters)
            if (voter.Node != Node.Self && IsPlanned(voter.Node) && !inSync.Contains(voter.Node) && Answers(voter.Node, now)) return true;
        return false;
    }

    private bool Answers(NodeId node, long now) => now - Node.SeenPongAt(node) < Node.Settings.BackupTimeout;

    private bool IsPlanned(NodeId node) => node == replica.Planned.Primary || replica.Planned.Backups.Contains(node);

    private void Renew(long now)
    {
        _all.RemoveAll(follower => !follower.IsRequired && !Wants(follower.Node));
        foreach (var voter in Node.Configuration.Voters)
        {
            var node = voter.Node;
            if (node == Node.Self || Find(node) is not null || !(primary.IsRequired(node) || Wants(node))) continue;
            var follower = new Follower(node, now) { Sent = LastIndex, Session = _sessions.GetValueOrDefault(node), IsRequired = primary.IsRequired(node) };
            _all.Add(follower);
            Ask(follower, now);
        }
    }

    /// <summary>Asks where it stands, by offering to continue after the last effect.</summary>
    private void Ask(Follower follower, long now)
    {
        follower.Sent = LastIndex;
        follower.SentAt = now;
        CopySender.TrySend(replica, follower.Node, primary.Epoch, follower.Session, @base, LastIndex, 0);
    }

    private void Feed(Follower follower, long now)
    {
        if (!TryFeed(follower, now)) TrySnapshot(follower, now);
    }

    /// <summary>Sends what was not sent yet, as far as there is room. False when the log no longer reaches back.</summary>
    private bool TryFeed(Follower follower, long now)
    {
        while (follower.Sent < LastIndex)
        {
            var sent = CopySender.TrySend(replica, follower.Node, primary.Epoch, follower.Session, @base, follower.Sent, LastIndex - follower.Sent);
            if (sent is not { } count) return false;
            if (count == 0) break;
            follower.Sent += count;
            follower.SentAt = now;
        }
        return true;
    }

    /// <summary>A chunk is as the store is now: the effects before go first, or it is of no use and the session ends.</summary>
    private bool TryFeedAll(Follower follower, long now) => follower.IsCutting = TryFeed(follower, now) && follower.Sent == LastIndex;

    /// <summary>A required copy takes none: it would lose what it vouches for. It is voted out first.</summary>
    private void TrySnapshot(Follower follower, long now)
    {
        if (follower.IsRequired || !Wants(follower.Node) || now - follower.SnapshotAt < Node.Settings.SnapshotRetry) return;
        replica.Took(RuleBranch.SnapshotStarted);
        follower.SnapshotAt = now;
        follower.Session = _sessions[follower.Node] = follower.Session + 1;
        follower.Acknowledged = Follower.Unknown;
        follower.Sent = LastIndex;
        follower.Chunks = 0;
        follower.IsCutting = true;
        follower.HasSnapshot = true;
        follower.OwesSince = now;
        follower.IsVoid = false;
        Node.Carrier.Send(follower.Node, new SnapshotBegin(replica.Partition, primary.Epoch, follower.Session, replica.History.Last, replica.History.Runs));
        Node.Carrier.CutSnapshot(replica.Partition, follower.Node, follower.Session);
    }
}
