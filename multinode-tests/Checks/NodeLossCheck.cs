using AkkaCache.Multinode.Load;

namespace AkkaCache.Multinode.Checks;

/// <summary>Mode none: a kill, or a cut, takes all keys of the node and no others, and what was written afterwards stays.</summary>
internal static class NodeLossCheck
{
    /// <param name="partitionsOfLost">What the node held.</param>
    /// <param name="struckAt">Timestamp of just before.</param>
    /// <param name="servedOn">For so long the node may have gone on after that.</param>
    /// <returns>How many answered writes went with the node, as they must.</returns>
    public static int Look(History history, IReadOnlySet<int> partitionsOfLost, long struckAt, TimeSpan servedOn, Findings findings)
    {
        var (taken, end) = (0, SuffixCheck.EndOf(struckAt, servedOn));
        foreach (var (write, isKept) in SuffixCheck.InsertsOf(history))
        {
            // Sent before it was over and answered after it began: by the node that is lost, or by the one after it.
            var isLostNodes = partitionsOfLost.Contains(write.Partition);
            if (isLostNodes && write.Called <= end && write.Returned > struckAt) continue;
            var mustGo = isLostNodes && write.Returned <= struckAt;
            if (mustGo && isKept) findings.AddWrong($"its node is gone, it is not: {write}");
            else if (!mustGo && !isKept) findings.AddLost(1, $"{write}");
            else if (mustGo) taken++;
        }
        return taken;
    }
}
