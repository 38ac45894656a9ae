using System.Numerics;
using AkkaCache.Node.Routing.Links;
using AkkaCache.Node.Routing.Workers;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Routing.Serving;

/// <summary>Partitions whose commits have moved while replies of theirs are held: one pass releases those of all, and each node gets its answers in one message.</summary>
internal sealed class HeldReplyReleases(IReadOnlyList<HeldReplies> all, ICommandWorkers workers) : IThreadPoolWorkItem
{
    private const int Words = PartitionLayout.MaxCount / 64;

    [ThreadStatic]
    private static List<IAnswerTaker>? _answered;

    private readonly ulong[] _noted = new ulong[Words];
    private int _isQueued;

    /// <summary>From any thread, perhaps with a gate held.</summary>
    public void Note(int partition)
    {
        // A full fence: whoever runs after this sees the bit, or is queued again.
        Interlocked.Or(ref _noted[partition >> 6], 1UL << (partition & 63));
        if (Interlocked.Exchange(ref _isQueued, 1) == 0) workers.Soon(this);
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Exchange(ref _isQueued, 0);
        var answered = _answered ??= [];
        for (var word = 0; word < _noted.Length; word++)
        {
            if (Volatile.Read(ref _noted[word]) == 0) continue;
            var bits = Interlocked.Exchange(ref _noted[word], 0);
            for (; bits != 0; bits &= bits - 1) all[(word << 6) + BitOperations.TrailingZeroCount(bits)].Release(answered);
        }
        foreach (var taker in answered) taker.Flush();
        answered.Clear();
    }
}
