using AkkaCache.Commands.Execution;
using AkkaCache.Node.Budget;
using AkkaCache.Node.Doors.Clients;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Hosting;

/// <summary>A node by itself within a process: no port, no cluster, no actor system, no host. Works when it is made and is gone when it is disposed.</summary>
/// <remarks>All that a node has for its partitions is here: memory limits, eviction, expiry, statistics. What is set for doors, cluster and replication is not looked at.</remarks>
public sealed class IsolatedNode : IDisposable
{
    private static readonly TimeSpan FaultPace = TimeSpan.FromSeconds(1);

    private readonly ServiceProvider _services;
    private readonly PartitionTable _partitions;
    private readonly PartitionPulses _pulses;
    private readonly ITimer _faults;
    private readonly ILogger _log;
    private int _isDisposed;

    public IsolatedNode(NodeOptions options, TimeProvider time, ILoggerFactory logs)
    {
        _services = Register(options, time, logs).BuildServiceProvider();
        _log = logs.CreateLogger<IsolatedNode>();
        _partitions = _services.GetRequiredService<PartitionTable>();
        foreach (var partition in _partitions.All) partition.Gate.Open();
        Door = _services.GetRequiredService<LocalDoor>();
        Commands = _services.GetRequiredService<LocalCommands>();
        Door.Start();
        _pulses = ActivatorUtilities.CreateInstance<PartitionPulses>(_services);
        _pulses.StartAsync(CancellationToken.None);
        _faults = time.CreateTimer(_ => RebuildFaulted(), null, FaultPace, FaultPace);
    }

    public LocalDoor Door { get; }

    public LocalCommands Commands { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _faults.Dispose();
        _pulses.StopAsync(CancellationToken.None);
        Door.Stop();

        // Disposes partitions among the rest: nobody executes any more.
        _services.Dispose();
    }

    private static ServiceCollection Register(NodeOptions options, TimeProvider time, ILoggerFactory logs)
    {
        var services = new ServiceCollection();
        var layout = new PartitionLayout(options.Cluster.Partitions);
        var alone = new LoneNode(new NodeId(Guid.NewGuid().ToString("n")));
        services.AddLogging();
        services.AddSingleton(logs);
        services.AddSingleton(time);
        services.AddSingleton(options);
        services.AddSingleton(options.ToDataSettings());
        services.AddSingleton(layout);
        services.AddSingleton(_ => new PartitionTable(layout, index => NewPartition(index, options.Replication.LogBytes, time)));
        services.AddSingleton<IPartitionDirectory>(alone);
        services.AddSingleton<INodeContacts>(alone);
        services.AddSingleton<MemoryBudget>();
        services.AddSingleton<IRoom>(provider => provider.GetRequiredService<MemoryBudget>());
        services.AddSingleton(_ => new PendingFlushes());
        services.AddSingleton<IClusterView>(NoCluster.Instance);
        services.AddSingleton<ICopying>(NoCopying.Instance);
        services.AddSingleton<IEverywhere>(NobodyElse.Instance);
        services.AddSingleton<ICopies>(NoCopies.Instance);
        services.AddSingleton<IMeeting>(NoMeeting.Instance);
        services.AddSingleton<IHostApplicationLifetime, EndlessLife>();
        services.AddCommands(options);
        return services;
    }

    /// <summary>Effects are for copies, and there are none.</summary>
    private static Partition NewPartition(int index, int logBytes, TimeProvider time)
    {
        var partition = new Partition(index, NodeHosting.RandomSeed(), logBytes, applier: null, time);
        partition.Space.Effects.KeepsNothing = true;
        return partition;
    }

    /// <summary>A partition that failed in the middle of a change has closed. There is no copy, so it begins empty: a cache that lost some keys serves better than one that refuses them.</summary>
    private void RebuildFaulted()
    {
        foreach (var partition in _partitions.All)
        {
            if (partition.Gate.IsOpen || Volatile.Read(ref _isDisposed) != 0) continue;
            var keys = partition.Discard();
            partition.Space.Effects.KeepsNothing = true;
            IsolatedNodeLog.Rebuilt(_log, partition.Index, keys);
            partition.Gate.Open();
        }
    }

    /// <summary>The process is not this node's to end: SHUTDOWN does nothing.</summary>
    private sealed class EndlessLife : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}

internal static partial class IsolatedNodeLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Partition {Partition} failed in the middle of a change; it begins empty, {Keys} keys are gone")]
    public static partial void Rebuilt(ILogger log, int partition, int keys);
}
