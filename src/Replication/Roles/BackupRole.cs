using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Copies;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Roles;

/// <summary>How a copy follows a primary (rules 7 and 8): it continues exactly what it holds, or says where it stands, or starts over.</summary>
internal sealed class BackupRole(Replica replica)
{
    private Epoch _epoch;
    private int _session;
    private bool _isReceiving;
    private int _chunks;

    private EpochHistory History => replica.History;

    public void On(NodeId from, CopyMessage message, long now)
    {
        var rules = replica.Node.Rules;
        if (!rules.AcceptsEffects(message.Epoch, replica.Promised))
        {
            replica.Took(RuleBranch.OldEpochRefused);
            replica.Refuse(from, message.Epoch);
            return;
        }
        if (replica.Epoch > message.Epoch) return;
        if (replica.Epoch != Epoch.None && replica.Epoch < message.Epoch) replica.StepDown(now);
        if (message.Epoch > replica.Promised) replica.Promised = message.Epoch;
        replica.HeardFrom(from, now);
        if (_epoch != message.Epoch)
        {
            _epoch = message.Epoch;
            _session = 0;
            _isReceiving = false;
        }
        if (message.Session < _session)
        {
            replica.Took(RuleBranch.OldSnapshotIgnored);
            return;
        }
        switch (message)
        {
            case SnapshotBegin begin: StartOver(begin); break;
            case SnapshotChunk chunk: Take(from, chunk); break;
            case SnapshotEnd end: Finish(from, end); break;
            case Effects effects: Take(from, effects); break;
            case Comparison comparison: Compare(from, comparison, now); break;
            default: throw new ArgumentException($"message {message.GetType().Name}: unknown", nameof(message));
        }
    }

    private void Take(NodeId from, Effects effects)
    {
        if (effects.Session > _session || (!replica.IsValid && !_isReceiving))
        {
            NeedSnapshot(from, effects);
            return;
        }
        var previous = effects.Previous;
        // Not from a node that follows these rules.
        if (effects.Count > 0 && (effects.Runs.IsEmpty || effects.Runs[0].First != previous.Index + 1)) return;
        if (!_isReceiving && !replica.Node.Rules.ContinuesPastBase && (HoldsOlderPast(effects.Base, effects.Epoch) || Contradicts(effects)))
        {
            replica.Took(RuleBranch.PastBaseRefused);
            NeedSnapshot(from, effects);
            return;
        }
        if (previous.Index > History.LastIndex || History.EpochAt(previous.Index) != previous.Epoch)
        {
            replica.Took(RuleBranch.GapRefused);
            if (_isReceiving) Break(from, effects);
            else if (previous.Index > History.LastIndex) replica.Node.Carrier.Send(from, new Mismatch(replica.Partition, effects.Epoch, effects.Session, History.Last));
            else NeedSnapshot(from, effects);
            return;
        }
        Append(effects);
        if (_isReceiving) return;
        // What came could not be applied: the carrier has found the copy broken.
        if (!replica.IsValid) NeedSnapshot(from, effects);
        else Acknowledge(from, effects.Epoch, effects.Session, previous.Index + effects.Count);
    }

    private void Append(Effects effects)
    {
        var skip = Math.Min(effects.Count, History.LastIndex - effects.Previous.Index);
        if (skip > 0) replica.Took(RuleBranch.EffectsHeldAlready);
        if (skip == effects.Count) return;
        replica.Took(RuleBranch.EffectsApplied);
        replica.Node.Carrier.Apply(replica.Partition, effects.Payload, skip, effects.Count - skip);
        var end = effects.Previous.Index + effects.Count;
        for (var i = 0; i < effects.Runs.Length; i++)
        {
            var next = i + 1 < effects.Runs.Length ? effects.Runs[i + 1].First : end + 1;
            var first = Math.Max(effects.Runs[i].First, History.LastIndex + 1);
            if (next > first) History.Append(effects.Runs[i].Epoch, next - first);
        }
    }

    /// <summary>What this copy holds of these effects is of another epoch than they are.</summary>
    private bool Contradicts(Effects effects)
    {
        var last = Math.Min(History.LastIndex, effects.Previous.Index + effects.Count);
        if (last <= effects.Previous.Index) return false;
        var sent = effects.Runs.Last(run => run.First <= last).Epoch;
        return History.EpochAt(last) != sent;
    }

    /// <summary>An effect of an earlier epoch beyond where the primary began: one that the primary does not have.</summary>
    private bool HoldsOlderPast(long @base, Epoch epoch)
        => History.LastIndex > @base && (History.EpochAt(@base + 1) is not { } held || held < epoch);

    private void StartOver(SnapshotBegin begin)
    {
        if (begin.Session == _session) return;
        _session = begin.Session;
        _isReceiving = true;
        _chunks = 0;
        replica.IsValid = false;
        History.Become(begin.Runs, begin.Position.Index);
        replica.Node.Carrier.StartOver(replica.Partition, begin.Position.Index);
    }

    private void Take(NodeId from, SnapshotChunk chunk)
    {
        if (!_isReceiving || chunk.Session != _session) return;
        if (chunk.Number < _chunks) return;
        if (chunk.Number > _chunks || chunk.Index != History.LastIndex)
        {
            Break(from, chunk);
            return;
        }
        _chunks++;
        replica.Node.Carrier.ApplyChunk(replica.Partition, chunk.Payload);
    }

    private void Finish(NodeId from, SnapshotEnd end)
    {
        if (end.Session != _session) return;
        if (replica.IsValid)
        {
            Acknowledge(from, end.Epoch, end.Session, History.LastIndex);
            return;
        }
        if (!_isReceiving || _chunks != end.Chunks || History.LastIndex != end.Index)
        {
            Break(from, end);
            return;
        }
        replica.Took(RuleBranch.SnapshotCompleted);
        _isReceiving = false;
        replica.IsValid = true;
        Acknowledge(from, end.Epoch, end.Session, end.Index);
    }

    /// <summary>A copy that differs is void: where it should agree with its primary it may not be asked, nor take over.</summary>
    private void Compare(NodeId from, Comparison comparison, long now)
    {
        if (_isReceiving || comparison.Session != _session) return;
        if (replica.IsValid)
        {
            // Of another moment: it says nothing of this one.
            if (History.Last != comparison.Position || replica.Node.Carrier.Matches(replica.Partition, comparison.Payload) is not { } isSame) return;
            replica.Took(isSame ? RuleBranch.CopyCompared : RuleBranch.CopyDiffered);
            if (isSame) return;
            replica.BecomeVoid(now);
        }
        NeedSnapshot(from, comparison);
    }

    /// <summary>Something of the snapshot is missing: it is of no use.</summary>
    private void Break(NodeId from, CopyMessage message)
    {
        replica.Took(RuleBranch.SnapshotBroken);
        _isReceiving = false;
        NeedSnapshot(from, message);
    }

    private void NeedSnapshot(NodeId from, CopyMessage message)
        => replica.Node.Carrier.Send(from, new Mismatch(replica.Partition, message.Epoch, message.Session, Position.Invalid));

    private void Acknowledge(NodeId from, Epoch epoch, int session, long index)
        => replica.Node.Carrier.Send(from, new Acknowledgement(replica.Partition, epoch, session, index));
}
