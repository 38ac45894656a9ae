namespace AkkaCache.Client.Hybrid;

/// <summary>Bounds how long one step of a call may take, within what its caller allows.</summary>
internal sealed class StepLimit : IDisposable
{
    private readonly CancellationTokenSource _own;
    private readonly CancellationTokenSource _both;
    private readonly CancellationToken _callers;

    public StepLimit(TimeSpan limit, TimeProvider time, CancellationToken callers)
    {
        _callers = callers;
        _own = new CancellationTokenSource(limit, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(_own.Token, callers);
    }

    public CancellationToken Token => _both.Token;

    /// <summary>Whether this was the cluster's fault, or it took too long: not the caller's will, nor a mistake.</summary>
    public bool IsFault(Exception error) => error is CacheException || (error is OperationCanceledException && !_callers.IsCancellationRequested);

    public void Dispose()
    {
        _both.Dispose();
        _own.Dispose();
    }
}
