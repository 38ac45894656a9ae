using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Partitions;

/// <summary>What partitions log.</summary>
internal static partial class PartitionLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Partition {Partition} is open at epoch {Epoch}")]
    public static partial void Opened(ILogger log, int partition, long epoch);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Partition {Partition} is closed, last epoch {Epoch}")]
    public static partial void Closed(ILogger log, int partition, long epoch);

    [LoggerMessage(Level = LogLevel.Error, Message = "Partition {Partition} failed half-way through a change and starts empty: {Keys} keys dropped")]
    public static partial void Rebuilt(ILogger log, int partition, int keys, Exception cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "Partition {Partition}: the copy on this node turned out to be broken and is made anew")]
    public static partial void CopyBroken(ILogger log, int partition, Exception cause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Comparing all copies took {Seconds} s, replication.compare-every is {Every} s: the next round begins later than it says")]
    public static partial void ComparisonSlow(ILogger log, long seconds, long every);

    [LoggerMessage(Level = LogLevel.Error, Message = "Copies are not compared any more until this node restarts")]
    public static partial void ComparisonFailed(ILogger log, Exception cause);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Partition {Partition}: no whole copy is left in the cluster; it goes on with what this node has, loss generation {LossGeneration}")]
    public static partial void DataLost(ILogger log, int partition, int lossGeneration);
}
