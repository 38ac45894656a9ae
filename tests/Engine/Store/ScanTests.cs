using AkkaCache.Engine.Store;

namespace AkkaCache.Engine.Tests.Store;

public sealed class ScanTests : IDisposable
{
    private struct Collector(PartitionStore store) : IEntryVisitor
    {
        public List<int> Seen { get; } = [];

        public readonly void Visit(int entry) => Seen.Add(BitConverter.ToInt32(store.KeyOf(entry)));
    }

    private readonly PartitionStore _store = new(7);

    public void Dispose() => _store.Dispose();

    private void Add(int number) => _store.AddString(BitConverter.GetBytes(number), default, 1);

    private void Remove(int number) => _store.Remove(_store.Find(BitConverter.GetBytes(number)));

    [Fact]
    public void Scan_of_an_empty_store_ends_at_once()
    {
        var collector = new Collector(_store);
        Assert.Equal(0ul, _store.Scan(0, 10, ref collector));
        Assert.Empty(collector.Seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    public void Scan_of_a_store_at_rest_visits_every_entry_once(int count)
    {
        for (var i = 0; i < count; i++)
            Add(i);
        var collector = new Collector(_store);
        ulong cursor = 0;
        do
            cursor = _store.Scan(cursor, 10, ref collector);
        while (cursor != 0);
        Assert.Equal(Enumerable.Range(0, count), collector.Seen.Order());
    }

    [Fact]
    public void Scan_of_a_thin_store_is_bounded_per_call()
    {
        for (var i = 0; i < 100_000; i++)
            Add(i);
        for (var i = 0; i < 100_000; i++)
            if (i % 3 != 0)
                Remove(i);
        ulong cursor = 0;
        do
        {
            var collector = new Collector(_store);
            cursor = _store.Scan(cursor, 10, ref collector);
            Assert.InRange(collector.Seen.Count, 0, 40);
        }
        while (cursor != 0);
    }

    /// <summary>While entries come and go in waves that make the table grow and shrink several times over, those that stay must all be seen.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Scan_while_the_store_grows_and_shrinks_visits_all_that_stay(int seed)
    {
        var random = new Random(seed);
        const int staying = 500;
        for (var i = 0; i < staying; i++)
            Add(i);
        var passing = new Queue<int>();
        var next = staying;
        for (var pass = 0; pass < 40; pass++)
        {
            var collector = new Collector(_store);
            ulong cursor = 0;
            do
            {
                cursor = _store.Scan(cursor, 1 + random.Next(20), ref collector);
                var change = random.Next(-400, 400 + 1) + (passing.Count < 2000 ? 100 : -100);
                for (; change > 0; change--, next++)
                {
                    Add(next);
                    passing.Enqueue(next);
                }
                for (; change < 0 && passing.Count > 0; change++)
                    Remove(passing.Dequeue());
            }
            while (cursor != 0);
            var missed = Enumerable.Range(0, staying).Except(collector.Seen).ToList();
            Assert.True(missed.Count == 0, $"seed {seed}, pass {pass}: missed {string.Join(", ", missed.Take(10))}");
        }
        _store.CheckInvariants();
    }

    [Fact]
    public void Scan_cursor_holds_on_a_copy_with_the_same_seed_and_another_history()
    {
        using var copy = new PartitionStore(7);
        for (var i = 0; i < 1000; i++)
            Add(i);
        for (var i = 5000; i > 0; i--)
            copy.AddString(BitConverter.GetBytes(i - 1), default, 1);
        for (var i = 1000; i < 5000; i++)
            copy.Remove(copy.Find(BitConverter.GetBytes(i)));

        var here = new Collector(_store);
        var there = new Collector(copy);
        var cursor = _store.Scan(0, 400, ref here);
        while (cursor != 0)
            cursor = copy.Scan(cursor, 100, ref there);
        Assert.Equal(Enumerable.Range(0, 1000), here.Seen.Union(there.Seen).Order());
    }

    [Fact]
    public void Scan_position_parts_what_was_visited_from_what_is_to_come()
    {
        for (var i = 0; i < 3000; i++)
            Add(i);
        var seen = new Collector(_store);
        var cursor = 0ul;
        while ((cursor = _store.Scan(cursor, 100, ref seen)) != 0)
        {
            var reached = PartitionStore.ScanPosition(cursor);
            var passed = Enumerable.Range(0, 3000).Where(number => _store.ScanPositionOf(_store.Find(BitConverter.GetBytes(number))) < reached);
            Assert.Equal(passed, seen.Seen.Order());
            Assert.Equal(cursor, PartitionStore.ScanCursor(reached));
        }
    }

    [Fact]
    public void Store_that_was_emptied_takes_another_seed()
    {
        using var other = new PartitionStore(8);
        Add(1);
        _store.Clear(8).Dispose();
        Assert.Equal((0, 8ul), (_store.Count, _store.Seed));
        for (var i = 0; i < 100; i++)
        {
            Add(i);
            other.AddString(BitConverter.GetBytes(i), default, 1);
            Assert.Equal(other.ScanPositionOf(i), _store.ScanPositionOf(i));
        }
        _store.CheckInvariants();
    }
}
