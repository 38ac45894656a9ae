using AkkaCache.Multinode.Load;

namespace AkkaCache.Multinode.Checks;

/// <summary>Mode none: a kill takes all keys of the killed node and no others, and what was written afterwards stays.</summary>
internal static class NodeLossCheck
{
    /// <param name="partitionsOfKilled">What the killed node held.</param>
    /// <param name="killedAt">Timestamp of just before the kill.</param>
    /// <returns>How many answered writes went with the node, as they must.</returns>
    public static int Look(History history, IReadOnlySet<int> partitionsOfKilled, long killedAt, Findings findings)
    {
        var taken = 0;
        foreach (var (write, isKept) in SuffixCheck.InsertsOf(history))
        {
            // Sent before the kill and answered after it: by the node that died, or by the one after it.
            if (write.Called <= killedAt && write.Returned > killedAt) continue;
            var mustGo = write.Returned <= killedAt && partitionsOfKilled.Contains(write.Partition);
            if (mustGo && isKept) findings.AddWrong($"its node is gone, it is not: {write}");
            else if (!mustGo && !isKept) findings.AddLost(1, $"{write}");
            else if (mustGo) taken++;
        }
        return taken;
    }
}
