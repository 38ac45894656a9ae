namespace AkkaCache.Node.Partitions.Commits;

/// <summary>Those who wait for one partition's commits, each told once.</summary>
/// <remarks>As many as connections and links: each subscribes again only after it was told.</remarks>
public sealed class CommitWaiters
{
    private readonly Lock _lock = new();
    private List<ICommitWaiter> _waiting = [];
    private List<ICommitWaiter>? _spare;
    private int _count;

    public void Add(ICommitWaiter waiter)
    {
        lock (_lock)
        {
            _waiting.Add(waiter);
            Volatile.Write(ref _count, _waiting.Count);
        }
    }

    /// <summary>Tells everybody, after what they ask for has changed. Costs one load when nobody waits.</summary>
    public void Raise()
    {
        // The change before must be visible to whoever adds itself after this load.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _count) == 0) return;
        List<ICommitWaiter> told;
        lock (_lock)
        {
            told = _waiting;
            _waiting = _spare ?? [];
            _spare = null;
            Volatile.Write(ref _count, 0);
        }
        foreach (var waiter in told) waiter.CommitsMoved();
        told.Clear();
        lock (_lock) _spare = told;
    }
}
