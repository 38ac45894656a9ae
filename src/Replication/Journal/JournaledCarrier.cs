using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Journal;

/// <summary>Writes down what the rules ask of a node's carrier and what it gives back, and passes it on.</summary>
internal sealed class JournaledCarrier(IReplicationCarrier carrier, JournalRecorder journal) : IReplicationCarrier
{
    public void Send(NodeId to, Message message)
    {
        journal.Add(new Sent(to, PayloadStandIn.Without(message)));
        carrier.Send(to, message);
    }

    public bool TryEnter(int partition)
    {
        journal.Add(new GateTried(partition));
        var isTaken = journal.Seen(carrier.TryEnter(partition));
        if (isTaken) journal.AddGatesTaken();
        return isTaken;
    }

    public void Exit(int partition)
    {
        journal.Add(new GateLeft(partition));
        carrier.Exit(partition);
    }

    public void Enter(int partition, Action what)
    {
        journal.Add(new Deferred(partition));
        carrier.Enter(partition, what);
    }

    public void EnterAll()
    {
        journal.Add(new AllGatesWanted());
        carrier.EnterAll();
        journal.AddGatesTaken();
    }

    public void ExitAll()
    {
        journal.Add(new AllGatesLeft());
        carrier.ExitAll();
    }

    public (object? Payload, long Count)? ReadEffects(int partition, NodeId to, long index, long count)
    {
        journal.Add(new EffectsWanted(partition, to, index, count));
        var read = carrier.ReadEffects(partition, to, index, count);
        journal.Add(new EffectsRead(read is { } some ? (PayloadStandIn.Of(some.Payload), some.Count) : null));
        return read;
    }

    public void Apply(int partition, object? payload, long skip, long count)
    {
        journal.Add(new Applied(partition, PayloadStandIn.Of(payload), skip, count));
        carrier.Apply(partition, payload, skip, count);
    }

    public void StartOver(int partition, long index)
    {
        journal.Add(new StartedOver(partition, index));
        carrier.StartOver(partition, index);
    }

    public void ApplyChunk(int partition, object? payload)
    {
        journal.Add(new ChunkApplied(partition, PayloadStandIn.Of(payload)));
        carrier.ApplyChunk(partition, payload);
    }

    public bool? Matches(int partition, object? payload)
    {
        journal.Add(new MatchWanted(partition, PayloadStandIn.Of(payload)));
        var isSame = carrier.Matches(partition, payload);
        journal.Add(new SeenMatch(isSame));
        return isSame;
    }

    public void CutSnapshot(int partition, NodeId backup, int session)
    {
        journal.Add(new SnapshotWanted(partition, backup, session));
        carrier.CutSnapshot(partition, backup, session);
    }

    public void Open(int partition, Epoch epoch, int lossGeneration)
    {
        journal.Add(new Opened(partition, epoch, lossGeneration));
        carrier.Open(partition, epoch, lossGeneration);
    }

    public void Close(int partition)
    {
        journal.Add(new Closed(partition));
        carrier.Close(partition);
    }

    public void CloseToHandOver(int partition)
    {
        journal.Add(new ClosedToHandOver(partition));
        carrier.CloseToHandOver(partition);
    }

    public void Committed(int partition, long index)
    {
        journal.Add(new Committed(partition, index));
        carrier.Committed(partition, index);
    }

    public void Retire()
    {
        journal.Add(new Retired());
        carrier.Retire();
    }

    public void Took(RuleBranch branch)
    {
        if (!IsOfQuestion(branch)) journal.Add(new Went(branch));
        carrier.Took(branch);
    }

    /// <summary><see cref="Replica.MayAnswer"/> is asked by any thread, with or without the gate, also in the middle of an event: it changes nothing and is no event.</summary>
    private static bool IsOfQuestion(RuleBranch branch) => branch is RuleBranch.AnswerWithheldWithoutLease or RuleBranch.AnsweredAfterTerm or RuleBranch.AnsweredInNextTerm;
}
