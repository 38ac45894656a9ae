namespace AkkaCache.Node.Doors.Sockets;

/// <summary>A batch of owners to run, shared between the loop's thread and helpers who are called only when there is work for them.</summary>
/// <remarks>
/// The batch is an array of which each thread claims the next place by one compare-and-swap. The state holds the batch's number, so
/// that a late helper cannot claim a place of a batch that it did not see: the array is written to only while nothing of it can be claimed.
/// </remarks>
internal sealed class Crew : IDisposable
{
    private const int CountBits = 16;
    private const long CountMask = (1L << CountBits) - 1;

    private readonly ISocketOwner?[] _batch;
    private readonly Thread[] _helpers;
    private readonly SemaphoreSlim _calls = new(0);
    private volatile bool _stopping;

    /// <summary>Batch number, its length, places claimed: 32, 16 and 16 bits.</summary>
    private long _state;

    public Crew(int helpers, int capacity, string name)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, (int)CountMask);
        _batch = new ISocketOwner?[capacity];
        _helpers = new Thread[helpers];
        for (var i = 0; i < helpers; i++)
        {
            _helpers[i] = new Thread(Help) { IsBackground = true, Name = $"{name}+{i + 1}" };
            _helpers[i].Start();
        }
    }

    public int Helpers => _helpers.Length;

    /// <summary>Places of the batch that nobody has claimed.</summary>
    public int Unclaimed
    {
        get
        {
            var state = Volatile.Read(ref _state);
            return (int)((state >> CountBits) & CountMask) - (int)(state & CountMask);
        }
    }

    /// <summary>Where the next batch is put together; only while nothing is unclaimed.</summary>
    public Span<ISocketOwner?> Next => _batch;

    /// <summary>Lets the first <paramref name="count"/> places be claimed.</summary>
    public void Publish(int count)
    {
        var number = (_state >> (2 * CountBits)) + 1;
        Volatile.Write(ref _state, (number << (2 * CountBits)) | ((long)count << CountBits));
    }

    public bool TryClaim(out ISocketOwner owner)
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            var place = (int)(state & CountMask);
            if (place >= (int)((state >> CountBits) & CountMask))
            {
                owner = null!;
                return false;
            }
            owner = _batch[place]!;
            if (Interlocked.CompareExchange(ref _state, state + 1, state) == state) return true;
        }
    }

    /// <summary>Calls helpers to what is unclaimed.</summary>
    public void Call(int helpers)
    {
        var missing = helpers - _calls.CurrentCount;
        if (missing > 0) _calls.Release(missing);
    }

    public void Dispose()
    {
        _stopping = true;
        if (_helpers.Length > 0) _calls.Release(_helpers.Length);
        foreach (var helper in _helpers) helper.Join(TimeSpan.FromSeconds(2));
    }

    private void Help()
    {
        while (true)
        {
            _calls.Wait();
            if (_stopping) return;
            while (TryClaim(out var owner)) owner.Run();
        }
    }
}
