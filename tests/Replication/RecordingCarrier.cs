using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Tests;

/// <summary>Keeps what the rules ask for.</summary>
internal sealed class RecordingCarrier : IReplicationCarrier
{
    public List<(NodeId To, Message Message)> Sent { get; } = [];
    public List<string> Calls { get; } = [];

    /// <summary>Done while effects are applied.</summary>
    public Action? Applying { get; set; }

    /// <summary>Done when the rules go down a branch.</summary>
    public Action<RuleBranch>? Taking { get; set; }

    public void Send(NodeId to, Message message) => Sent.Add((to, message));

    public bool TryEnter(int partition) => true;

    public void Exit(int partition)
    {
    }

    public void Enter(int partition, Action what) => what();

    public void EnterAll()
    {
    }

    public void ExitAll()
    {
    }

    public (object? Payload, long Count)? ReadEffects(int partition, NodeId to, long index, long count) => (null, count);

    public void Apply(int partition, object? payload, long skip, long count)
    {
        Calls.Add($"apply {partition} {skip} {count}");
        Applying?.Invoke();
    }

    public void StartOver(int partition, long index) => Calls.Add($"start over {partition} {index}");

    public void ApplyChunk(int partition, object? payload) => Calls.Add($"chunk {partition}");

    /// <summary>The copies are empty here: a payload of true says the same of them, false something else, and of null nothing can be told.</summary>
    public bool? Matches(int partition, object? payload) => payload as bool?;

    public void CutSnapshot(int partition, NodeId backup, int session) => Calls.Add($"cut {partition} {backup} {session}");

    public void Open(int partition, Epoch epoch, int lossGeneration) => Calls.Add($"open {partition} {epoch} {lossGeneration}");

    public void Close(int partition) => Calls.Add($"close {partition}");

    public void CloseToHandOver(int partition) => Calls.Add($"close to hand over {partition}");

    public void Committed(int partition, long index) => Calls.Add($"committed {partition} {index}");

    public void Retire() => Calls.Add("retire");

    public void Took(RuleBranch branch) => Taking?.Invoke(branch);
}
