using AkkaCache.Node.Partitions;
using AkkaCache.Node.Routing.Workers;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Routing.Serving;

/// <summary>Forgets watches that nobody will ask for: those of a node that is gone, or all of a partition that is not served here any more. Waits for gates.</summary>
internal sealed class WatchCleaning(PartitionTable partitions, RemoteWatches[] watches, NodeId node, int first, int count) : IDeferredWork
{
    public void RunDeferred()
    {
        for (var i = first; i < first + count; i++)
        {
            if (watches[i].IsEmpty) continue;
            partitions[i].Gate.TryLock(wait: true);
            try
            {
                watches[i].ForgetAll(node);
            }
            finally
            {
                partitions[i].Gate.Exit();
            }
        }
    }

    public void Abandon()
    {
    }
}
