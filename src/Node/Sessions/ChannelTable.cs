using System.Collections.Concurrent;
using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;

namespace AkkaCache.Node.Sessions;

/// <summary>The channels of this node and who listens to them.</summary>
/// <remarks>Publishing takes no lock and costs one look-up, plus a match per pattern that anybody is subscribed to.</remarks>
public sealed class ChannelTable : IChannels, IChannelDirectory
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<byte[], Audience> _channels = new(ByteStringComparer.Instance);
    private readonly ConcurrentDictionary<byte[], Audience>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;
    private readonly Dictionary<byte[], Audience> _patterns = new(ByteStringComparer.Instance);

    // Made again when a message is published after a change, so that many subscriptions in a row do not each copy it.
    private KeyValuePair<byte[], Audience>[]? _patternList = [];
    private int _patternCount;

    public ChannelTable() => _bySpan = _channels.GetAlternateLookup<ReadOnlySpan<byte>>();

    public IReadOnlyCollection<byte[]> Active => [.. _channels.Keys];

    public int ChannelCount => _channels.Count;

    public int PatternCount => Volatile.Read(ref _patternCount);

    public int SubscribersOf(ReadOnlySpan<byte> channel) => _bySpan.TryGetValue(channel, out var audience) ? audience.Count : 0;

    public ISubscriptions CreateSubscriptions(IPushTarget target) => new Subscriptions(this, target);

    /// <summary>Sends a message to a channel's subscribers and to those of patterns that match it; returns how many deliveries that makes.</summary>
    public int Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        var deliveries = 0;
        if (_bySpan.TryGetValue(channel, out var audience)) deliveries += Deliver(audience, null, channel, message);
        foreach (var (pattern, listeners) in AllPatterns())
        {
            if (GlobPattern.Matches(pattern, channel)) deliveries += Deliver(listeners, pattern, channel, message);
        }
        return deliveries;
    }

    internal void Add(byte[] channel, IPushTarget target)
    {
        lock (_lock)
        {
            if (!_channels.TryGetValue(channel, out var audience)) _channels[channel] = audience = new Audience();
            audience.Add(target);
        }
    }

    internal void Remove(byte[] channel, IPushTarget target)
    {
        lock (_lock)
        {
            if (!_channels.TryGetValue(channel, out var audience)) return;
            audience.Remove(target);
            if (audience.Count == 0) _channels.TryRemove(channel, out _);
        }
    }

    internal void AddPattern(byte[] pattern, IPushTarget target)
    {
        lock (_lock)
        {
            if (!_patterns.TryGetValue(pattern, out var audience))
            {
                _patterns[pattern] = audience = new Audience();
                PatternsChanged();
            }
            audience.Add(target);
        }
    }

    internal void RemovePattern(byte[] pattern, IPushTarget target)
    {
        lock (_lock)
        {
            if (!_patterns.TryGetValue(pattern, out var audience)) return;
            audience.Remove(target);
            if (audience.Count > 0) return;
            _patterns.Remove(pattern);
            PatternsChanged();
        }
    }

    private void PatternsChanged()
    {
        Volatile.Write(ref _patternCount, _patterns.Count);
        Volatile.Write(ref _patternList, null);
    }

    private KeyValuePair<byte[], Audience>[] AllPatterns()
    {
        var list = Volatile.Read(ref _patternList);
        if (list is not null) return list;
        lock (_lock)
        {
            list = [.. _patterns];
            Volatile.Write(ref _patternList, list);
            return list;
        }
    }

    private int Deliver(Audience audience, byte[]? pattern, ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        var push = default(PushMessage);
        var targets = audience.Everybody(_lock);
        foreach (var target in targets) target.Push(push.For(target.ProtocolVersion, pattern, channel, message));
        return targets.Length;
    }
}
