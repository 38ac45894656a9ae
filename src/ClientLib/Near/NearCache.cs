using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using AkkaCache.Client.Telemetry;
using AkkaCache.Protocol.Frames;

namespace AkkaCache.Client.Near;

/// <summary>What the client has read and may use again: bounded by items and bytes, and true until a node says otherwise.</summary>
/// <remarks>
/// <para>
/// Invariant: an entry is what its node would answer, or that node's word of a change is on its way here. The node remembers the read before it answers and tells of the first
/// change after it, so all that can go wrong is order: the word may come before the reply, because a reply can be held for copies, or is taken by another thread. Therefore a read takes a
/// ticket before it is sent, each word counts up, and a reply is kept only if nothing was counted since. Counting and keeping happen under one lock.
/// Changes are counted by hash in <see cref="Stripes"/> counters: a read that is dropped because of another key costs a read, never a stale one.
/// </para>
/// <para>Hits take no lock. Who goes when there is no room is found by second chance: the list is in order of arrival, and what was used since it was last looked at goes to its end.</para>
/// </remarks>
internal sealed class NearCache
{
    /// <summary>Counters of changes; with so many, a reply is dropped for another key's sake once in a thousand changes during a read.</summary>
    private const int Stripes = 1024;

    private readonly NearCacheOptions _options;
    private readonly TimeProvider _time;
    private readonly long _maxAgeTicks;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<byte[], NearEntry> _entries = new(KeyBytesComparer.Instance);
    private readonly ConcurrentDictionary<byte[], NearEntry>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;
    private readonly LinkedList<NearEntry> _order = new();
    private readonly long[] _changes = new long[Stripes];
    private long _sweeps;
    private long _bytes;
    private bool _isClosed;

    public NearCache(NearCacheOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _maxAgeTicks = Ticks(options.MaxAge);
        _bySpan = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public int Count
    {
        get
        {
            lock (_lock) return _order.Count;
        }
    }

    public long Bytes
    {
        get
        {
            lock (_lock) return _bytes;
        }
    }

    /// <summary>A key's bytes as they were read, null if it was absent. False: nothing is known of it. Allocates nothing.</summary>
    public bool TryGet(in CacheKey key, out ReadOnlyMemory<byte>? value)
    {
        Span<byte> bytes = stackalloc byte[ClientInvalidation.MaxKeyBytes];
        if (key.TryCopyTo(bytes, out var length) && TryFind(bytes[..length], out var entry))
        {
            ClientMeter.NearHits.Add(1);
            value = entry.Value;
            return true;
        }
        ClientMeter.NearMisses.Add(1);
        value = null;
        return false;
    }

    /// <summary>The same without counting, for whoever looks more than once for one read.</summary>
    public bool TryFind(ReadOnlySpan<byte> key, [NotNullWhen(true)] out NearEntry? entry)
    {
        if (!_bySpan.TryGetValue(key, out entry) || _time.GetTimestamp() >= entry.DueAt) return false;

        // Not written when it is so already: other threads read the same line.
        if (!entry.WasUsed) entry.WasUsed = true;
        return true;
    }

    /// <summary>To be asked for before a read is sent.</summary>
    public NearTicket TicketFor(ReadOnlySpan<byte> key)
    {
        var stripe = StripeOf(key);
        lock (_lock) return new NearTicket(stripe, _changes[stripe], _sweeps, _time.GetTimestamp());
    }

    /// <summary>Keeps a reply, unless something was heard since its read was sent.</summary>
    public bool TryKeep(byte[] key, int partition, in NearTicket ticket, in NearReply reply)
    {
        if (reply.AgeMs == 0) return false;
        var age = reply.AgeMs < 0 ? _maxAgeTicks : Math.Min(_maxAgeTicks, Ticks(TimeSpan.FromMilliseconds(Math.Min(reply.AgeMs, (long)_options.MaxAge.TotalMilliseconds + 1))));
        var entry = new NearEntry(key, reply.Value, partition, reply.Source, ticket.SentAt + age);
        if (entry.Bytes > _options.MaxBytes) return false;
        lock (_lock)
        {
            if (_isClosed || _changes[ticket.Stripe] != ticket.Changes || _sweeps != ticket.Sweeps) return false;
            if (_entries.TryGetValue(key, out var before)) Remove_NeedsLock(before);
            _entries[key] = entry;
            entry.Node = _order.AddLast(entry);
            _bytes += entry.Bytes;
            while (_order.Count > _options.MaxItems || _bytes > _options.MaxBytes) Evict_NeedsLock();
        }
        return true;
    }

    /// <summary>A key has changed, or is being changed from here.</summary>
    public void Forget(ReadOnlySpan<byte> key)
    {
        lock (_lock)
        {
            _changes[StripeOf(key)]++;
            if (!_bySpan.TryGetValue(key, out var entry)) return;
            Remove_NeedsLock(entry);
        }
        ClientMeter.NearInvalidations.Add(1);
    }

    /// <summary>Everything of a partition may have changed.</summary>
    public void ForgetPartition(int partition) => ForgetWhere(entry => entry.Partition == partition);

    /// <summary>Nobody will tell of changes to what came over this link.</summary>
    public void ForgetFrom(object source) => ForgetWhere(entry => ReferenceEquals(entry.Source, source));

    public void ForgetAll() => ForgetWhere(static _ => true);

    /// <summary>Forgets everything and keeps nothing any more.</summary>
    public void Close()
    {
        lock (_lock) _isClosed = true;
        ForgetAll();
    }

    /// <summary>O(entries). Counts for all reads under way, whatever they read: where it is called, something rare has happened.</summary>
    public void ForgetWhere(Func<NearEntry, bool> mustGo)
    {
        var gone = 0;
        lock (_lock)
        {
            _sweeps++;
            for (var node = _order.First; node is not null;)
            {
                var next = node.Next;
                if (mustGo(node.Value))
                {
                    Remove_NeedsLock(node.Value);
                    gone++;
                }
                node = next;
            }
        }
        if (gone > 0) ClientMeter.NearInvalidations.Add(gone);
    }

    private static int StripeOf(ReadOnlySpan<byte> key) => KeyBytesComparer.HashOf(key) & (Stripes - 1);

    private void Evict_NeedsLock()
    {
        // Ends: each pass over the list takes away a mark, and marks are set by others more slowly than that.
        var oldest = _order.First!;
        for (var chances = _order.Count; oldest.Value.WasUsed && chances > 0; chances--)
        {
            oldest.Value.WasUsed = false;
            _order.RemoveFirst();
            _order.AddLast(oldest);
            oldest = _order.First!;
        }
        Remove_NeedsLock(oldest.Value);
        ClientMeter.NearEvictions.Add(1);
    }

    private void Remove_NeedsLock(NearEntry entry)
    {
        _entries.TryRemove(entry.Key, out _);
        _order.Remove(entry.Node!);
        _bytes -= entry.Bytes;
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);
}
