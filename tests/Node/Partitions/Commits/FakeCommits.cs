using AkkaCache.Node.Partitions.Commits;

namespace AkkaCache.Node.Tests.Partitions.Commits;

/// <summary>A partition's commits as a test moves them: each mark is one further in the log.</summary>
internal sealed class FakeCommits : ICommitPoint
{
    private readonly CommitWaiters _waiters = new();
    private long _index;
    private long _committed;
    private long _lostAbove = long.MaxValue;

    public bool NeedsHold { get; set; } = true;

    /// <summary>Marks that were given out.</summary>
    public long Index => Volatile.Read(ref _index);

    public CommitMark Mark(bool isWrite) => new(this, 1, Interlocked.Increment(ref _index), isWrite);

    public HoldState Check(in CommitMark mark)
    {
        if (mark.Index <= Volatile.Read(ref _committed)) return HoldState.MayLeave;
        return mark.Index > Volatile.Read(ref _lostAbove) ? HoldState.Lost : HoldState.Wait;
    }

    public void Subscribe(ICommitWaiter waiter) => _waiters.Add(waiter);

    /// <summary>Everything up to <paramref name="index"/> is safe.</summary>
    public void Commit(long index)
    {
        Volatile.Write(ref _committed, index);
        _waiters.Raise();
    }

    /// <summary>The partition changes hands: what is not safe by now is lost.</summary>
    public void Lose()
    {
        Volatile.Write(ref _lostAbove, Volatile.Read(ref _committed));
        _waiters.Raise();
    }
}
