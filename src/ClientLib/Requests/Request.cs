using AkkaCache.Client.Links;
using AkkaCache.Client.Replies;

namespace AkkaCache.Client.Requests;

/// <summary>A command, or several that leave together and have one result, on its way to a node.</summary>
/// <remarks>
/// Whoever holds it in a queue owns everything but the state, which decides who completes it: the reply, the end of its time, or whoever cancels it. After that the
/// queue's holder only drops it.
/// </remarks>
internal abstract class Request
{
    public CommandBytes Commands { get; } = new();

    /// <summary>Replies that answer it; all but the last only tell errors.</summary>
    public int Replies { get; set; } = 1;

    public RequestKind Kind { get; set; }

    /// <summary>The partition of its first key; the number of partitions when it has none.</summary>
    public int Partition { get; set; }

    /// <summary>When its time is over, as a timestamp.</summary>
    public long Deadline { get; set; }

    /// <summary>Sent again so many times.</summary>
    public int Attempts { get; set; }

    /// <summary>An error among the replies before the last.</summary>
    public string? EarlierError { get; set; }

    /// <summary>Why it was sent again last; <see cref="CacheErrorCode.None"/>: it was not, or its link was lost.</summary>
    public CacheErrorCode LastError { get; set; }

    /// <summary>An earlier sending had no answer that tells whether it was executed.</summary>
    public bool MayHaveRun { get; set; }

    /// <summary>Among the client's requests that must count once.</summary>
    public long Number { get; private set; }

    private OnceNumbers? Numbers { get; set; }

    /// <summary>It counts as under way in its lane.</summary>
    public bool IsInLane { get; set; }

    /// <summary>What it does is remembered with the session that it goes over, so it has to go over one.</summary>
    public bool IsOfSession { get; set; }

    /// <summary>The only link that will do; null: whichever is right for its key.</summary>
    public NodeLink? Pinned { get; set; }

    /// <summary>The link over which it failed; another one is taken if there is.</summary>
    public NodeLink? Avoid { get; set; }

    /// <summary>The link that its reply came over.</summary>
    public NodeLink? AnsweredBy { get; set; }

    public abstract bool IsCompleted { get; }

    /// <summary>Completes it with its reply, which is no error.</summary>
    public abstract void Succeed(ReadOnlySpan<byte> reply);

    public abstract void Fail(CacheErrorCode code, string message);

    /// <summary>Makes it a request that counts once. Returns the lowest number that may still be sent again.</summary>
    public long TakeNumber(OnceNumbers numbers)
    {
        Numbers = numbers;
        (Number, var low) = numbers.Begin();
        return low;
    }

    /// <summary>It is completed, and so never sent again.</summary>
    protected void GiveNumberBack()
    {
        Numbers?.End(Number);
        Numbers = null;
    }

    /// <summary>Sets what a request of this kind has in common before it is filled.</summary>
    protected void Prepare(RequestKind kind, int replies)
    {
        Commands.Clear();
        Kind = kind;
        Replies = replies;
        Attempts = 0;
        EarlierError = null;
        LastError = CacheErrorCode.None;
        IsInLane = false;
        MayHaveRun = false;
        IsOfSession = false;
        Avoid = Pinned = AnsweredBy = null;
    }
}

/// <summary>Makes a result of a reply that is no error.</summary>
internal delegate T ReplyMap<out T>(ref ReplyReader reply);

/// <summary>Makes a result of a failure.</summary>
internal delegate T FailureMap<out T>(CacheErrorCode code, string message);
