using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Hosting;

/// <summary>How a node enters its cluster: by its seeds, or by forming one of its own when it has none.</summary>
internal static class ClusterJoin
{
    public static void Begin(ActorSystem system, NodeOptions options, NodeDeparture departure, TimeProvider time, ILogger log)
    {
        var cluster = Cluster.Get(system);
        SeedAddress[] others = [.. options.Cluster.Seeds.Concat(options.Cluster.Before).Distinct()];
        if (departure.RunsAgain && others.Length > 0) new JoinWatch(cluster, others, departure, time, log).Begin();
        if (options.Cluster.Before.Count > 0)
        {
            new Rejoining(cluster, options.Cluster, time, log).Begin();
            return;
        }
        if (options.Cluster.Seeds.Count == 0)
        {
            cluster.Join(cluster.SelfAddress);
            return;
        }
        if (FirstSeed.Is(options)) new FirstSeed(cluster, [.. options.Cluster.Seeds.Skip(1)], time).Begin();
        else cluster.JoinSeedNodes(options.Cluster.Seeds.Select(seed => AddressOf(cluster, seed)));
    }

    public static Address AddressOf(Cluster cluster, SeedAddress seed)
    {
        var own = cluster.SelfAddress;
        return new Address(own.Protocol, own.System, seed.Host, seed.Port);
    }
}
