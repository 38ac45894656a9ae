using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Roles;

namespace AkkaCache.Replication.Journal;

/// <summary>The carrier of a node that is played back: compares what is asked for, and answers as was answered then.</summary>
internal sealed class PlayedCarrier(JournalPlayer player) : IReplicationCarrier, IJournal
{
    public IDisposable? Begin(JournalEvent what) => null;

    public long Seen(long value) => Then(Take<SeenNumber>("a number is read").Value, value);

    public bool Seen(bool value) => Then(Take<SeenFlag>("a flag is read").Value, value);

    public Heard Seen(Heard value) => Then(Take<SeenHeard>("who was heard is read").Value, value);

    public RegisterRow[] Seen(RegisterRow[] value)
    {
        var then = Take<SeenRegister>("the register is read").Rows;
        if (!then.Select(row => row.ToString()).SequenceEqual(value.Select(row => row.ToString()))) player.Raced++;
        return then;
    }

    public void Send(NodeId to, Message message) => Ask(new Sent(to, message));

    public bool TryEnter(int partition)
    {
        Ask(new GateTried(partition));
        if (!Take<SeenFlag>("a gate is tried").Value) return false;
        TakeGates();
        return true;
    }

    public void Exit(int partition) => Ask(new GateLeft(partition));

    public void Enter(int partition, Action what) => Ask(new Deferred(partition));

    public void EnterAll()
    {
        Ask(new AllGatesWanted());
        TakeGates();
    }

    public void ExitAll() => Ask(new AllGatesLeft());

    public (object? Payload, long Count)? ReadEffects(int partition, NodeId to, long index, long count)
    {
        Ask(new EffectsWanted(partition, to, index, count));
        return Take<EffectsRead>("effects are read").Read;
    }

    public void Apply(int partition, object? payload, long skip, long count) => Ask(new Applied(partition, payload, skip, count));

    public void StartOver(int partition, long index) => Ask(new StartedOver(partition, index));

    public void ApplyChunk(int partition, object? payload) => Ask(new ChunkApplied(partition, payload));

    public bool? Matches(int partition, object? payload)
    {
        Ask(new MatchWanted(partition, payload));
        return Take<SeenMatch>("a copy is compared").IsSame;
    }

    public void CutSnapshot(int partition, NodeId backup, int session) => Ask(new SnapshotWanted(partition, backup, session));

    public void Open(int partition, Epoch epoch, int lossGeneration) => Ask(new Opened(partition, epoch, lossGeneration));

    public void Close(int partition) => Ask(new Closed(partition));

    public void CloseToHandOver(int partition) => Ask(new ClosedToHandOver(partition));

    public void Committed(int partition, long index) => Ask(new Committed(partition, index));

    public void Retire() => Ask(new Retired());

    public void Took(RuleBranch branch)
    {
        player.Branches[(int)branch]++;
        Ask(new Went(branch));
    }

    /// <summary>Compares, and lets happen what happened to the partition while this was carried out.</summary>
    private void Ask(JournalAction action)
    {
        var current = player.Current;
        current.Expect(action);
        player.Actions++;
        while (current.TryTake<InnerBegan>() is { } inner)
        {
            inner.Event.Feed(player.Node);
            current.Take<InnerEnded>("the inner event is over");
        }
    }

    private void TakeGates() => player.PlayUpTo(player.Current.Take<GatesTaken>("gates are taken").Ticket);

    private T Then<T>(T then, T now)
        where T : IEquatable<T>
    {
        if (!then.Equals(now)) player.Raced++;
        return then;
    }

    private T Take<T>(string played)
        where T : JournalInput
    {
        player.Seen++;
        return player.Current.Take<T>(played);
    }
}
