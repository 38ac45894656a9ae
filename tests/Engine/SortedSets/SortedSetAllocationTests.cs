using AkkaCache.Engine.SortedSets;
using AkkaCache.Testing.Allocation;

namespace AkkaCache.Engine.Tests.SortedSets;

/// <summary>What a served command does to a board allocates nothing on the managed heap.</summary>
public sealed class SortedSetAllocationTests
{
    private static void AllocatesNothing(int members, Func<SortedSet, int, byte[], double> operation)
    {
        using var set = new SortedSet(1);
        var names = new byte[members][];
        for (var i = 0; i < members; i++) set.Set(names[i] = TwinBoards.Name(i), i);
        Assert.Equal(0, Allocated.By(5_000, i => operation(set, i, names[i * 31 % members])));
        set.CheckInvariants();
    }

    [Theory, InlineData(100), InlineData(20_000)]
    public void Score_allocates_nothing(int members) =>
        AllocatesNothing(members, static (set, _, name) => set.TryGetScore(name, out var score) ? score : 0);

    [Theory, InlineData(100), InlineData(20_000)]
    public void Rank_allocates_nothing(int members) =>
        AllocatesNothing(members, static (set, i, name) => i + set.RankOf(name, out _));

    [Theory, InlineData(100), InlineData(20_000)]
    public void Small_move_allocates_nothing(int members) =>
        AllocatesNothing(members, static (set, i, name) => (double)set.Set(name, set.RankOf(name, out _) + (i % 3)));

    [Theory, InlineData(100), InlineData(20_000)]
    public void Range_and_counts_allocate_nothing(int members) =>
        AllocatesNothing(members, static (set, i, name) =>
        {
            var sum = (double)set.CountBelow(i, orEqual: true) + set.CountBelow(name, orEqual: false);
            var cursor = set.At(i % 90);
            for (var step = 0; step < 10 && cursor.IsValid; step++, cursor.MoveNext()) sum += cursor.Score + cursor.Member.Length;
            for (var step = 0; step < 10 && cursor.MovePrevious(); step++) sum += cursor.Member.Length;
            return sum;
        });

    [Theory, InlineData(100), InlineData(20_000)]
    public void Move_anywhere_allocates_nothing_once_the_board_has_seen_as_many_blocks(int members)
    {
        using var set = new SortedSet(1);
        var random = new Random(1);
        var names = new byte[members][];
        for (var i = 0; i < members; i++) set.Set(names[i] = TwinBoards.Name(i), random.Next());
        for (var i = 0; i < 80_000; i++) set.Set(names[random.Next(members)], random.Next());
        var bytes = Allocated.By(20_000, _ => set.Set(names[random.Next(members)], random.Next()));
        // The tables of chunks of a growing array are the one managed thing: at most one doubling here.
        Assert.InRange(bytes, 0, members == 100 ? 0 : 1_000);
    }
}
