using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Register;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Replicas;

/// <summary>What replication logs.</summary>
internal static partial class ReplicasLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Partition {Partition}: a snapshot could not be cut")]
    public static partial void CutFailed(ILogger log, int partition, Exception cause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Frame of {Bytes} bytes from {From} is not understood: {Reason}")]
    public static partial void BadFrame(ILogger log, NodeId from, int bytes, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The voters are now {Configuration}")]
    public static partial void VotersChanged(ILogger log, string configuration);

    [LoggerMessage(Level = LogLevel.Error, Message = "This node was voted out by the others and must begin anew")]
    public static partial void Retired(ILogger log);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Partition {Partition}: this node is primary at epoch {Epoch}")]
    public static partial void Opened(ILogger log, int partition, Epoch epoch);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Replication stopped on this node because of a mistake in it; the node serves nothing any more")]
    public static partial void RunnerFailed(ILogger log, Exception cause);

    [LoggerMessage(Level = LogLevel.Information, Message = "The journal of replication is {Path}, up to {Bytes} bytes")]
    public static partial void JournalOpened(ILogger log, string path, long bytes);

    [LoggerMessage(Level = LogLevel.Information, Message = "The journal {Path} is over after {Bytes} bytes: {Reason}")]
    public static partial void JournalOver(ILogger log, string path, long bytes, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal of replication in {Directory} cannot be written")]
    public static partial void JournalFailed(ILogger log, string directory, Exception cause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Replication stood still for {Milliseconds} ms")]
    public static partial void Stalled(ILogger log, long milliseconds);
}
