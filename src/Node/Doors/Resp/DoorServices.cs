using AkkaCache.Commands.Execution;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Replicas;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Routing.Workers;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;

namespace AkkaCache.Node.Doors.Resp;

/// <summary>What every door needs to have commands executed: one for all doors of a node.</summary>
/// <param name="workers">Take commands that wait for a gate or work long.</param>
/// <param name="flushes">What was written and not sent to backups yet: flushed after each batch of commands.</param>
public sealed class DoorServices(
    CommandRouter router, ICommandWorkers workers, PartitionTable partitions, INode node, IChannels channels, IConnections clients,
    DataSettings settings, ErrorCounters errors, PendingFlushes flushes, TimeProvider time)
{
    private long _lastId;

    internal CommandRouter Router { get; } = router;
    internal ICommandWorkers Workers { get; } = workers;
    internal IKeyspace Keyspace { get; } = partitions;
    internal INode Node { get; } = node;
    internal IChannels Channels { get; } = channels;
    internal IConnections Clients { get; } = clients;
    internal DataSettings Settings { get; } = settings;
    internal ErrorCounters Errors { get; } = errors;
    internal PendingFlushes Flushes { get; } = flushes;
    internal TimeProvider Time { get; } = time;

    /// <summary>The id of a new connection: no two of a node have the same, whatever their doors.</summary>
    internal long NextId() => Interlocked.Increment(ref _lastId);
}
