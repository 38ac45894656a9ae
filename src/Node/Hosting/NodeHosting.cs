using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Akka;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Akka.Remote.Hosting;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Budget;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Doors.Peers;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Placement;
using AkkaCache.Node.Placement.Planning;
using AkkaCache.Node.Placement.Wire;
using AkkaCache.Node.Replicas;
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
        services.AddHostedService<HealthWatch>();
        services.AddDoors(options);

        // The last to start, so the first to stop: a node leaves with its doors open.
        services.AddHostedService<NodePresence>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Cluster.LeaveTimeout + NodePresence.TimeToEnd);
        return builder;
    }

    private static void AddPartitions(this IServiceCollection services, NodeOptions options)
    {
        var layout = new PartitionLayout(options.Cluster.Partitions);
        services.AddSingleton(layout);
        services.AddSingleton(new ConsistentHashMessageExtractor(layout.Count));
        services.AddSingleton(provider => new PartitionTable(layout, index => new Partition(
            index, RandomSeed(), options.Replication.LogBytes, new EffectApplier(provider.GetRequiredService<CommandTable>()), provider.GetRequiredService<TimeProvider>())));
        services.AddSingleton(new PartitionDirectory(layout.Count));
        services.AddSingleton<IPartitionDirectory>(provider => provider.GetRequiredService<PartitionDirectory>());
        services.AddSingleton<ReplicaNews>();
        services.AddSingleton(_ => new PendingFlushes(options.Replication.Mode == ReplicationMode.Async ? options.Replication.FlushInterval : TimeSpan.Zero));
        services.AddSingleton<MonotonicClock>();
        services.AddSingleton<PeerLinks>();
        services.AddSingleton(provider => OpenLinkDoor(options, provider));
        services.AddSingleton<IPeerSender>(provider => provider.GetRequiredService<PeerLinks>());
        services.AddSingleton<NodeReplication>();
        services.AddSingleton<IMembershipSink>(provider => provider.GetRequiredService<NodeReplication>());
        services.AddSingleton<IMembershipSink>(provider => new RingWatch(
            provider.GetRequiredService<NodeDirectory>(), layout, HashOf(options.Cluster.Hash), options.Cluster.VirtualNodes, provider.GetRequiredService<ClusterCounters>()));
        services.AddSingleton<IDrain>(provider => provider.GetRequiredService<NodeReplication>());
        services.AddSingleton<PeerDispatch>();
        services.AddSingleton(new PlacementPlan(layout));
        services.AddSingleton(new Planner(layout, HashOf(options.Cluster.Hash), options.Cluster.VirtualNodes, options.Replication.Mode == ReplicationMode.None ? 1 : options.Replication.Factor));
        services.AddSingleton<NodeDirectory>();
        services.AddSingleton<IRespAddresses, RespAddresses>();
        services.AddSingleton<NodeReadiness>();
        services.AddSingleton<IPartitionEvents>(provider => provider.GetRequiredService<PlacementPlan>());
        services.AddSingleton<IPartitionEvents>(provider => provider.GetRequiredService<NodeReadiness>());
        services.AddSingleton<MemoryBudget>();
        services.AddSingleton<IRoom>(provider => provider.GetRequiredService<MemoryBudget>());
    }

    /// <summary>Its port is told to other nodes by the actor system, so it is open before that.</summary>
    private static TcpTransport OpenLinkDoor(NodeOptions options, IServiceProvider provider)
    {
        var endpoint = new IPEndPoint(BindAddress.Resolve(options.Node.Bind), options.OtherDoors.Link.Number);
        var transport = new TcpTransport(provider.GetRequiredService<ILogger<TcpTransport>>());
        try
        {
            transport.Listen(endpoint);
        }
        catch (SocketException e)
        {
            throw BindAddress.Refused("doors.link.port", endpoint, e);
        }
        return transport;
    }

    private static void ConfigureNode(this AkkaConfigurationBuilder akka, NodeOptions options, IServiceProvider provider)
    {
        if (FirstSeed.Is(options)) akka.AddHocon(string.Create(CultureInfo.InvariantCulture, $"akka.cluster.seed-node-timeout = {FirstSeed.SilenceIsNoAnswerFor.TotalSeconds} s"), HoconAddMode.Prepend);
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
            .WithClustering(new AkkaClusterOptions { Roles = [.. ClusterNode.RolesOf(options.Node.Weight, options.Node.Zone, provider.GetRequiredService<TcpTransport>().Endpoint!.Port)] })
            .WithCustomSerializer("akkacache-placement", [typeof(PlacementMessage)], system => new PlacementMessageSerializer(system))
            .WithCustomSerializer("akkacache-partition", [typeof(StartPartition), typeof(PartitionStarted), typeof(HandOver)], system => new PartitionMessageSerializer(system))
            .WithActors(async (system, registry) =>
            {
                var departure = provider.GetRequiredService<NodeDeparture>();
                var (time, log) = (provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>().CreateLogger<NodeDeparture>());
                ClusterJoin.Begin(system, options, departure, time, log);
                await StartSharding(system, registry, provider);
            });
    }

    private static async Task StartSharding(ActorSystem system, IActorRegistry registry, IServiceProvider provider)
    {
        var partitions = provider.GetRequiredService<PartitionTable>();
        var plan = provider.GetRequiredService<PlacementPlan>();
        var ids = provider.GetRequiredService<ConsistentHashMessageExtractor>();
        var events = provider.GetServices<IPartitionEvents>().ToArray();
        var time = provider.GetRequiredService<TimeProvider>();
        var logs = provider.GetRequiredService<ILoggerFactory>();
        var directory = provider.GetService<IPartitionDirectory>();
        var partitionLog = logs.CreateLogger<PartitionActor>();
        var region = await ClusterSharding.Get(system).StartAsync(
            ShardType,
            id => PartitionActor.Props(partitions[int.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture)], events, time, partitionLog),
            ClusterShardingSettings.Create(system),
            ids,
            new RingAllocationStrategy(plan, ids, directory),
            HandOver.Instance);
        var starter = system.ActorOf(Props.Create(() => new PartitionStarter(region, partitions, plan, directory)), "partition-starter");
        registry.Register<MembershipListener>(system.ActorOf(
            Props.Create(() => new MembershipListener(
                provider.GetRequiredService<Planner>(), plan, provider.GetRequiredService<NodeDirectory>(), starter, provider.GetServices<IMembershipSink>().ToArray(),
                provider.GetService<IDrain>(), time, logs.CreateLogger<MembershipListener>())),
            MembershipListener.Name));

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

    /// <summary>Of a partition's hash. Secret: whoever knows it can choose keys that collide.</summary>
    internal static ulong RandomSeed()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }
}
