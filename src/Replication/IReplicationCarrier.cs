using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication;

/// <summary>What the rules ask of whoever carries them: the actions. Called from inside a rule; must not call back into it.</summary>
/// <remarks>All calls for one partition come while its gate is held.</remarks>
public interface IReplicationCarrier
{
    /// <summary>Sends, some time, perhaps. <paramref name="to"/> is another node.</summary>
    void Send(NodeId to, Message message);

    /// <summary>Takes the partition's gate if nobody holds it.</summary>
    bool TryEnter(int partition);

    void Exit(int partition);

    /// <summary>Does something under the partition's gate: now, or, while somebody holds that, when he leaves it. In the order of the calls.</summary>
    void Enter(int partition, Action what);

    /// <summary>Takes all gates, waiting for whoever holds one.</summary>
    void EnterAll();

    void ExitAll();

    /// <summary>Effects after <paramref name="index"/> from the log, for <paramref name="to"/>, at most <paramref name="count"/> and as many as one message has room for, transactions whole. None when there is no room now, null when the log no longer holds the first.</summary>
    (object? Payload, long Count)? ReadEffects(int partition, NodeId to, long index, long count);

    /// <summary>Takes effects into the copy and its log, all but the first <paramref name="skip"/>, which it holds.</summary>
    void Apply(int partition, object? payload, long skip, long count);

    /// <summary>Voids the copy and its log; what follows continues after <paramref name="index"/>.</summary>
    void StartOver(int partition, long index);

    void ApplyChunk(int partition, object? payload);

    /// <summary>Is the copy, as it stands, what its primary says of a part of it? Null when that cannot be told.</summary>
    bool? Matches(int partition, object? payload);

    /// <summary>Begins to cut a snapshot for a backup: call <see cref="Replica.SendChunk"/> for each part, then <see cref="Replica.EndSnapshot"/>. A later session replaces an earlier one.</summary>
    void CutSnapshot(int partition, NodeId backup, int session);

    /// <summary>The gate may open: this node is primary. A greater loss generation than before: what was answered until then is lost, to be said loudly.</summary>
    void Open(int partition, Epoch epoch, int lossGeneration);

    /// <summary>The gate closes. What was not answered yet must be answered as unknown.</summary>
    void Close(int partition);

    /// <summary>The gate closes to new commands, which wait for the next primary. What was executed is still answered.</summary>
    void CloseToHandOver(int partition);

    /// <summary>What waits for effects up to here may be answered, if <see cref="Replica.MayAnswer"/> agrees.</summary>
    void Committed(int partition, long index);

    /// <summary>This node was voted out. After a while of ticks, in which it tells the new voters, it must end, or begin anew under another identity.</summary>
    void Retire();

    void Took(RuleBranch branch);
}
