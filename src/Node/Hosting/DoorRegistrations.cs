using System.Globalization;
using System.Security.Cryptography;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Admin;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Doors.Clients;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Partitions.Commits;
using AkkaCache.Node.Replicas;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Routing.AllNodes;
using AkkaCache.Node.Routing.Forwarding;
using AkkaCache.Node.Routing.Workers;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Hosting;

/// <summary>The one place where doors and what they need (router, command table, sessions) are registered.</summary>
internal static class DoorRegistrations
{
    public static IServiceCollection AddDoors(this IServiceCollection services, NodeOptions options)
    {
        services.AddCommands(options);
        services.AddCluster(options);
        services.AddRouting(options);
        services.AddSingleton<RespDoor>();
        services.AddHostedService<RespDoorService>();
        services.AddSingleton<ClientDoor>();
        services.AddHostedService<ClientDoorService>();
        services.AddHostedService<LocalDoorService>();
        return services;
    }

    /// <summary>What every node needs to execute commands, whoever sends them. The other nodes, if there are to be any, are registered beside it.</summary>
    internal static void AddCommands(this IServiceCollection services, NodeOptions options)
    {
        services.AddSingleton(AllCommands.NewTable());
        services.AddSingleton(new NodeIdentity(NodeVersion.Text) { ConfigurationFile = options.ConfigurationFile });
        services.AddSingleton(SessionSettingsOf(options.Resp));
        services.AddSingleton<ErrorCounters>();
        services.AddSingleton<ClientRegistry>();
        services.AddSingleton<IConnections>(provider => provider.GetRequiredService<ClientRegistry>());
        services.AddSingleton<IClientRegistry>(provider => provider.GetRequiredService<ClientRegistry>());
        services.AddSingleton<ChannelTable>();
        services.AddSingleton<IChannels>(provider => provider.GetRequiredService<ChannelTable>());
        services.AddSingleton<ClusterCounters>();
        services.AddSingleton<ClusterFacts>();
        services.AddSingleton<INodeFacts, NodeFacts>();
        services.AddSingleton<INodeConfiguration>(provider => new NodeConfiguration(
            provider.GetRequiredService<DataSettings>(), provider.GetRequiredService<SessionSettings>(), FixedSettings(options, provider.GetRequiredService<IClusterView>())));
        services.AddSingleton<INode>(provider => ActivatorUtilities.CreateInstance<NodeServices>(provider, RandomNumberGenerator.GetInt32(int.MaxValue)));
        services.AddSingleton(provider => new CommandWorkers("command worker", CommandWorkers.ForGates, provider.GetRequiredService<ILogger<CommandWorkers>>(), provider.GetRequiredService<PendingFlushes>().Flush));
        services.AddSingleton<ICommandWorkers>(provider => provider.GetRequiredService<CommandWorkers>());
        services.AddSingleton<CommandRouter>();
        services.AddSingleton<DoorServices>();
        services.AddSingleton(DoorOptionsOf(options.Resp));
        services.AddSingleton<ClientDoorCounters>();
        services.AddSingleton(_ => ClientDoorOptionsOf(options));
        services.AddSingleton<LocalDoor>();
        services.AddSingleton<LocalCommands>();
    }

    /// <summary>The directory and the sender of a node that has others are registered before.</summary>
    private static void AddRouting(this IServiceCollection services, NodeOptions options)
    {
        services.AddSingleton(options.Routing);
        services.AddSingleton<Forwarder>();
        services.AddSingleton<IPartitionEvents>(provider => provider.GetRequiredService<Forwarder>());
    }

    /// <summary>What shows the cluster to commands, and what commands over all of it need.</summary>
    private static void AddCluster(this IServiceCollection services, NodeOptions options)
    {
        services.AddSingleton<INodeContacts, NodeContacts>();
        services.AddSingleton<IClusterView>(provider => ActivatorUtilities.CreateInstance<ClusterView>(provider, options.Routing.Mode == RoutingMode.Redirect));
        services.AddSingleton<ICopying>(provider => new Copying(
            provider.GetRequiredService<PartitionTable>(), provider.GetRequiredService<MonotonicClock>(), NameOf(options.Replication.Mode), CopiesOf(options.Replication)));
        services.AddSingleton<ICommits, PartitionCommits>();
        // The node's services need these, and these need the node's services, later.
        services.AddSingleton(provider => new Lazy<INode>(provider.GetRequiredService<INode>));
        services.AddSingleton(provider => new Lazy<NodeReplication>(provider.GetRequiredService<NodeReplication>));
        services.AddSingleton<ConfinedRunner>();
        services.AddSingleton(new NodeCallSettings());
        services.AddSingleton<NodeCalls>();
        services.AddSingleton<CopyWaits>();
        services.AddSingleton<ICopies>(provider => provider.GetRequiredService<CopyWaits>());
        services.AddSingleton<IMeeting, ClusterMeeting>();
        services.AddSingleton<IEverywhere>(provider => provider.GetRequiredService<NodeCalls>());
    }

    private static string NameOf(ReplicationMode mode) => mode.ToString().ToLowerInvariant();

    private static int CopiesOf(ReplicationOptions replication) => replication.Mode == ReplicationMode.None ? 1 : replication.Factor;

    private static SessionSettings SessionSettingsOf(RespOptions resp) => new()
    {
        MaxConnections = resp.MaxConnections,
        IdleTimeoutSeconds = (int)Math.Ceiling(resp.IdleTimeout.TotalSeconds),
        Password = resp.Password,
    };

    private static RespDoorOptions DoorOptionsOf(RespOptions resp) => new()
    {
        Bind = resp.Bind,
        Port = resp.Port.IsClosed ? 0 : resp.Port.Number,
        Limits = resp.Limits,
        OutputPauseBytes = resp.OutputPauseBytes,
        OutputLimitBytes = resp.OutputLimitBytes,
        InputPauseBytes = resp.InputPauseBytes,
        PipelineTurn = resp.PipelineTurn,
        AuthenticationTimeout = resp.AuthenticationTimeout,
        ProtectedMode = resp.ProtectedMode,
        Certificate = resp.Certificate,
    };

    private static ClientDoorOptions ClientDoorOptionsOf(NodeOptions options) => new()
    {
        Bind = options.Client.Bind,
        Host = options.Node.Host,
        Port = options.OtherDoors.Client.IsClosed ? 0 : options.OtherDoors.Client.Number,
        WindowBytes = options.Client.WindowBytes,
        Silence = options.Client.Silence,
        IsProtected = options.Resp.ProtectedMode && !BindAddress.IsLoopback(options.Client.Bind),
    };

    /// <summary>What CONFIG GET shows and CONFIG SET cannot change.</summary>
    private static IEnumerable<KeyValuePair<string, string>> FixedSettings(NodeOptions options, IClusterView cluster) =>
    [
        new("cluster-enabled", cluster.Redirects ? "yes" : "no"),
        new("port", options.Resp.Port.ToString()),
        new("bind", options.Resp.Bind),
        new("protected-mode", options.Resp.ProtectedMode ? "yes" : "no"),
        new("proto-max-bulk-len", options.Resp.Limits.MaxBulkBytes.ToString(CultureInfo.InvariantCulture)),
    ];
}
