namespace AkkaCache.Node.Routing.Forwarding;

/// <summary>All pending commands of the node: a table by number, the pool of those not in use, and the limits of both number and bytes.</summary>
internal sealed class PendingCommands
{
    /// <summary>Commands on their way or waiting at a time: 128 connections with as many as they may have, or ten thousand with a dozen each. Some 50 MB with small ones.</summary>
    public const int MaxCount = 128 * 1024;

    /// <summary>Their bytes. A command that is longer than all of it may go alone.</summary>
    public const long MaxBytes = 256L * 1024 * 1024;

    private const int InitialCount = 64;

    private readonly Lock _lock = new();
    private readonly int _maxCount;
    private readonly long _maxBytes;
    private PendingCommand[] _all = [];
    private PendingCommand? _free;
    private int _made;
    private int _used;
    private long _bytes;

    public PendingCommands(int maxCount = MaxCount, long maxBytes = MaxBytes)
    {
        _maxCount = maxCount;
        _maxBytes = maxBytes;
    }

    /// <summary>Commands in use.</summary>
    public int Count => Volatile.Read(ref _used);

    /// <summary>One with room for a body, or null at the limits. Whoever has it returns it.</summary>
    public PendingCommand? Rent(long bodyBytes)
    {
        PendingCommand command;
        lock (_lock)
        {
            if (_used >= _maxCount || (_used > 0 && _bytes + bodyBytes > _maxBytes) || bodyBytes > Array.MaxLength) return null;
            command = _free ?? Make_NeedsLock();
            _free = command.Newer;
            command.Newer = null;
            Volatile.Write(ref _used, _used + 1);
            _bytes += bodyBytes;
        }
        command.NewBody((int)bodyBytes);
        return command;
    }

    public void Return(PendingCommand command)
    {
        var bytes = command.Body.Length;
        command.Clear();
        lock (_lock)
        {
            command.Newer = _free;
            _free = command;
            Volatile.Write(ref _used, _used - 1);
            _bytes -= bytes;
        }
    }

    /// <summary>The command of a number, in use or not; null when there was never one.</summary>
    public PendingCommand? Find(int index)
    {
        var all = Volatile.Read(ref _all);
        return (uint)index < (uint)all.Length ? all[index] : null;
    }

    private PendingCommand Make_NeedsLock()
    {
        if (_made == _all.Length)
        {
            var all = new PendingCommand[Math.Min(_maxCount, Math.Max(InitialCount, _all.Length * 2))];
            _all.CopyTo(all, 0);
            Volatile.Write(ref _all, all);
        }
        var command = new PendingCommand(_made);
        Volatile.Write(ref _all[_made++], command);
        return command;
    }
}
