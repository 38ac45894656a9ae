namespace AkkaCache.Node.Hosting;

/// <summary>How often a node may be run anew within one process before it is left to whoever runs that.</summary>
public sealed class RestartLimit(TimeProvider time)
{
    /// <summary>One or two are a bad network; more are a fault that a fresh process may be free of.</summary>
    public const int MostTries = 5;

    /// <summary>A node that held out this long has nothing to do with the tries before.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Queue<long> _tries = new();

    /// <summary>Tries within the window, the last one included.</summary>
    public int Tries => _tries.Count;

    /// <summary>False when there were too many lately.</summary>
    public bool TryAgain()
    {
        while (_tries.TryPeek(out var first) && time.GetElapsedTime(first) >= Window) _tries.Dequeue();
        if (_tries.Count == MostTries) return false;
        _tries.Enqueue(time.GetTimestamp());
        return true;
    }
}
