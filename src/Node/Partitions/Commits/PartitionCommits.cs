using AkkaCache.Node.Replicas;

namespace AkkaCache.Node.Partitions.Commits;

/// <summary>Waits, on a worker, until copies have what a partition has executed.</summary>
public sealed class PartitionCommits(PendingFlushes flushes) : ICommits
{
    public void Flush() => flushes.Flush();

    public bool Await(in CommitMark mark, TimeSpan limit)
    {
        if (mark.IsNone) return true;
        // Nearly always true by now: others were waited for before.
        if (mark.Check() == HoldState.MayLeave) return true;
        using var waiter = new Waiter();
        while (true)
        {
            waiter.Moved.Reset();
            mark.Point!.Subscribe(waiter);
            switch (mark.Check())
            {
                case HoldState.MayLeave: return true;
                case HoldState.Lost: return false;
            }
            if (!waiter.Moved.Wait(limit)) return false;
        }
    }

    private sealed class Waiter : ICommitWaiter, IDisposable
    {
        public ManualResetEventSlim Moved { get; } = new();

        public void CommitsMoved() => Moved.Set();

        public void Dispose() => Moved.Dispose();
    }
}
