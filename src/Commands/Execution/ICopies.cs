using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Execution;

/// <summary>The copies of partitions that other nodes hold, for WAIT.</summary>
public interface ICopies
{
    /// <summary>
    /// Writes how far the copies of a partition are whose gate is held here: an array of the primary's term, the last effect, and for each backup the last effect that
    /// it has acknowledged.
    /// </summary>
    void WriteProgress(PartitionSpace space, RespWriter reply);

    /// <summary>Answers <paramref name="wait"/> once enough copies have what was written by now, or its time is over. Returns at once.</summary>
    void Await(ICopyWait wait);
}

/// <summary>Somebody who waits for copies.</summary>
public interface ICopyWait
{
    /// <summary>Backups that are to have every write.</summary>
    long Wanted { get; }

    /// <summary>How long to wait for them.</summary>
    TimeSpan Limit { get; }

    /// <summary>False once the connection has ended.</summary>
    bool IsWanted { get; }

    /// <param name="copies">Backups that have every write. Once, from any thread.</param>
    void Answer(long copies);
}

/// <summary>No other node holds copies, and none ever will.</summary>
public sealed class NoCopies : ICopies
{
    public static readonly NoCopies Instance = new();

    private NoCopies()
    {
    }

    public void WriteProgress(PartitionSpace space, RespWriter reply) => reply.ArrayHeader(0);

    public void Await(ICopyWait wait) => wait.Answer(0);
}
