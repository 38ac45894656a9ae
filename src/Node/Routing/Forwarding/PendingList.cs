namespace AkkaCache.Node.Routing.Forwarding;

/// <summary>Pending commands in the order in which they came, linked through themselves.</summary>
internal struct PendingList
{
    public PendingCommand? Oldest { get; private set; }

    public PendingCommand? Newest { get; private set; }

    public readonly bool IsEmpty => Oldest is null;

    /// <summary>O(n).</summary>
    public readonly int CountOf(PendingState state)
    {
        var count = 0;
        for (var command = Oldest; command is not null; command = command.Newer)
            if (command.State == state) count++;
        return count;
    }

    /// <summary>The oldest in a state, or null. O(n).</summary>
    public readonly PendingCommand? OldestOf(PendingState state)
    {
        var command = Oldest;
        while (command is not null && command.State != state) command = command.Newer;
        return command;
    }

    public void Append(PendingCommand command)
    {
        command.Older = Newest;
        if (Newest is null) Oldest = command;
        else Newest.Newer = command;
        Newest = command;
    }

    public void Remove(PendingCommand command)
    {
        if (command.Older is null) Oldest = command.Newer;
        else command.Older.Newer = command.Newer;
        if (command.Newer is null) Newest = command.Older;
        else command.Newer.Older = command.Older;
        command.Older = command.Newer = null;
    }
}
