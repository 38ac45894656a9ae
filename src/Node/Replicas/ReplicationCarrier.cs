using AkkaCache.Protocol.Topology;
using AkkaCache.Replication;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Replicas;

/// <summary>Carries out what the rules ask for: hands what is about a partition to its host, what is for another node to its link.</summary>
internal sealed class ReplicationCarrier(IReadOnlyList<IReplicaHost> hosts, IReplicationSender sender, IReplicaEvents events, Action opened, Action retired, ILogger log) : IReplicationCarrier
{
    private readonly long[] _branches = new long[Enum.GetValues<RuleBranch>().Length];

    /// <summary>How often the rules went down a branch.</summary>
    public long Count(RuleBranch branch) => Volatile.Read(ref _branches[(int)branch]);

    public void Send(NodeId to, Message message) => sender.Send(to, message);

    public bool TryEnter(int partition) => hosts[partition].TryLock();

    public void Exit(int partition) => hosts[partition].Unlock();

    public void Enter(int partition, Action what) => hosts[partition].Post(what);

    public void EnterAll()
    {
        foreach (var host in hosts) host.Lock();
    }

    public void ExitAll()
    {
        foreach (var host in hosts) host.Unlock();
    }

    public (object? Payload, long Count)? ReadEffects(int partition, NodeId to, long index, long count) => hosts[partition].ReadEffects(to, index, count);

    public void Apply(int partition, object? payload, long skip, long count) => hosts[partition].Apply(payload, skip, count);

    public void StartOver(int partition, long index) => hosts[partition].StartOver(index);

    public void ApplyChunk(int partition, object? payload) => hosts[partition].ApplyChunk(payload);

    public bool? Matches(int partition, object? payload) => hosts[partition].Matches(payload);

    public void CutSnapshot(int partition, NodeId backup, int session) => hosts[partition].CutSnapshot(backup, session);

    public void Open(int partition, Epoch epoch, int lossGeneration)
    {
        hosts[partition].Opened(epoch, lossGeneration);
        events.Opened(partition, epoch, lossGeneration);
        ReplicasLog.Opened(log, partition, epoch);
        opened();
    }

    public void Close(int partition)
    {
        hosts[partition].Closed();
        events.Closed(partition);
    }

    /// <summary>The replica admits nobody while it hands over; commands wait where they are asked.</summary>
    public void CloseToHandOver(int partition) => events.Closed(partition);

    public void Committed(int partition, long index) => hosts[partition].Committed(index);

    public void Retire()
    {
        ReplicasLog.Retired(log);
        retired();
    }

    public void Took(RuleBranch branch) => Interlocked.Increment(ref _branches[(int)branch]);
}
