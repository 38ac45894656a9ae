using AkkaCache.Node.Partitions;
using AkkaCache.Node.Sessions.Replies;

namespace AkkaCache.Node.Routing;

/// <summary>Takes and leaves the gates of several partitions, always in index order, so that no two holders can wait for one another.</summary>
internal static class GateKeeper
{
    /// <summary>Takes all gates of <paramref name="set"/> or none.</summary>
    /// <param name="bounded">On a socket's thread: gives up with <see cref="GateResult.Busy"/> instead of waiting.</param>
    public static GateResult EnterAll(PartitionTable partitions, in PartitionSet set, bool bounded)
    {
        for (var index = set.Next(0); index >= 0; index = set.Next(index + 1))
        {
            var result = Enter(partitions[index].Gate, bounded);
            if (result == GateResult.Entered) continue;
            ExitBefore(partitions, set, index);
            return result;
        }
        return GateResult.Entered;
    }

    /// <summary>Takes the locks of all gates of <paramref name="set"/>, open or not; false, with none taken, when bounded and one is busy.</summary>
    public static bool LockAll(PartitionTable partitions, in PartitionSet set, bool bounded)
    {
        for (var index = set.Next(0); index >= 0; index = set.Next(index + 1))
        {
            if (partitions[index].Gate.TryLock(wait: !bounded)) continue;
            ExitBefore(partitions, set, index);
            return false;
        }
        return true;
    }

    public static void ExitAll(PartitionTable partitions, in PartitionSet set) => ExitBefore(partitions, set, int.MaxValue);

    /// <summary>Closes the partitions of <paramref name="set"/>, whose gates are held, after a change over them failed half-way.</summary>
    public static void FaultAll(PartitionTable partitions, in PartitionSet set, Exception error)
    {
        for (var index = set.Next(0); index >= 0; index = set.Next(index + 1)) partitions[index].Fault(error);
    }

    /// <summary>Lets the reply that was written since <paramref name="from"/> wait for the commits of all partitions of <paramref name="set"/>, whose gates are held.</summary>
    public static void HoldBack(PartitionTable partitions, in PartitionSet set, ReplyOrder replies, long from, bool isWrite)
    {
        for (var index = set.Next(0); index >= 0; index = set.Next(index + 1))
        {
            if (partitions[index].Commits is { NeedsHold: true } commits) replies.HoldBack(commits.Mark(isWrite), from);
        }
    }

    public static GateResult Enter(Gate gate, bool bounded)
    {
        if (bounded) return gate.TryEnterBriefly();
        return gate.TryEnter() ? GateResult.Entered : GateResult.Closed;
    }

    private static void ExitBefore(PartitionTable partitions, in PartitionSet set, int end)
    {
        for (var index = set.Next(0); index >= 0 && index < end; index = set.Next(index + 1)) partitions[index].Gate.Exit();
    }
}
