namespace AkkaCache.Node.Sessions;

/// <summary>One connection's subscriptions, kept on both sides: here for itself, in the table for publishers.</summary>
internal sealed class Subscriptions : ISubscriptions
{
    private static readonly HashSet<byte[]> None = [];

    private readonly ChannelTable _table;
    private readonly IPushTarget _target;

    // Most connections never subscribe.
    private HashSet<byte[]>? _channels;
    private HashSet<byte[]>? _patterns;

    public Subscriptions(ChannelTable table, IPushTarget target)
    {
        _table = table;
        _target = target;
    }

    public int Count => (_channels?.Count ?? 0) + (_patterns?.Count ?? 0);
    public IReadOnlyCollection<byte[]> Channels => _channels ?? None;
    public IReadOnlyCollection<byte[]> Patterns => _patterns ?? None;

    public bool Subscribe(ReadOnlySpan<byte> channel)
    {
        _channels ??= new HashSet<byte[]>(ByteStringComparer.Instance);
        var name = channel.ToArray();
        if (!_channels.Add(name)) return false;
        _table.Add(name, _target);
        return true;
    }

    public bool Unsubscribe(ReadOnlySpan<byte> channel)
    {
        var name = channel.ToArray();
        if (_channels is null || !_channels.Remove(name)) return false;
        _table.Remove(name, _target);
        return true;
    }

    public bool SubscribePattern(ReadOnlySpan<byte> pattern)
    {
        _patterns ??= new HashSet<byte[]>(ByteStringComparer.Instance);
        var name = pattern.ToArray();
        if (!_patterns.Add(name)) return false;
        _table.AddPattern(name, _target);
        return true;
    }

    public bool UnsubscribePattern(ReadOnlySpan<byte> pattern)
    {
        var name = pattern.ToArray();
        if (_patterns is null || !_patterns.Remove(name)) return false;
        _table.RemovePattern(name, _target);
        return true;
    }

    public void Clear()
    {
        foreach (var channel in Channels) _table.Remove(channel, _target);
        foreach (var pattern in Patterns) _table.RemovePattern(pattern, _target);
        _channels = null;
        _patterns = null;
    }
}
