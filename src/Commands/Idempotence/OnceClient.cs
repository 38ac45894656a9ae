using System.Diagnostics.CodeAnalysis;

namespace AkkaCache.Commands.Idempotence;

/// <summary>What one partition remembers of one client's requests.</summary>
internal sealed class OnceClient(byte[] name)
{
    private readonly Dictionary<long, byte[]> _replies = [];

    /// <summary>In the order of their coming; also those that were taken back since.</summary>
    private readonly Queue<(long Sequence, long TimeMs)> _order = new();

    public byte[] Name => name;

    /// <summary>The client needs no reply to requests below.</summary>
    public long Low { get; private set; }

    public long UsedMs { get; set; } = long.MinValue;

    public int Count => _replies.Count;

    /// <summary>In the window's list of clients.</summary>
    public LinkedListNode<OnceClient>? Place { get; set; }

    /// <summary>Replies in the order of their coming, each with its time.</summary>
    public IEnumerable<(long Sequence, long TimeMs, byte[] Reply)> Replies
    {
        get
        {
            foreach (var (sequence, timeMs) in _order)
                if (_replies.TryGetValue(sequence, out var reply)) yield return (sequence, timeMs, reply);
        }
    }

    public bool TryFind(long sequence, [NotNullWhen(true)] out byte[]? reply) => _replies.TryGetValue(sequence, out reply);

    public void Keep(long sequence, long timeMs, byte[] reply)
    {
        if (_replies.TryAdd(sequence, reply)) _order.Enqueue((sequence, timeMs));
    }

    /// <summary>Forgets replies below, in time proportional to those that were kept.</summary>
    public void TakeBack(long low)
    {
        if (low <= Low) return;
        if (low - Low <= _replies.Count)
        {
            for (var sequence = Low; sequence < low; sequence++) _replies.Remove(sequence);
        }
        else
        {
            foreach (var sequence in _replies.Keys)
                if (sequence < low) _replies.Remove(sequence);
        }
        Low = low;
        while (_order.TryPeek(out var oldest) && oldest.Sequence < low) _order.Dequeue();
    }

    public void Forget(long beforeMs)
    {
        while (_order.TryPeek(out var oldest) && oldest.TimeMs < beforeMs)
        {
            _order.Dequeue();
            _replies.Remove(oldest.Sequence);
        }
    }
}
