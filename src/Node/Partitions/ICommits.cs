using AkkaCache.Node.Partitions.Commits;

namespace AkkaCache.Node.Partitions;

/// <summary>The way of effects to the copies, for those who execute commands and can wait: workers, not sockets' threads.</summary>
public interface ICommits
{
    /// <summary>Sends what was executed on its way. No gate is held.</summary>
    void Flush();

    /// <summary>Waits until what is marked may be answered. No gate is held.</summary>
    /// <param name="mark">Taken under the gate under which the command ran, so that no change of hands in between goes unnoticed.</param>
    /// <returns>False when that did not come about in time, or cannot any more: the outcome is unknown.</returns>
    bool Await(in CommitMark mark, TimeSpan limit);
}
