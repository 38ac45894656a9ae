namespace AkkaCache.Client;

/// <summary>An operation failed; <see cref="Code"/> says how.</summary>
public class CacheException : Exception
{
    public CacheException(CacheErrorCode code, string message, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
    }

    public CacheErrorCode Code { get; }

    internal static CacheException Of(CacheErrorCode code, string message) => code == CacheErrorCode.OutcomeUnknown ? new OutcomeUnknownException(message) : new CacheException(code, message);
}

/// <summary>A write was sent and its answer did not come: it may have been executed, or may yet be. It is not repeated by the client, since that could count twice.</summary>
public sealed class OutcomeUnknownException(string message) : CacheException(CacheErrorCode.OutcomeUnknown, message);
