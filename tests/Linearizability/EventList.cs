namespace AkkaCache.Testing.Linearizability;

/// <summary>Calls and returns of the operations not yet placed, in order of time, doubly linked.</summary>
/// <remarks>
/// Taking an operation out leaves its own links alone, so that it can be put back where it was, in O(1), as long as operations are put
/// back in the reverse of the order in which they were taken ("dancing links").
/// </remarks>
internal sealed class EventList
{
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly bool[] _returns;
    private readonly int _end;

    /// <param name="times">Of the operations: when called, and when returned or null.</param>
    public EventList(IReadOnlyList<(long Called, long? Returned)> times)
    {
        // Operation i is called by event i and returns by event Count + i; one more event is the list's end, and its beginning.
        Count = times.Count;
        _end = 2 * Count;
        _next = new int[_end + 1];
        _previous = new int[_end + 1];
        _returns = [.. times.Select(time => time.Returned is not null)];

        var calls = times.Select((time, operation) => (Time: time.Called, Event: operation));
        var returns = times.Select((time, operation) => (Time: time.Returned, Event: Count + operation))
            .Where(pair => pair.Time is not null).Select(pair => (Time: pair.Time!.Value, pair.Event));
        // Calls have the smaller numbers, so at the same time they come before returns: what touches is concurrent.
        var last = _end;
        foreach (var (_, current) in calls.Concat(returns).Order())
        {
            Link(last, current);
            last = current;
        }
        Link(last, _end);
        ReturnsLeft = _returns.Count(returned => returned);
    }

    public int Count { get; }

    /// <summary>Operations of known outcome that are still in the list.</summary>
    public int ReturnsLeft { get; private set; }

    public void Take(int operation)
    {
        Unlink(operation);
        if (!_returns[operation]) return;
        Unlink(Count + operation);
        ReturnsLeft--;
    }

    public void PutBack(int operation)
    {
        if (_returns[operation])
        {
            Relink(Count + operation);
            ReturnsLeft++;
        }
        Relink(operation);
    }

    /// <summary>
    /// Adds the operations called before the first return, the most promising last: first those of unknown outcome, then those that return
    /// later, then the one whose return it is.
    /// </summary>
    public void AddCandidates(List<int> candidates)
    {
        var at = _next[_end];
        for (; at < Count; at = _next[at])
        {
            if (!_returns[at]) candidates.Add(at);
        }
        if (at == _end) return;
        var due = at - Count;
        for (at = _next[_end]; at < Count; at = _next[at])
        {
            if (_returns[at] && at != due) candidates.Add(at);
        }
        candidates.Add(due);
    }

    /// <summary>The list up to and with its <paramref name="returns"/>th return: for a call the operation, for a return its complement.</summary>
    public void CopyBeginning(List<int> events, int returns)
    {
        events.Clear();
        for (var at = _next[_end]; at != _end && returns > 0; at = _next[at])
        {
            events.Add(at < Count ? at : ~(at - Count));
            if (at >= Count) returns--;
        }
    }

    private void Link(int left, int right)
    {
        _next[left] = right;
        _previous[right] = left;
    }

    private void Unlink(int at) => Link(_previous[at], _next[at]);

    private void Relink(int at)
    {
        _next[_previous[at]] = at;
        _previous[_next[at]] = at;
    }
}
