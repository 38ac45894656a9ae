using System.Text;
using AkkaCache.Engine.Store;

namespace AkkaCache.Engine.Tests.Store;

public sealed class PartitionStoreTests : IDisposable
{
    private readonly PartitionStore _store = new(7);

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Empty_store_holds_no_native_memory_and_little_managed()
    {
        const int stores = 256;
        var kept = new PartitionStore[stores];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < stores; i++)
            kept[i] = new PartitionStore((ulong)i);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / stores, 1, 4096);
        Assert.Equal(0, kept[0].HeldBytes);
        Assert.Equal(0, kept[0].UsedBytes);
        Assert.Equal(-1, kept[0].Find("a"u8));
        Assert.Equal(-1, kept[0].Oldest);
        Assert.Equal(long.MaxValue, kept[0].NextDueMs);
        Assert.Equal(-1, kept[0].NextExpired(long.MaxValue));
    }

    [Fact]
    public void Charge_of_a_string_is_entry_index_share_and_block()
    {
        var entry = _store.AddString("sixteen byte key"u8, new byte[32], 1);
        // 1 + 16 + 1 + 32 bytes in a block of 56.
        Assert.Equal(PartitionStore.EntryOverheadBytes + 56, _store.EntryBytes(entry));
        _store.SetDue(entry, 1000);
        Assert.Equal(PartitionStore.EntryOverheadBytes + 56 + PartitionStore.DueOverheadBytes, _store.UsedBytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    public void Overhead_per_entry_is_at_most_48_bytes(int stores)
    {
        const int keys = 300_000;
        var all = Enumerable.Range(0, stores).Select(i => new PartitionStore((ulong)i)).ToArray();
        var key = new byte[16];
        for (var i = 0; i < keys; i++)
        {
            BitConverter.TryWriteBytes(key, i);
            all[i % stores].AddString(key, new byte[32], 1);
        }
        Assert.InRange(all.Sum(s => s.UsedBytes) / (double)keys - 48, 0, 48);
        // With 1200 keys in each of 256 stores, what is held and not yet used is a few kilobytes of each.
        Assert.InRange(all.Sum(s => s.HeldBytes) / (double)keys - 48, 0, stores == 1 ? 48 : 56);
        foreach (var store in all)
            store.Dispose();
    }

    [Fact]
    public void Bytes_appended_one_by_one_are_copied_a_bounded_number_of_times()
    {
        var entry = _store.AddString("log"u8, default, 1);
        var moves = 0;
        for (var length = 1; length <= 100_000; length++)
        {
            var charged = _store.EntryBytes(entry);
            _store.ResizeString(entry, length)[^1] = (byte)length;
            moves += _store.EntryBytes(entry) != charged ? 1 : 0;
        }
        Assert.InRange(moves, 1, 80);
        for (var i = 0; i < 100_000; i++)
            Assert.Equal((byte)(i + 1), _store.StringOf(entry)[i]);
    }

    [Fact]
    public void SetString_to_a_much_shorter_value_gives_the_room_back()
    {
        var entry = _store.AddString("k"u8, new byte[900], 1);
        var charged = _store.UsedBytes;
        _store.SetString(entry, new byte[10]);
        Assert.True(_store.UsedBytes < charged - 800);
        _store.CheckInvariants();
    }

    [Fact]
    public void SetString_of_a_board_frees_it()
    {
        var entry = _store.AddBoard("k"u8, 1);
        for (var i = 0; i < 1000; i++)
            _store.BoardOf(entry).Set(BitConverter.GetBytes(i), i);
        _store.Recharge(entry);
        _store.SetString(entry, "now a string"u8);
        Assert.Equal(EntryKind.String, _store.KindOf(entry));
        Assert.Equal(0, _store.BoardCount);
        Assert.Equal("now a string", Encoding.ASCII.GetString(_store.StringOf(entry)));
        _store.CheckInvariants();
    }

    [Fact]
    public void Rename_of_a_board_keeps_the_board_the_due_time_and_the_recency()
    {
        var entry = _store.AddBoard("board"u8, 1);
        var board = _store.BoardOf(entry);
        board.Set("m"u8, 5);
        _store.Recharge(entry);
        _store.SetDue(entry, 77);
        _store.AddString("younger"u8, "v"u8, 2);
        entry = _store.Rename(entry, "a name that is somewhat longer than it was"u8);
        Assert.Same(board, _store.BoardOf(entry));
        Assert.Equal(77, _store.DueOf(entry));
        Assert.Equal(entry, _store.Oldest);
        Assert.Equal(-1, _store.Find("board"u8));
        _store.CheckInvariants();
    }

    [Fact]
    public void Board_detached_from_one_store_lives_on_in_another()
    {
        using var other = new PartitionStore(8);
        var entry = _store.AddBoard("b"u8, 1);
        _store.BoardOf(entry).Set("m"u8, 5);
        _store.Recharge(entry);
        var moved = other.AttachBoard("b2"u8, _store.DetachBoard(entry), 1);
        Assert.True(other.BoardOf(moved).TryGetScore("m"u8, out var score));
        Assert.Equal(5, score);
        Assert.Equal(0, _store.UsedBytes);
        other.CheckInvariants();
    }

    [Fact]
    public void Entry_indexes_stay_the_same_through_growth_and_removal_of_others()
    {
        var first = _store.AddString("first"u8, "1"u8, 1);
        for (var i = 0; i < 50_000; i++)
            _store.AddString(BitConverter.GetBytes(i), new byte[i % 100], 1);
        for (var i = 0; i < 50_000; i++)
            _store.Remove(_store.Find(BitConverter.GetBytes(i)));
        Assert.Equal(first, _store.Find("first"u8));
        Assert.Equal("1", Encoding.ASCII.GetString(_store.StringOf(first)));
        _store.CheckInvariants();
    }

    [Fact]
    public void Removing_everything_gives_the_memory_back()
    {
        for (var i = 0; i < 50_000; i++)
            _store.AddString(BitConverter.GetBytes(i), new byte[i % 2000], 1);
        Assert.True(_store.HeldBytes > 40_000_000);
        while (_store.Oldest is var oldest and >= 0)
            _store.Remove(oldest);
        Assert.Equal(0, _store.UsedBytes);
        Assert.InRange(_store.HeldBytes, 0, 300_000);
    }

    [Fact]
    public void Clear_leaves_an_empty_store_that_works_and_what_it_held_to_dispose()
    {
        for (var i = 0; i < 1000; i++)
            _store.SetDue(_store.AddString(BitConverter.GetBytes(i), new byte[50], 1), 5 + i);
        _store.AddBoard("board"u8, 1);
        var held = _store.Clear();
        Assert.Equal(0, _store.Count);
        Assert.Equal(0, _store.VolatileCount);
        Assert.Equal(0, _store.BoardCount);
        Assert.Equal(0, _store.HeldBytes);
        _store.AddString("again"u8, "v"u8, 2);
        held.Dispose();
        Assert.Equal("v", Encoding.ASCII.GetString(_store.StringOf(_store.Find("again"u8))));
        _store.CheckInvariants();
    }

    [Fact]
    public void Dispose_of_many_boards_and_large_values_frees_them()
    {
        var store = new PartitionStore(3);
        for (var i = 0; i < 500; i++)
        {
            store.AddBoard(BitConverter.GetBytes(i), 1);
            store.AddString(BitConverter.GetBytes(i + 1000), new byte[10_000], 1);
        }
        store.Dispose();
        Assert.Equal(0, store.UsedBytes);
        Assert.Equal(0, store.HeldBytes);
    }

    [Fact]
    public void SetDue_of_a_negative_time_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _store.SetDue(_store.AddString("k"u8, "v"u8, 1), -1));

    [Fact]
    public void RandomEntry_reaches_all_and_favours_none_by_much()
    {
        var seen = new Dictionary<int, int>();
        for (var i = 0; i < 1000; i++)
            seen[_store.AddString(BitConverter.GetBytes(i), default, 1)] = 0;
        var random = new Random(4);
        for (var i = 0; i < 100_000; i++)
            seen[_store.RandomEntry(random)]++;
        Assert.InRange(seen.Values.Min(), 5, 100);
        Assert.InRange(seen.Values.Max(), 100, 400);
    }

    [Fact]
    public void RandomEntry_after_mass_removal_still_finds_what_is_left()
    {
        for (var i = 0; i < 20_000; i++)
            _store.AddString(BitConverter.GetBytes(i), default, 1);
        for (var i = 1; i < 20_000; i++)
            _store.Remove(_store.Find(BitConverter.GetBytes(i)));
        Assert.Equal(_store.Find(BitConverter.GetBytes(0)), _store.RandomEntry(new Random(1)));
    }
}
