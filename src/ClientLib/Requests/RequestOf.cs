using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Tasks.Sources;
using AkkaCache.Client.Replies;

namespace AkkaCache.Client.Requests;

/// <summary>A request with its result, awaited as a <see cref="ValueTask{TResult}"/> without a task of its own. From a pool, and back to it when the result was taken.</summary>
/// <remarks>
/// One that was cancelled or timed out is not used again: a queue may still hold it. Continuations run on the thread pool, never on the thread that reads replies, so that
/// what an application does with a result delays nobody else's.
/// </remarks>
internal sealed class Request<T> : Request, IValueTaskSource<T>
{
    /// <summary>Kept of each type of result: as many as may usefully be under way at a time.</summary>
    private const int Retained = 1024;

    private const int Waiting = 0;
    private const int Completed = 1;

    private static readonly ConcurrentQueue<Request<T>> Pool = new();
    private static int _pooled;

    private ManualResetValueTaskSourceCore<T> _result = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private CancellationToken _token;
    private ReplyMap<T> _map = null!;
    private FailureMap<T>? _failure;
    private Activity? _activity;
    private int _state;

    /// <summary>A queue may hold it after it was completed.</summary>
    private bool _isAbandoned;

    /// <param name="failure">Failures are results; null: they are exceptions.</param>
    public static Request<T> Rent(RequestKind kind, ReplyMap<T> map, FailureMap<T>? failure = null, int replies = 1)
    {
        if (Pool.TryDequeue(out var request)) Interlocked.Decrement(ref _pooled);
        else request = new Request<T>();
        request.Prepare(kind, replies);
        request._map = map;
        request._failure = failure;
        request._state = Waiting;
        request._isAbandoned = false;
        return request;
    }

    public override bool IsCompleted => Volatile.Read(ref _state) != Waiting;

    /// <summary>The result to come. Asked once, before the request is sent.</summary>
    public ValueTask<T> Start(Activity? activity, CancellationToken token)
    {
        _activity = activity;
        _token = token;
        var task = new ValueTask<T>(this, _result.Version);
        if (token.CanBeCanceled) _cancellation = token.UnsafeRegister(static request => ((Request<T>)request!).Cancel(), this);
        return task;
    }

    public override void Succeed(ReadOnlySpan<byte> reply)
    {
        if (!TryComplete()) return;
        T result;
        try
        {
            var reader = new ReplyReader(reply) { Source = AnsweredBy };
            result = _map(ref reader);
        }
        catch (Exception e)
        {
            // A serializer's, or a reply that is not what the command's should be.
            Throw(e is CacheException ? e : new CacheException(CacheErrorCode.Serialization, $"the value could not be read: {e.Message}", e));
            return;
        }
        EndActivity(null);
        _result.SetResult(result);
    }

    public override void Fail(CacheErrorCode code, string message)
    {
        if (!TryComplete()) return;
        // The command may have been sent and its reply may still come.
        _isAbandoned |= code is CacheErrorCode.Timeout or CacheErrorCode.OutcomeUnknown;
        if (_failure is { } failure)
        {
            EndActivity(message);
            _result.SetResult(failure(code, message));
            return;
        }
        Throw(CacheException.Of(code, message));
    }

    public T GetResult(short token)
    {
        try
        {
            return _result.GetResult(token);
        }
        finally
        {
            _cancellation.Dispose();
            _cancellation = default;
            _token = default;
            if (!_isAbandoned) GiveBack();
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _result.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _result.OnCompleted(continuation, state, token, flags);

    private void Cancel()
    {
        if (!TryComplete()) return;
        _isAbandoned = true;
        EndActivity("cancelled");
        _result.SetException(new OperationCanceledException(_token));
    }

    private bool TryComplete()
    {
        if (Interlocked.CompareExchange(ref _state, Completed, Waiting) != Waiting) return false;
        GiveNumberBack();
        return true;
    }

    private void Throw(Exception error)
    {
        EndActivity(error.Message);
        _result.SetException(error);
    }

    private void EndActivity(string? error)
    {
        if (_activity is null) return;
        if (error is not null) _activity.SetStatus(ActivityStatusCode.Error, error);
        _activity.Dispose();
        _activity = null;
    }

    private void GiveBack()
    {
        _result.Reset();
        _map = null!;
        _failure = null;
        if (Volatile.Read(ref _pooled) >= Retained) return;
        Interlocked.Increment(ref _pooled);
        Pool.Enqueue(this);
    }
}
