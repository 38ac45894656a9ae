namespace AkkaCache.Testing;

/// <summary>The lines a process wrote, and those who wait for one.</summary>
internal sealed class ProcessOutput
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string?> Waiter)> _waiting = [];
    private bool _ended;

    public string Text
    {
        get
        {
            lock (_lock) return string.Join('\n', _lines);
        }
    }

    /// <summary>Null is the end of the stream.</summary>
    public void Add(string? line)
    {
        if (line is null)
        {
            End();
            return;
        }
        lock (_lock)
        {
            _lines.Add(line);
            foreach (var (wanted, waiter) in _waiting)
            {
                if (wanted(line)) waiter.TrySetResult(line);
            }
        }
    }

    /// <summary>Nothing comes any more.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            foreach (var (_, waiter) in _waiting) waiter.TrySetResult(null);
        }
    }

    /// <summary>The first line that is wanted, or null when the stream ended or the patience.</summary>
    public async Task<string?> WaitAsync(Func<string, bool> wanted, TimeSpan patience)
    {
        var waiter = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_lines.Find(line => wanted(line)) is { } line) return line;
            if (_ended) return null;
            _waiting.Add((wanted, waiter));
        }
        try
        {
            return await waiter.Task.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
