using System.Globalization;

namespace AkkaCache.Testing.Linearizability;

/// <summary>Whether a value can still become one that a reply has told of. Says no only when it is sure.</summary>
/// <remarks>
/// Appends of unknown outcome can be put in n! orders, and all of them look right until the next read. But that read is known: a value
/// that is no beginning of it, while nothing can replace the value, need not be followed further.
/// </remarks>
internal readonly struct StringForesight
{
    private readonly StringCall _call;
    private readonly string? _reply;
    private readonly long? _number;
    private readonly IReadOnlyList<StringCall> _others;
    private readonly bool _increments;
    private readonly bool _appends;

    /// <param name="others">What may come before <paramref name="call"/>, in any order, each at most once.</param>
    public StringForesight(StringCall call, string? reply, IReadOnlyList<StringCall> others)
    {
        _call = call;
        _reply = reply;
        _number = Number(reply);
        _others = others;
        foreach (var other in others)
        {
            _increments |= other.Command == StringCommand.Increment;
            _appends |= other.Command == StringCommand.Append;
        }
    }

    public bool MayAnswerFrom(string? state)
    {
        if (LeadsOnFrom(state)) return true;
        foreach (var other in _others)
        {
            // What replaces the value is a new beginning; what only changes it leads on from one.
            if (other.Command is StringCommand.Set or StringCommand.CompareAndSet or StringCommand.Delete && LeadsOnFrom(other.Value)) return true;
        }
        return false;
    }

    private bool LeadsOnFrom(string? start) => _call.Command switch
    {
        StringCommand.Get => MayBecomeReply(start),
        StringCommand.Append => MayReachLength(start?.Length ?? 0, _number - _call.Value!.Length),
        StringCommand.Increment => MayCountTo(Number(start ?? "0"), _number - 1),
        _ => true,
    };

    private bool MayBecomeReply(string? start)
    {
        if (start == _reply) return true;
        if (_reply is null) return false;
        if (_increments && _number is not null) return true;
        // A number counted up, then appended to.
        if (_increments && _appends) return true;
        if (!_appends || !_reply.StartsWith(start ?? "", StringComparison.Ordinal)) return false;
        var missing = _reply.AsSpan(start?.Length ?? 0);
        foreach (var other in _others)
        {
            if (other.Command == StringCommand.Append && missing.StartsWith(other.Value)) return true;
        }
        return false;
    }

    private bool MayReachLength(int start, long? length) => length is null || start == length || _increments || (_appends && start < length);

    private bool MayCountTo(long? start, long? count) => count is null || start == count || _appends || (_increments && start < count);

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
