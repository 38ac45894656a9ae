using Akka.Actor;
using Akka.Cluster;

namespace AkkaCache.Node.Hosting;

/// <summary>How a node enters its cluster: by its seeds, or by forming one of its own when it has none.</summary>
internal static class ClusterJoin
{
    public static void Begin(ActorSystem system, NodeOptions options)
    {
        var cluster = Cluster.Get(system);
        if (options.Cluster.Seeds.Count == 0)
        {
            cluster.Join(cluster.SelfAddress);
            return;
        }
        var own = cluster.SelfAddress;
        cluster.JoinSeedNodes(options.Cluster.Seeds.Select(seed => new Address(own.Protocol, own.System, seed.Host, seed.Port)));
    }
}
