namespace AkkaCache.Node.Routing.Forwarding;

/// <summary>Commands that left a backlog under its lock and are answered after it, with why.</summary>
internal struct Departures
{
    private PendingCommand? _first;
    private PendingCommand? _last;

    public readonly bool IsEmpty => _first is null;

    public void Add(PendingCommand command, Departure reason)
    {
        command.Departure = reason;
        command.Older = command.Newer = null;
        if (_last is null) _first = command;
        else _last.Newer = command;
        _last = command;
    }

    public PendingCommand? Take()
    {
        var command = _first;
        if (command is null) return null;
        _first = command.Newer;
        if (_first is null) _last = null;
        command.Newer = null;
        return command;
    }
}

/// <summary>Why a command is answered without having been executed for all that is known.</summary>
internal enum Departure : byte
{
    /// <summary>It waited too long: surely not executed.</summary>
    NotTaken,

    /// <summary>A write whose node did not answer.</summary>
    Unknown,

    /// <summary>A read whose node did not answer.</summary>
    NotAnswered,

    /// <summary>The client is sent to another node.</summary>
    Moved,
}
