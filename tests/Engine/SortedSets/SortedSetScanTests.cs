using System.Text;
using AkkaCache.Engine.SortedSets;

namespace AkkaCache.Engine.Tests.SortedSets;

public sealed class SortedSetScanTests
{
    private readonly struct Collector(Dictionary<string, double> seen) : IMemberVisitor
    {
        public void Visit(ReadOnlySpan<byte> member, double score) => seen[Encoding.ASCII.GetString(member)] = score;
    }

    private ref struct Counter : IMemberVisitor
    {
        public int Visits;

        public void Visit(ReadOnlySpan<byte> member, double score) => Visits++;
    }

    [Theory, InlineData(0), InlineData(1), InlineData(100), InlineData(129), InlineData(5_000)]
    public void Scan_of_an_unchanging_set_visits_each_member_once(int members)
    {
        using var set = new SortedSet(1);
        for (var i = 0; i < members; i++) set.Set(TwinBoards.Name(i), i);
        var counter = new Counter();
        var seen = new Dictionary<string, double>();
        var collector = new Collector(seen);
        ulong cursor = 0;
        do
        {
            var at = cursor;
            cursor = set.Scan(at, 10, ref counter);
            Assert.Equal(cursor, set.Scan(at, 10, ref collector));
        }
        while (cursor != 0);
        Assert.Equal(members, counter.Visits);
        Assert.Equal(members, seen.Count);
        for (var i = 0; i < members; i++) Assert.Equal(i, seen[$"m{i}"]);
    }

    [Fact]
    public void Scan_call_visits_about_as_many_as_asked()
    {
        using var set = new SortedSet(1);
        for (var i = 0; i < 10_000; i++) set.Set(TwinBoards.Name(i), i);
        ulong cursor = 0;
        do
        {
            var counter = new Counter();
            cursor = set.Scan(cursor, 50, ref counter);
            Assert.InRange(counter.Visits, cursor == 0 ? 0 : 25, 50 + 30);
        }
        while (cursor != 0);
    }

    // Members at the start and after: grows, shrinks, grows out of the compact form, shrinks back into it.
    [Theory]
    [InlineData(1_000, 9_000, 1)]
    [InlineData(9_000, 1_000, 2)]
    [InlineData(100, 2_000, 3)]
    [InlineData(2_000, 20, 4)]
    [InlineData(3_000, 3_000, 5)]
    public void Scan_while_the_set_changes_visits_what_stayed_at_least_once(int before, int after, int seed)
    {
        var stay = Math.Min(before, after);
        for (var round = 0; round < 20; round++)
        {
            var random = new Random(seed * 1_000 + round);
            using var set = new SortedSet((ulong)round);
            for (var i = 0; i < before; i++) set.Set(TwinBoards.Name(i), i);
            var calls = before / 15 + 1;
            var seen = new Dictionary<string, double>();
            var collector = new Collector(seen);
            int next = before;
            ulong cursor = 0;
            do
            {
                cursor = set.Scan(cursor, 10, ref collector);
                for (var step = random.Next(2 * Math.Abs(after - before) / calls + 2); step > 0; step--)
                {
                    if (after >= before && next < after) set.Set(TwinBoards.Name(next), next++);
                    if (after < before && next > stay) set.Remove(TwinBoards.Name(--next));
                }
            }
            while (cursor != 0);
            for (var i = 0; i < stay; i++) Assert.True(seen.ContainsKey($"m{i}"), $"m{i} missed, seed {seed}, round {round}");
        }
    }
}
