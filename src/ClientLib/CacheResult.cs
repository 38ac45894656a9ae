namespace AkkaCache.Client;

/// <summary>What became of an operation: a value, or why there is none. The Try methods return it and throw only for cancellation and for mistakes of the caller.</summary>
public readonly record struct CacheResult<T>
{
    internal CacheResult(T value) => Value = value;

    internal CacheResult(CacheErrorCode error, string message)
    {
        Error = error;
        Message = message;
    }

    /// <summary>The value; the type's default when there is none.</summary>
    public T? Value { get; }

    public CacheErrorCode Error { get; }

    /// <summary>About the error, for people; null when there is none or it needs no words.</summary>
    public string? Message { get; }

    /// <summary>There is a value.</summary>
    public bool IsFound => Error == CacheErrorCode.None;

    /// <summary>There is none because there is no such key, board or member: not a fault.</summary>
    public bool IsMissing => Error is CacheErrorCode.NotFound or CacheErrorCode.BoardNotFound or CacheErrorCode.MemberNotFound;
}
