using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Register;

namespace AkkaCache.Node.Replicas;

/// <summary>Who wants to know what becomes of partitions on this node. Called with the partition's gate held: only take a note.</summary>
public interface IReplicaEvents
{
    /// <summary>This node serves the partition.</summary>
    /// <param name="lossGeneration">How often the partition has gone on without a whole copy.</param>
    void Opened(int partition, Epoch epoch, int lossGeneration);

    /// <summary>This node serves it no more.</summary>
    void Closed(int partition);

    /// <summary>A node is said to be the partition's primary: by itself, or by this node that is it.</summary>
    void PrimaryHeard(int partition, Epoch epoch, NodeId primary);

    /// <summary>This node, as a voter, accepted who holds whole copies.</summary>
    void Accepted(int partition, RegisterValue value);

    /// <summary>A copy turned out to differ from its primary's and is fetched anew.</summary>
    void CopyBroken(int partition, Exception cause);
}
