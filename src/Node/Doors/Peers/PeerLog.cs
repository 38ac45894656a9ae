using System.Net;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>What the peer door logs.</summary>
internal static partial class PeerLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A message of node {Peer} could not be handled; its stream is reset")]
    public static partial void MessageFailed(ILogger log, NodeId peer, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A listener for news of the link to node {Peer} failed")]
    public static partial void ListenerFailed(ILogger log, NodeId peer, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Frames of node {Peer} were lost; its stream is reset")]
    public static partial void FramesLost(ILogger log, NodeId peer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Peer} sent bytes that make no sense; told once for each node")]
    public static partial void Malformed(ILogger log, NodeId peer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Somebody sent bytes that are no frame of this version ({Bytes} bytes); told once")]
    public static partial void Unreadable(ILogger log, int bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No link to node {Peer}: there are {Links} already; told once")]
    public static partial void TooManyLinks(ILogger log, NodeId peer, int links);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection to the link door cannot be accepted: {Why}")]
    public static partial void NotAccepted(ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Somebody at {Remote} connected to the link door and is no node of this version")]
    public static partial void NoPeer(ILogger log, EndPoint? remote);

    [LoggerMessage(Level = LogLevel.Information, Message = "Messages to or from node {Peer} may have been lost")]
    public static partial void Reset(ILogger log, NodeId peer);
}
