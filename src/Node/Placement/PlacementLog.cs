using Akka.Actor;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Placement;

/// <summary>What placement logs.</summary>
internal static partial class PlacementLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Node {Address} is up")]
    public static partial void MemberUp(ILogger log, Address address);

    [LoggerMessage(Level = LogLevel.Information, Message = "Node {Address} is gone")]
    public static partial void MemberRemoved(ILogger log, Address address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Address} cannot be reached")]
    public static partial void MemberUnreachable(ILogger log, Address address);

    [LoggerMessage(Level = LogLevel.Information, Message = "Node {Address} can be reached again")]
    public static partial void MemberReachable(ILogger log, Address address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Address} was declared down")]
    public static partial void MemberDowned(ILogger log, Address address);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Plan {Version} for {Nodes} nodes, made by {Leader}")]
    public static partial void PlanAdopted(ILogger log, long version, int nodes, NodeId leader);
}
