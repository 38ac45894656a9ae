using AkkaCache.Commands.Execution;
using AkkaCache.Node.Partitions;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Hosting;

/// <summary>Lets a lone node join others. A member of one cluster, of itself alone too, cannot become one of another: it ends, and begins as a new member.</summary>
internal sealed partial class ClusterMeeting(PartitionTable partitions, IPartitionDirectory directory, NodeDeparture departure, ILogger<ClusterMeeting> log) : IMeeting
{
    public string? Meet(string host, int akkaPort)
    {
        if (!departure.RunsAgain) return NoMeeting.Instance.Meet(host, akkaPort);
        if (!directory.IsAlone) return "this node has others beside it: tell the new node to meet one of them";
        if (CountKeys() is var keys and > 0) return $"this node holds {keys} keys, which would be lost: FLUSHALL first";
        if (departure.Meets is not null) return "this node is on its way to join another already";
        LogMeets(log, host, akkaPort);
        departure.Meet(new SeedAddress(host, akkaPort));
        return null;
    }

    private long CountKeys()
    {
        var keys = 0L;
        foreach (var partition in partitions.All) keys += partition.Space.Store.Count;
        return keys;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Told to join the cluster of {Host}:{Port}: ends, and begins anew as a member of it")]
    private static partial void LogMeets(ILogger log, string host, int port);
}
