using System.Globalization;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Effects;

public sealed class SnapshotCutterTests
{
    private const int Histories = 1000;

    /// <summary>In how many histories a planted fault must show.</summary>
    private const int FaultHistories = 250;

    /// <summary>Random commands between tiny chunks: at the end the copy is the primary.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Copy_of_chunks_and_effects_is_the_primary(int part)
    {
        var restarts = 0;
        for (var seed = part * Histories; seed < (part + 1) * Histories; seed++)
        {
            using var history = new SnapshotHistory(seed);
            var difference = history.Run();
            Assert.True(difference is null, difference);
            restarts += history.Restarts;
        }
        Assert.InRange(restarts, Histories / 100, int.MaxValue);
    }

    /// <summary>The histories find a cutter that is not told of renamed keys: here nothing else can matter, since there are no boards.</summary>
    [Fact]
    public void Histories_find_a_rename_that_the_cutter_is_not_told_of()
    {
        HashSet<string> boards = ["ZADD", "ZINCRBY", "ZREM", "ZUNIONSTORE", "ZINTERSTORE", "ZDIFFSTORE", "ZRANGESTORE"];
        Assert.InRange(Differences(seed => new SnapshotHistory(seed) { Left = boards, IsCutterUnknown = true }), 1, FaultHistories);
        Assert.Equal(0, Differences(seed => new SnapshotHistory(seed) { Left = [.. boards, "RENAME", "RENAMENX"], IsCutterUnknown = true }));
    }

    /// <summary>The histories find effects by rank and condition on a board of which the copy has a part.</summary>
    [Fact]
    public void Histories_find_effects_that_do_not_name_members()
    {
        Assert.InRange(Differences(seed => new SnapshotHistory(seed) { IsCutterUnknown = true, TellsOfRenames = true }), 1, FaultHistories);
        HashSet<string> byRank = ["ZADD", "ZPOPMIN", "ZPOPMAX", "ZMPOP", "ZREMRANGEBYRANK", "ZREMRANGEBYLEX"];
        Assert.Equal(0, Differences(seed => new SnapshotHistory(seed) { Left = byRank, IsCutterUnknown = true, TellsOfRenames = true }));
    }

    [Fact]
    public void Large_board_under_constant_change_is_cut_in_bounded_pieces()
    {
        const int members = 100_000;
        var random = new Random(7);
        using var primary = new CommandBench(AllCommands.NewTable().All);
        var space = primary.SpaceOf("board");
        for (var i = 0; i < members; i += 1000) primary.Run(["ZADD", "board", .. Enumerable.Range(i, 1000).SelectMany(m => new[] { Text(m % 977), $"member{m}" })]);
        primary.Run("PEXPIRE", "board", "100000");
        using var copy = new CopyBench(space) { IsReceiving = true };
        using var cutter = new SnapshotCutter(space);
        var chunks = 0;
        for (; ; chunks++)
        {
            for (var i = 0; i < 20; i++) primary.Run(Change(random, members));
            copy.Follow(random);
            if (!cutter.TryCutNext(out var chunk)) break;
            Assert.InRange(chunk.Length, 0, SnapshotCutter.ChunkBytes);
            copy.Take(chunk);
        }
        copy.Check("at the end");
        Assert.Equal(0, cutter.Restarts);
        // An element for each member; some are removed before their turn.
        Assert.InRange(chunks, members / 2 / SnapshotCutter.ChunkElements, 2 * members / SnapshotCutter.ChunkElements);
    }

    [Fact]
    public void Large_value_is_a_chunk_of_its_own()
    {
        const int bytes = 16 << 20;
        using var primary = new CommandBench(AllCommands.NewTable().All);
        var space = primary.SpaceOf("{a}");
        for (var i = 0; i < 3000; i++) primary.Run("SET", $"{{a}}{i}", $"value {i}");
        primary.Run("SET", "{a}1234", new string('x', bytes));
        using var copy = new CopyBench(space) { IsReceiving = true };
        using var cutter = new SnapshotCutter(space);
        var large = 0;
        while (cutter.TryCutNext(out var chunk))
        {
            if (chunk.Length > SnapshotCutter.ChunkBytes)
            {
                Assert.InRange(chunk.Length, bytes, bytes + 100);
                large++;
            }
            copy.Take(chunk);
        }
        Assert.Equal(1, large);
        copy.Check("at the end");
    }

