using AkkaCache.Protocol.Topology;
using AkkaCache.Replication;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;

namespace AkkaCache.Node.Replicas;

/// <summary>A partition as its replica sees it: a gate, a store, a log. What the rules ask for comes with the gate held.</summary>
public interface IReplicaHost
{
    /// <summary>From now on the replica decides whether the gate admits anybody.</summary>
    void Attach(Replica replica, ReplicaServices services);

    /// <summary>Takes the gate's lock, open or not, if nobody holds it.</summary>
    bool TryLock();

    /// <summary>Takes the gate's lock, open or not, waiting for its holder.</summary>
    void Lock();

    void Unlock();

    /// <summary>Does something under the gate: now, or, while somebody holds that, when he leaves it. In the order of the calls.</summary>
    void Post(Action what);

    /// <summary>The same for a message to the replica.</summary>
    void Post(NodeId from, PartitionMessage message);

    /// <summary>Sends the backups what they were not sent yet: now, or when the gate's holder leaves.</summary>
    void Flush();

    (object? Payload, long Count)? ReadEffects(NodeId to, long index, long count);

    void Apply(object? payload, long skip, long count);

    void StartOver(long index);

    void ApplyChunk(object? payload);

    bool? Matches(object? payload);

    void CutSnapshot(NodeId backup, int session);

    void Opened(Epoch epoch, int lossGeneration);

    void Closed();

    void Committed(long index);
}
