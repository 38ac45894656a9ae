using AkkaCache.Engine.Expiry;
using AkkaCache.Engine.Memory;

namespace AkkaCache.Engine.Tests.Expiry;

public sealed class TimerWheelTests : IDisposable
{
    private readonly ChunkedArray<ExpiryRecord> _records = new();
    private readonly TimerWheel _wheel;

    public TimerWheelTests() => _wheel = new TimerWheel(_records);

    public void Dispose() => _records.Dispose();

    private int Add(long dueMs)
    {
        var record = _records.Add();
        _records[record].DueMs = dueMs;
        _wheel.Add(record);
        return record;
    }

    private List<long> TakeUntil(long nowMs)
    {
        var taken = new List<long>();
        for (var record = _wheel.Next(nowMs); record >= 0; record = _wheel.Next(nowMs))
        {
            taken.Add(_records[record].DueMs);
            _wheel.Remove(record);
        }
        return taken;
    }

    [Fact]
    public void TimerWheel_advanced_past_due_yields_record_once()
    {
        Add(100);
        Assert.Equal([100], TakeUntil(100));
        Assert.Empty(TakeUntil(1000));
        Assert.Equal(0, _wheel.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(1_700_000_000_000)]
    [InlineData(9_000_000_000_000)]
    public void TimerWheel_yields_nothing_a_millisecond_before_due(long dueMs)
    {
        Add(dueMs);
        Assert.Empty(TakeUntil(dueMs - 1));
        Assert.True(_wheel.NextDueMs <= dueMs);
        Assert.Equal([dueMs], TakeUntil(dueMs));
    }

    [Fact]
    public void TimerWheel_takes_times_that_no_slot_reaches()
    {
        Add(long.MaxValue);
        Assert.Empty(TakeUntil(9_000_000_000_000));
        Assert.Equal(1, _wheel.Count);
        _wheel.CheckInvariants();
    }

    [Fact]
    public void TimerWheel_yields_what_is_overdue_when_added()
    {
        TakeUntil(1_000_000);
        Add(5);
        Assert.Equal([5], TakeUntil(1_000_000));
    }

    [Fact]
    public void TimerWheel_set_back_in_time_yields_nothing_until_it_caught_up()
    {
        TakeUntil(1_000);
        Add(1_500);
        Assert.Empty(TakeUntil(10));
        Assert.Equal([1_500], TakeUntil(1_500));
    }

    [Fact]
    public void TimerWheel_woken_at_its_next_due_time_yields_all_in_order_in_few_calls()
    {
        var random = new Random(5);
        var dues = Enumerable.Range(0, 2_000).Select(_ => 1 + random.NextInt64(1L << random.Next(1, 44))).ToList();
        dues.ForEach(due => Add(due));
        var taken = new List<long>();
        var wakes = 0;
        while (_wheel.Count > 0)
        {
            wakes++;
            var now = _wheel.NextDueMs;
            var batch = TakeUntil(now);
            Assert.All(batch, due => Assert.True(due <= now));
            taken.AddRange(batch);
        }
        Assert.Equal(dues.Order(), taken);
        Assert.InRange(wakes, 1, 2_000 * 8);
    }

    [Fact]
    public void TimerWheel_with_many_records_in_one_slot_moves_a_bounded_number_per_call()
    {
        const int count = 5 * TimerWheel.MovesPerCall;
        const long hour = 3_600_000;
        for (var i = 0; i < count; i++)
            Add(hour);
        var calls = 0;
        while (_wheel.Next(hour) < 0)
        {
            Assert.True(++calls <= 5 * 8, "never ends");
            Assert.True(_wheel.NextDueMs <= hour, "says when to come back");
            _wheel.CheckInvariants();
            Add(hour + 1);
        }
        Assert.True(calls >= 5, "moved more than its share");
        Assert.Equal(count, TakeAll(hour));
        Assert.Equal(calls, _wheel.Count);
    }

    [Fact]
    public void TimerWheel_records_removed_while_their_slot_is_emptied_never_come()
    {
        const long hour = 3_600_000;
        var records = Enumerable.Range(0, 3 * TimerWheel.MovesPerCall).Select(_ => Add(hour)).ToList();
        Assert.Equal(-1, _wheel.Next(hour));
        for (var i = 0; i < records.Count; i += 2)
            _wheel.Remove(records[i]);
        _wheel.CheckInvariants();
        Assert.Equal(records.Count / 2, TakeAll(hour));
        Assert.Equal(long.MaxValue, _wheel.NextDueMs);
    }

    /// <summary>Calls as a caller must: again, as long as the wheel says that it has more to sort.</summary>
    private int TakeAll(long nowMs)
    {
        var taken = 0;
        do
            taken += TakeUntil(nowMs).Count;
        while (_wheel.NextDueMs <= nowMs);
        return taken;
    }
}
