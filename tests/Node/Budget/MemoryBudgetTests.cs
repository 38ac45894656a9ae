using System.Text;
using Akka.Actor;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Eviction;
using AkkaCache.Node.Budget;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Topology;
using AkkaCache.Testing.Allocation;

namespace AkkaCache.Node.Tests.Budget;

public sealed class MemoryBudgetTests : IDisposable
{
    private const long StartMs = 1_700_000_000_000;

    private readonly PartitionTable _table = new(new PartitionLayout(16), index => new Partition(index, (ulong)index, 4096));
    private readonly DataSettings _settings = new();
    private readonly MemoryBudget _budget;
    private long _nowMs = StartMs;

    public MemoryBudgetTests()
    {
        foreach (var partition in _table.All) partition.Open(ActorRefs.Nobody);
        _budget = new MemoryBudget(_table, _settings, new Random(1));
    }

    [Fact]
    public void Budget_without_limits_is_not_limited()
    {
        Assert.False(_budget.IsLimited);
        _settings.MaxItems = 1;
        Assert.True(_budget.IsLimited);
        _settings.MaxItems = 0;
        _settings.MaxMemoryBytes = 1;
        Assert.True(_budget.IsLimited);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1000)]
    public void Items_never_exceed_their_limit_by_keys_written_one_at_a_time(int limit)
    {
        _settings.MaxItems = limit;
        for (var i = 0; i < limit * 2 + 100; i++)
        {
            Assert.Equal(RoomResult.Made, _budget.MakeRoom(_nowMs += i % 3, bounded: true));
            Add($"key{i}");
            Assert.True(_table.Count <= limit, $"{_table.Count} keys");
        }
        Assert.True(_table.Count >= limit - Math.Max(1, limit >> 8), $"{_table.Count} keys: more was evicted than the limit asks for");
    }

    [Fact]
    public void Lru_evicts_the_oldest_of_all_partitions_first()
    {
        _settings.MaxItems = 200;
        for (var i = 0; i < 1000; i++)
        {
            _nowMs += 8;
            Assert.Equal(RoomResult.Made, _budget.MakeRoom(_nowMs, bounded: true));
            Add($"key{i}");
        }

        // What is left is exactly the youngest: nothing older than something that went.
        var left = Enumerable.Range(0, 1000).Where(i => Has($"key{i}")).ToList();
        Assert.Equal(Enumerable.Range(1000 - left.Count, left.Count), left);
    }

    [Fact]
    public void Lru_spares_what_was_used_lately()
    {
        _settings.MaxItems = 100;
        for (var i = 0; i < 90; i++) Add($"old{i}", after: 8);
        for (var i = 0; i < 90; i += 3) Touch($"old{i}", after: 8);
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(RoomResult.Made, _budget.MakeRoom(_nowMs += 8, bounded: true));
            Add($"new{i}");
        }
        Assert.All(Enumerable.Range(0, 30), i => Assert.True(Has($"old{i * 3}"), $"old{i * 3} was used after the others"));
    }

    [Fact]
    public void Bytes_stay_within_the_limit_and_a_little_more_than_needed_is_freed()
    {
        _settings.MaxMemoryBytes = 1 << 20;
        for (var i = 0; i < 20_000; i++)
        {
            if (i % 50 == 0) _nowMs++;
            Assert.Equal(RoomResult.Made, _budget.MakeRoom(_nowMs, bounded: true));
            Add($"key{i}", bytes: 100);
            Assert.True(_budget.UsedBytes <= _settings.MaxMemoryBytes + 4096, $"{_budget.UsedBytes} bytes after {i} keys");
        }
        Assert.True(_budget.UsedBytes > _settings.MaxMemoryBytes * 99 / 100, $"{_budget.UsedBytes} bytes: more was evicted than the limit asks for");
    }

    [Fact]
    public void Noeviction_refuses_at_the_limit_until_something_is_gone()
    {
        _settings.MaxItems = 3;
        _settings.Policy = EvictionPolicy.NoEviction;
        Add("a");
        Add("b");
        Assert.Equal(RoomResult.Made, _budget.MakeRoom(_nowMs, bounded: true));
        Add("c");
        Assert.Equal(RoomResult.None, _budget.MakeRoom(_nowMs, bounded: true));
        Remove("a");
        Assert.Equal(RoomResult.Made, _budget.MakeRoom(_nowMs, bounded: true));
    }

    [Theory]
    [InlineData(EvictionPolicy.VolatileLru)]
    [InlineData(EvictionPolicy.VolatileTtl)]
    [InlineData(EvictionPolicy.VolatileRandom)]
    public void Volatile_policies_take_only_keys_with_a_time_to_live_and_then_refuse(EvictionPolicy policy)
    {
        _settings.Policy = policy;
        for (var i = 0; i < 50; i++) Add($"kept{i}", after: 8);
        for (var i = 0; i < 50; i++) Add($"volatile{i}", after: 8, dueMs: _nowMs + 60_000 + i * 1000);
        _settings.MaxItems = 51;

        while (_budget.MakeRoom(_nowMs += 8, bounded: true) == RoomResult.Made && _table.Count >= _settings.MaxItems)
        {
        }
        Assert.Equal(50, _table.Count);
        Assert.All(Enumerable.Range(0, 50), i => Assert.True(Has($"kept{i}")));

        _settings.MaxItems = 50;
        Assert.Equal(RoomResult.None, _budget.MakeRoom(_nowMs += 8, bounded: true));
    }

    [Fact]
    public void Volatile_ttl_takes_what_is_due_first()
    {
        _settings.Policy = EvictionPolicy.VolatileTtl;
        for (var i = 0; i < 100; i++) Add($"key{i}", dueMs: _nowMs + 1_000_000 - i * 10_000L);
        _settings.MaxItems = 100;
        Assert.Equal(RoomResult.Made, _budget.MakeRoom(_nowMs, bounded: true));
        Assert.False(Has("key99"));
        Assert.Equal(99, _table.Count);
    }

    [Fact]
    public void Random_policy_makes_room_from_any_partition()
    {
        _settings.Policy = EvictionPolicy.AllKeysRandom;
        for (var i = 0; i < 500; i++) Add($"key{i}");
        _settings.MaxItems = 100;
        while (_table.Count >= 100) Assert.Equal(RoomResult.Made, _budget.MakeRoom(_nowMs += 1, bounded: true));
        Assert.True(_table.Count >= 98);
    }

    [Fact]
    public void One_call_on_a_sockets_thread_evicts_a_bounded_number()
    {
        for (var i = 0; i < 5000; i++) Add($"key{i}");
        _settings.MaxItems = 10;
        Assert.Equal(RoomResult.Made, _budget.MakeRoom(_nowMs += 1, bounded: true));
        Assert.InRange(5000 - _table.Count, 1, MemoryBudget.BoundedSteps * MemoryBudget.StepEntries);

        Assert.Equal(RoomResult.Made, _budget.MakeRoom(_nowMs += 1, bounded: false));
        Assert.Equal(9, _table.Count);
    }

    [Fact]
    public void Closed_partitions_are_left_alone()
    {
        for (var i = 0; i < 100; i++) Add($"key{i}");
        foreach (var partition in _table.All) partition.Close();
        _settings.MaxItems = 10;
        Assert.Equal(RoomResult.None, _budget.MakeRoom(_nowMs, bounded: true));
        Assert.Equal(100, _table.All.ToArray().Sum(partition => partition.Space.Store.Count));
    }

    [Fact]
    public async Task Busy_gates_are_reported_on_a_sockets_thread_and_waited_for_on_a_worker()
    {
        Add("key");
        Add("key2");
        _settings.MaxItems = 1;
        using var held = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        var holder = Task.Factory.StartNew(
            () =>
            {
                foreach (var partition in _table.All) Assert.True(partition.Gate.TryEnter());
                held.Release();
                release.Wait();
                foreach (var partition in _table.All) partition.Gate.Exit();
            },
            TaskCreationOptions.LongRunning);
        await held.WaitAsync();

        Assert.Equal(RoomResult.Busy, _budget.MakeRoom(_nowMs, bounded: true));
        var worker = Task.Factory.StartNew(() => _budget.MakeRoom(_nowMs, bounded: false), TaskCreationOptions.LongRunning);
        release.Release();
        await holder;
        Assert.Equal(RoomResult.Made, await worker);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Evictions_are_logged_as_effects_and_counted()
    {
        for (var i = 0; i < 10; i++) Add($"key{i}");
        _settings.MaxItems = 5;
        _budget.MakeRoom(_nowMs, bounded: false);
        long evicted = 0;
        long effects = 0;
        foreach (var partition in _table.All)
        {
            evicted += partition.Space.Statistics.Evicted;
            effects += partition.Space.Effects.LastSequence;
        }
        Assert.Equal((6, 6), (evicted, effects));
    }

    [Fact]
    public void Check_with_room_allocates_nothing()
    {
        _settings.MaxItems = 1_000_000;
        Assert.Equal(0, Allocated.By(10_000, i => _budget.MakeRoom(_nowMs += i & 1, bounded: true)));
    }

    [Fact]
    public void Eviction_pulse_makes_a_lowered_limit_hold_without_any_write()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(StartMs));
        for (var i = 0; i < 300; i++) Add($"key{i}");
        using var pulse = new EvictionPulse(_budget, time);
        _settings.MaxItems = 100;
        for (var i = 0; i < 5; i++) time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(99, _table.Count);
    }

    public void Dispose() => _table.Dispose();

    private uint Stamp => (uint)(_nowMs >> 3);

    private Partition PartitionOf(string key) => _table[_table.PartitionOf(Encoding.UTF8.GetBytes(key))];

    private bool Has(string key) => PartitionOf(key).Space.Store.Find(Encoding.UTF8.GetBytes(key)) >= 0;

    private void Add(string key, int bytes = 10, long after = 0, long dueMs = 0)
    {
        _nowMs += after;
        var store = PartitionOf(key).Space.Store;
        var entry = store.AddString(Encoding.UTF8.GetBytes(key), new byte[bytes], Stamp);
        if (dueMs != 0) store.SetDue(entry, dueMs);
    }

    private void Touch(string key, long after)
    {
        _nowMs += after;
        var store = PartitionOf(key).Space.Store;
        store.Touch(store.Find(Encoding.UTF8.GetBytes(key)), Stamp);
    }

    private void Remove(string key)
    {
        var store = PartitionOf(key).Space.Store;
        store.Remove(store.Find(Encoding.UTF8.GetBytes(key)));
    }
}