    [Fact]
    public void Empty_store_is_a_header()
    {
        using var primary = new CommandBench(AllCommands.NewTable().All);
        var space = primary.SpaceOf("k");
        using var copy = new CopyBench(space);
        copy.Space.Store.AddString("stale"u8, "value"u8, 0);
        using var cutter = new SnapshotCutter(space);
        Assert.True(cutter.TryCutNext(out var chunk));
        copy.Take(chunk);
        Assert.False(cutter.TryCutNext(out chunk));
        Assert.True(chunk.IsEmpty);
        Assert.Equal((0, space.Store.Seed), (copy.Space.Store.Count, copy.Space.Store.Seed));
    }

    [Fact]
    public void Key_touched_at_the_end_is_cut_again()
    {
        using var primary = new CommandBench(AllCommands.NewTable().All);
        primary.Run("SET", "k", "v");
        using var copy = new CopyBench(primary.SpaceOf("k"));
        using var cutter = new SnapshotCutter(primary.SpaceOf("k"));
        while (cutter.TryCutNext(out var chunk)) copy.Take(chunk);
        copy.Space.Store.SetString(copy.Space.Store.Find("k"u8), "other"u8);
        copy.Space.Store.AddString("gone"u8, "value"u8, 0);
        cutter.Touched("k"u8);
        cutter.Touched("gone"u8);
        Assert.True(cutter.TryCutNext(out var again));
        copy.Take(again);
        Assert.False(cutter.TryCutNext(out _));
        copy.Check("at the end");
    }

    /// <summary>The time at which a board is due follows its members: whoever takes the board's place meanwhile may have kept it.</summary>
    [Fact]
    public void String_in_place_of_a_board_that_was_being_cut_is_due_as_the_board_was()
    {
        using var primary = new CommandBench(AllCommands.NewTable().All);
        var space = primary.SpaceOf("b");
        for (var i = 0; i < 5000; i++) primary.Run("ZADD", "b", Text(i), $"member{i}");
        primary.Run("PEXPIRE", "b", "1000");
        using var copy = new CopyBench(space) { IsReceiving = true };
        using var cutter = new SnapshotCutter(space);
        Assert.True(cutter.TryCutNext(out var first));
        copy.Take(first);
        primary.Run("SET", "b", "text", "KEEPTTL");
        copy.Follow(new Random(1));
        while (cutter.TryCutNext(out var chunk)) copy.Take(chunk);
        copy.Check("at the end");
    }

    [Fact]
    public void Cutter_that_ended_leaves_no_trace()
    {
        using var primary = new CommandBench(AllCommands.NewTable().All);
        var space = primary.SpaceOf("k");
        var cutter = new SnapshotCutter(space);
        Assert.False(space.Cutters.IsEmpty);
        cutter.Dispose();
        Assert.True(space.Cutters.IsEmpty);
    }

    private static int Differences(Func<int, SnapshotHistory> create)
    {
        var differences = 0;
        for (var seed = 0; seed < FaultHistories; seed++)
        {
            using var history = create(seed);
            if (history.Run() is not null) differences++;
        }
        return differences;
    }

    private static string[] Change(Random random, int members)
    {
        string Member() => $"member{random.Next(2 * members)}";
        return random.Next(40) switch
        {
            0 => ["ZADD", "board", "GT", Text(random.Next(1000)), Member(), Text(random.Next(1000)), Member()],
            1 => ["ZINCRBY", "board", "0.5", Member()],
            2 => ["ZPOPMIN", "board", "3"],
            3 => ["ZPOPMAX", "board"],
            4 => ["ZREM", "board", Member(), Member()],
            5 => ["ZREMRANGEBYRANK", "board", Text(random.Next(members)), Text(random.Next(members / 2))],
            6 => ["ZREMRANGEBYSCORE", "board", "(500", "500.5"],
            < 20 => ["ZADD", "board", "XX", "0", Member()],
            _ => ["ZADD", "board", Text(random.Next(1000)), Member()],
        };
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
