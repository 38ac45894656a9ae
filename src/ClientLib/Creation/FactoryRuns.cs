namespace AkkaCache.Client.Creation;

/// <summary>Factories that run now, one for a key and type of result: whoever wants the same meanwhile waits for it.</summary>
internal sealed class FactoryRuns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Key, Type Type), object> _runs = [];

    /// <summary>Runs the factory, or waits for the one that runs. A caller that is cancelled waits no more; when none waits the factory is cancelled.</summary>
    public async Task<T> RunAsync<T>(CacheKey key, Func<CancellationToken, Task<T>> factory, CancellationToken token)
    {
        var id = (key.Identity, typeof(T));
        Run<T> run;
        lock (_lock)
        {
            if (_runs.TryGetValue(id, out var known) && ((Run<T>)known).TryJoin())
            {
                run = (Run<T>)known;
            }
            else
            {
                run = new Run<T>();
                _runs[id] = run;

                // Not on the caller's thread, which holds the lock, nor with its context.
                run.Result = Task.Run(() => ExecuteAsync(id, run, factory), CancellationToken.None);
            }
        }
        try
        {
            return await run.Result.WaitAsync(token).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock) run.Leave();
        }
    }

    private async Task<T> ExecuteAsync<T>((string, Type) id, Run<T> run, Func<CancellationToken, Task<T>> factory)
    {
        try
        {
            return await factory(run.Token).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                if (_runs.TryGetValue(id, out var current) && ReferenceEquals(current, run)) _runs.Remove(id);
            }
        }
    }

    /// <summary>A factory that runs, and how many wait for it. Guarded by the lock.</summary>
    private sealed class Run<T>
    {
        private readonly CancellationTokenSource _cancel = new();
        private int _waiting = 1;

        public Task<T> Result { get; set; } = null!;

        public CancellationToken Token => _cancel.Token;

        /// <summary>False when it is cancelled already.</summary>
        public bool TryJoin()
        {
            if (_waiting == 0) return false;
            _waiting++;
            return true;
        }

        public void Leave()
        {
            if (--_waiting == 0 && !Result.IsCompleted) _cancel.Cancel();
        }
    }
}
