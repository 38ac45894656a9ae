using AkkaCache.Engine.SortedSets;

namespace AkkaCache.Engine.Tests.SortedSets;

/// <summary>When a set is compact, and that changing form loses nothing.</summary>
public sealed class SortedSetFormTests
{
    private const int Most = 128;
    private const int CompactAgain = 32;

    private static TwinBoards Filled(int members)
    {
        var boards = new TwinBoards(1);
        for (var i = 0; i < members; i++) boards.Set(TwinBoards.Name(i), i * 7 % 50);
        return boards;
    }

    [Fact]
    public void Set_of_the_most_members_is_compact_and_one_more_makes_it_full()
    {
        using var boards = Filled(Most);
        Assert.True(boards.Real.IsCompact);
        boards.AskAll();
        boards.Set(TwinBoards.Name(Most), 3);
        Assert.False(boards.Real.IsCompact);
        boards.AskAll();
    }

    [Theory, InlineData(64, true), InlineData(65, false)]
    public void Set_with_a_member_of_the_limit_is_compact_beyond_it_full(int length, bool compact)
    {
        using var boards = Filled(5);
        boards.Set(new byte[length], 3);
        Assert.Equal(compact, boards.Real.IsCompact);
        boards.AskAll();
    }

    [Fact]
    public void Full_set_becomes_compact_at_a_quarter_and_not_before()
    {
        using var boards = Filled(Most + 1);
        for (var i = 0; i < Most; i++)
        {
            boards.Remove(TwinBoards.Name(i));
            Assert.Equal(boards.Naive.Count <= CompactAgain, boards.Real.IsCompact);
        }
        boards.AskAll();
    }

    [Fact]
    public void Full_set_with_a_long_member_stays_full()
    {
        using var boards = Filled(Most);
        boards.Set(new byte[65], 3);
        for (var i = 0; i < Most; i++) boards.Remove(TwinBoards.Name(i));
        Assert.False(boards.Real.IsCompact);
        boards.AskAll();
        boards.Remove(new byte[65]);
        Assert.True(boards.Real.IsCompact);
        boards.AskAll();
    }

    [Fact]
    public void RemoveRange_to_the_threshold_makes_the_set_compact()
    {
        using var boards = Filled(5_000);
        boards.RemoveRange(10, 5_000 - CompactAgain);
        Assert.True(boards.Real.IsCompact);
        boards.AskAll();
    }

    [Theory, InlineData(20), InlineData(20_000)]
    public void Clear_gives_all_memory_back_and_the_set_can_be_used_again(int members)
    {
        using var boards = Filled(0);
        var empty = boards.Real.UsedBytes;
        for (var i = 0; i < members; i++) boards.Real.Set(TwinBoards.Name(i), i);
        Assert.True(boards.Real.UsedBytes > empty);
        boards.Real.Clear();
        Assert.Equal(empty, boards.Real.UsedBytes);
        Assert.Equal(0, boards.Real.Count);
        boards.Set(TwinBoards.Name(1), 1);
        boards.AskAll();
    }

    [Fact]
    public void Compact_set_that_lost_most_members_lost_most_memory()
    {
        using var boards = Filled(Most);
        var most = boards.Real.UsedBytes;
        for (var i = 4; i < Most; i++) boards.Remove(TwinBoards.Name(i));
        Assert.True(boards.Real.UsedBytes < most / 4, $"{boards.Real.UsedBytes} of {most}");
        boards.AskAll();
    }

    [Fact]
    public void Compact_set_with_names_that_come_and_go_does_not_grow()
    {
        using var boards = Filled(20);
        for (var i = 20; i < 5_000; i++)
        {
            boards.Set(TwinBoards.Name(i), i);
            boards.Remove(TwinBoards.Name(i - 20));
        }
        Assert.True(boards.Real.UsedBytes < 1_000, $"{boards.Real.UsedBytes} bytes for 20 members");
        boards.AskAll();
    }

    [Theory, InlineData(5), InlineData(8), InlineData(16), InlineData(40)]
    public void Full_set_costs_at_most_48_bytes_a_member_beside_its_name(int nameBytes)
    {
        const int Members = 100_000;
        using var set = new SortedSet(1);
        var random = new Random(nameBytes);
        var name = new byte[nameBytes + 3];
        for (var i = 0; i < Members; i++)
        {
            name[0] = (byte)i;
            name[1] = (byte)(i >> 8);
            name[2] = (byte)(i >> 16);
            set.Set(name, random.Next());
        }
        var overhead = set.UsedBytes / (double)Members - name.Length;
        Assert.True(overhead <= 48, $"{overhead} bytes");
    }

    [Fact]
    public void Full_set_loaded_in_order_is_packed()
    {
        foreach (var direction in new[] { 1, -1 })
        {
            using var set = new SortedSet(1);
            for (var i = 0; i < 64 * 100; i++) set.Set(TwinBoards.Name(i), i * direction);
            set.CheckInvariants();
            var blocks = 0;
            for (var block = set.Full!.Blocks.Node(Blocks.Head).Next; block != 0; block = set.Full.Blocks.Node(block).Next) blocks++;
            // The compact form's members went over before, in ascending order.
            Assert.InRange(blocks, 100, 103);
        }
    }
}
