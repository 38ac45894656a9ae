using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Idempotence;
using AkkaCache.Engine.Store;

namespace AkkaCache.Commands.Execution;

/// <summary>What commands see of a partition while its gate is held: the store, the log, the watchers, the counters.</summary>
public sealed class PartitionSpace
{
    public PartitionSpace(int index, PartitionStore store, EffectLog effects)
    {
        Index = index;
        Store = store;
        Effects = effects;
    }

    public int Index { get; }
    public PartitionStore Store { get; }
    public EffectLog Effects { get; }
    public WatchTable Watches { get; } = new();

    /// <summary>Clients that keep keys of this partition.</summary>
    public ReaderTable Readers { get; } = new();

    public KeyspaceStatistics Statistics { get; } = new();

    /// <summary>Requests that must not be executed twice.</summary>
    public OnceWindow Once { get; } = new();

    /// <summary>Snapshots that are being cut of this partition.</summary>
    public SnapshotCutters Cutters { get; } = new();

    /// <summary>The entry of a living key, or -1. A key that is past its time is removed here, with its effect.</summary>
    public int FindLive(scoped ReadOnlySpan<byte> key, long nowMs)
    {
        var entry = Store.Find(key);
        if (entry < 0 || !IsPast(entry, nowMs)) return entry;
        Expire(entry);
        return -1;
    }

    /// <summary>A key's entry for reading: counts a hit or miss and makes it young. -1 when absent or past its time.</summary>
    /// <param name="stamp">As <see cref="CommandContext.StampOf"/> says.</param>
    public int FindToRead(scoped ReadOnlySpan<byte> key, long nowMs, uint stamp)
    {
        var entry = FindLive(key, nowMs);
        if (entry < 0)
        {
            Statistics.Misses++;
            return -1;
        }
        Statistics.Hits++;
        Store.Touch(entry, stamp);
        return entry;
    }

    public bool IsPast(int entry, long nowMs)
    {
        var due = Store.DueOf(entry);
        return due != 0 && due <= nowMs;
    }

    /// <summary>Removes an entry whose time is past: replicated as DEL, so that copies never decide by their own clock.</summary>
    public void Expire(int entry)
    {
        Statistics.Expired++;
        RemoveOnItsOwn(entry);
    }

    /// <summary>Removes an entry to make room, likewise replicated as DEL.</summary>
    public void Evict(int entry)
    {
        Statistics.Evicted++;
        RemoveOnItsOwn(entry);
    }

    /// <summary>Notes that a key was changed by a write.</summary>
    public void Changed(scoped ReadOnlySpan<byte> key)
    {
        Statistics.Changes++;
        if (!Watches.IsEmpty) Watches.Changed(key);
        if (!Readers.IsEmpty) Readers.Changed(key);
    }

    private void RemoveOnItsOwn(int entry)
    {
        var key = Store.KeyOf(entry);
        Effects.Begin(2);
        Effects.Argument("DEL"u8);
        Effects.Argument(key);
        Effects.End();
        Changed(key);
        Store.Remove(entry);
    }
}
