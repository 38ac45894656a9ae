using System.Globalization;
using System.Security.Cryptography;
using Akka;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Akka.Remote.Hosting;
using AkkaCache.Node.Budget;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Placement;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using AkkaClusterOptions = Akka.Cluster.Hosting.ClusterOptions;

namespace AkkaCache.Node.Hosting;

/// <summary>Makes a host a node: <c>builder.AddAkkaCacheNode(options)</c>.</summary>
public static class NodeHosting
{
    /// <summary>The actor system's name; part of every address, so the same on all nodes of a cluster.</summary>
    public const string SystemName = "akkacache";

    /// <summary>The sharded entity's type; part of the names of sharding's actors.</summary>
    private const string ShardType = "partition";

    /// <summary>Stopping actors that never wait takes microseconds; more only when the machine stands still.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Registers everything a node is made of. <see cref="NodeReadiness"/> tells when it works, <see cref="OpenDoors"/> where it listens, <see cref="NodeDeparture"/> why it ended.</summary>
    /// <remarks>A time provider that was registered before is used for all data; otherwise the system's.</remarks>
    public static IHostApplicationBuilder AddAkkaCacheNode(this IHostApplicationBuilder builder, NodeOptions options)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(options.ToDataSettings());
        services.AddSingleton<OpenDoors>();
        services.AddPartitions(options);
        services.AddSingleton<NodeDeparture>();
        services.AddHostedService<NodeStart>();
        services.AddAkka(SystemName, (akka, provider) => akka.ConfigureNode(options, provider));
        services.AddHostedService<PartitionPulses>();
        services.AddDoors(options);
        return builder;
    }

    private static void AddPartitions(this IServiceCollection services, NodeOptions options)
    {
        var layout = new PartitionLayout(options.Cluster.Partitions);
        services.AddSingleton(layout);
        services.AddSingleton(new ConsistentHashMessageExtractor(layout.Count));
        services.AddSingleton(_ => new PartitionTable(layout, index => new Partition(index, RandomSeed(), options.Replication.LogBytes)));
        services.AddSingleton(new PlacementPlan(layout, HashOf(options.Cluster.Hash), options.Cluster.VirtualNodes));
        services.AddSingleton<NodeReadiness>();
        services.AddSingleton<IPartitionEvents>(provider => provider.GetRequiredService<PlacementPlan>());
        services.AddSingleton<IPartitionEvents>(provider => provider.GetRequiredService<NodeReadiness>());
        services.AddSingleton<MemoryBudget>();
        services.AddSingleton<IRoom>(provider => provider.GetRequiredService<MemoryBudget>());
    }

    private static void ConfigureNode(this AkkaConfigurationBuilder akka, NodeOptions options, IServiceProvider provider)
    {
        akka.AddHocon(options.Akka, HoconAddMode.Append)
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLogger<AkkaLogger>();
                loggers.LogLevel = Logging.AkkaLevelOf(options.AkkaLogLevel);
            })
            .WithRemoting(new RemoteOptions
            {
                HostName = options.Node.Bind,
                PublicHostName = options.Node.Host,
                Port = options.OtherDoors.Akka.Number,
            })
            .WithClustering(new AkkaClusterOptions { Roles = [ClusterNode.RoleOf(options.Node.Weight)] })
            .WithCustomSerializer("akkacache-partition", [typeof(StartPartition), typeof(PartitionStarted), typeof(HandOver)], system => new PartitionMessageSerializer(system))
            .WithActors(async (system, _) =>
            {
                ClusterJoin.Begin(system, options);
                await StartSharding(system, provider);
            });
    }

    private static async Task StartSharding(ActorSystem system, IServiceProvider provider)
    {
        var partitions = provider.GetRequiredService<PartitionTable>();
        var plan = provider.GetRequiredService<PlacementPlan>();
        var ids = provider.GetRequiredService<ConsistentHashMessageExtractor>();
        var events = provider.GetServices<IPartitionEvents>().ToArray();
        var time = provider.GetRequiredService<TimeProvider>();
        var logs = provider.GetRequiredService<ILoggerFactory>();
        var partitionLog = logs.CreateLogger<PartitionActor>();
        var region = await ClusterSharding.Get(system).StartAsync(
            ShardType,
            id => PartitionActor.Props(partitions[int.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture)], events, time, partitionLog),
            ClusterShardingSettings.Create(system),
            ids,
            new RingAllocationStrategy(plan, ids),
            HandOver.Instance);
        var starter = system.ActorOf(Props.Create(typeof(PartitionStarter), region, partitions, plan), "partition-starter");
        system.ActorOf(Props.Create(typeof(MembershipListener), plan, starter, logs.CreateLogger<MembershipListener>()), "membership-listener");

        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "stop-partition-starter", () => PrepareToLeave(system, region, starter));
    }

    /// <summary>
    /// A region that leaves waits for the messages it buffers, and the starter would go on asking for the partitions that it just closed.
    /// A node that never joined has no coordinator to hand its partitions to, and none of them is open: its region would only wait for the time-out.
    /// </summary>
    private static async Task<Done> PrepareToLeave(ActorSystem system, IActorRef region, IActorRef starter)
    {
        await starter.GracefulStop(StopTimeout);
        var cluster = Cluster.Get(system);
        if (!cluster.State.Members.Any(member => member.UniqueAddress == cluster.SelfUniqueAddress)) await region.GracefulStop(StopTimeout);
        return Done.Instance;
    }

    private static IRingHash HashOf(RingHash hash) => hash == RingHash.Fnv1a ? RingHashes.Fnv1a : RingHashes.XxHash3;

    /// <summary>Secret: whoever knows it can choose keys that collide.</summary>
    private static ulong RandomSeed()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }
}
