using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Eviction;
using AkkaCache.Node.Partitions;

namespace AkkaCache.Node.Budget;

/// <summary>The node's limits of bytes and items over all partitions, and the eviction that keeps to them.</summary>
/// <remarks>
/// <para>
/// What is used is the sum over the partitions, read without their gates. Summing costs some microseconds, so one sum is good for
/// as many further commands as surely fit (<see cref="Credit"/>) and for one millisecond: near the limit every command is checked, far from it hardly any.
/// As in Redis, what is checked is the use before the command, so one command may exceed the limit by what it adds.
/// </para>
/// <para>
/// Making room removes a little more than needed, so that the next commands find room without a sum. It always takes from the partition that
/// <see cref="EvictionOrder"/> names, one gate at a time, in bounded steps; a command whose share was not enough goes ahead and the next one continues, so
/// a limit that was lowered far does not stop anybody's work.
/// </para>
/// </remarks>
public sealed class MemoryBudget : IRoom
{
    /// <summary>Entries removed under one hold of a gate: some microseconds.</summary>
    internal const int StepEntries = 16;

    /// <summary>Steps of one call on a socket's thread: up to 128 entries, some tens of microseconds, and more than any usual command adds.</summary>
    internal const int BoundedSteps = 8;

    /// <summary>Steps of one call on a worker: a command that adds thousands of keys finds room for them.</summary>
    internal const int WorkerSteps = 1024;

    /// <summary>Commands that one sum may be good for; 256 small values are some tens of kilobytes.</summary>
    private const int MaxCredit = 256;

    /// <summary>What a command is taken to add at most when credit is given. Larger values still arrive slower than one sum per millisecond is taken.</summary>
    private const int CreditBytes = 1024;

    /// <summary>Room made beyond the need: a thousandth of the limit, and no more than is removed within a millisecond.</summary>
    private const int SlackBytesShift = 10;
    private const long MaxSlackBytes = 1 << 20;

    /// <summary>The same for items; item limits tend to be small.</summary>
    private const int SlackItemsShift = 8;
    private const long MaxSlackItems = 4096;

    private readonly PartitionTable _partitions;
    private readonly DataSettings _settings;
    private readonly EvictionOrder _order;
    private readonly Lock _evictor = new();
    private readonly Random _random;

    // A race between two threads on these loses at most some credit.
    private long _checkedMs;
    private int _credit;

    public MemoryBudget(PartitionTable partitions, DataSettings settings)
        : this(partitions, settings, new Random())
    {
    }

    /// <param name="random">Chooses victims of the random policies.</param>
    public MemoryBudget(PartitionTable partitions, DataSettings settings, Random random)
    {
        _partitions = partitions;
        _settings = settings;
        _random = random;
        _order = new EvictionOrder(partitions, random);
    }

    public bool IsLimited => (_settings.MaxMemoryBytes | _settings.MaxItems) != 0;

    /// <summary>Bytes of data on this node. O(partitions).</summary>
    public long UsedBytes => Measure().Bytes;

    public RoomResult MakeRoom(long nowMs, bool bounded)
    {
        if (nowMs == _checkedMs && --_credit >= 0) return RoomResult.Made;
        var need = Need.Of(Measure(), _settings);
        Credit(nowMs, need);
        if (!need.IsOver) return RoomResult.Made;
        if (_settings.Policy == EvictionPolicy.NoEviction) return RoomResult.None;

        // Somebody else is at it already: whoever comes meanwhile adds one command's worth.
        if (!_evictor.TryEnter()) return RoomResult.Made;
        try
        {
            return Evict(need, nowMs, bounded);
        }
        finally
        {
            _evictor.Exit();
        }
    }

    private RoomResult Evict(Need need, long nowMs, bool bounded)
    {
        var policy = _settings.Policy;
        _order.Begin(policy, nowMs);
        var steps = bounded ? BoundedSteps : WorkerSteps;
        var evicted = false;
        var busy = false;
        while (need.WantsMore && steps > 0 && _order.Next() is var index and >= 0)
        {
            var partition = _partitions[index];
            switch (Enter(partition.Gate, bounded))
            {
                case GateResult.Busy:
                    busy = true;
                    _order.Skip(index);
                    continue;
                case GateResult.Closed:
                    _order.Skip(index);
                    continue;
            }
            try
            {
                if (!EvictStep_NeedsGate(partition.Space, index, policy, ref need)) continue;
                evicted = true;
                steps--;
            }
            finally
            {
                partition.Gate.Exit();
            }
        }
        Credit(nowMs, need);
        return evicted ? RoomResult.Made : busy ? RoomResult.Busy : RoomResult.None;
    }

    /// <returns>False when nothing was removed, because another partition turned out to be first.</returns>
    private bool EvictStep_NeedsGate(PartitionSpace space, int index, EvictionPolicy policy, ref Need need)
    {
        var store = space.Store;
        var bytesBefore = store.UsedBytes;
        var countBefore = store.Count;
        for (var i = 0; i < StepEntries; i++)
        {
            var victim = EvictionRule.Victim(store, policy, _random);
            if (!_order.StillFirst(index, store, victim)) break;
            space.Evict(victim);
            if (!need.Less(bytesBefore - store.UsedBytes, countBefore - store.Count).WantsMore) break;
        }
        var removed = countBefore - store.Count;
        need = need.Less(bytesBefore - store.UsedBytes, removed);
        return removed > 0;
    }

    private static GateResult Enter(Gate gate, bool bounded) =>
        bounded ? gate.TryEnterBriefly() : gate.TryEnter() ? GateResult.Entered : GateResult.Closed;

    private void Credit(long nowMs, in Need need)
    {
        _credit = (int)Math.Clamp(Math.Min(need.FreeBytes / CreditBytes, need.FreeItems), 0, MaxCredit);
        _checkedMs = nowMs;
    }

    private (long Bytes, long Items) Measure()
    {
        long bytes = 0;
        long items = 0;
        foreach (var partition in _partitions.All)
        {
            var store = partition.Space.Store;
            bytes += store.UsedBytes;
            items += store.Count;
        }
        return (bytes, items);
    }

    /// <summary>How far use is from the limits.</summary>
    private readonly record struct Need(long OverBytes, long OverItems, long SlackBytes, long SlackItems)
    {
        private const long Unlimited = long.MinValue / 2;

        /// <summary>Over a limit now.</summary>
        public bool IsOver => OverBytes > 0 || OverItems > 0;

        /// <summary>Over, or within the room that is made beyond the need.</summary>
        public bool WantsMore => OverBytes > -SlackBytes || OverItems > -SlackItems;

        public long FreeBytes => -OverBytes;

        public long FreeItems => -OverItems;

        /// <remarks>Bytes may reach the limit, as in Redis. Items are whole: the limit is over as soon as one more would exceed it.</remarks>
        public static Need Of((long Bytes, long Items) used, DataSettings settings)
        {
            var maxBytes = settings.MaxMemoryBytes;
            var maxItems = settings.MaxItems;
            return new Need(
                maxBytes == 0 ? Unlimited : used.Bytes - maxBytes,
                maxItems == 0 ? Unlimited : used.Items - maxItems + 1,
                Math.Min(maxBytes >> SlackBytesShift, MaxSlackBytes),
                Math.Min(maxItems >> SlackItemsShift, MaxSlackItems));
        }

        public Need Less(long bytes, long items) => this with { OverBytes = OverBytes - bytes, OverItems = OverItems - items };
    }
}
