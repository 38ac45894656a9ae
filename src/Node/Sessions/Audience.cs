namespace AkkaCache.Node.Sessions;

/// <summary>Those who listen to one channel or pattern. Changed under the table's lock, read without.</summary>
/// <remarks>
/// Publishing walks an array that nobody changes, because a target may do anything while it is pushed to. The array is made again
/// when it is next needed after a change, so that a thousand subscriptions in a row cost a thousand set insertions and one array.
/// </remarks>
internal sealed class Audience
{
    private readonly HashSet<IPushTarget> _targets = [];
    private IPushTarget[]? _snapshot;

    public int Count { get; private set; }

    public void Add(IPushTarget target)
    {
        _targets.Add(target);
        Changed();
    }

    public void Remove(IPushTarget target)
    {
        _targets.Remove(target);
        Changed();
    }

    /// <summary>Everybody as of now. Takes the table's lock only after a change.</summary>
    public IPushTarget[] Everybody(Lock tableLock)
    {
        var snapshot = Volatile.Read(ref _snapshot);
        if (snapshot is not null) return snapshot;
        lock (tableLock)
        {
            snapshot = [.. _targets];
            Volatile.Write(ref _snapshot, snapshot);
            return snapshot;
        }
    }

    private void Changed()
    {
        Count = _targets.Count;
        Volatile.Write(ref _snapshot, null);
    }
}
