using System.Text;

namespace AkkaCache.Client.Tests.Daemons;

/// <summary>Boards against one real daemon.</summary>
public sealed class LeaderboardTests(OneDaemon one) : IClassFixture<OneDaemon>, IAsyncLifetime
{
    private CacheClient _client = null!;
    private Leaderboard _board = null!;

    public async Task InitializeAsync()
    {
        _client = await one.ConnectAsync();
        await _client.ClearAsync();
        _board = _client.Leaderboard("{game}scores");
        await _board.AddAsync([new("ann", 30), new("bob", 10), new("cat", 20.5), new("dan", 20.5)]);
    }

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [Fact]
    public async Task Scores_are_added_and_read()
    {
        Assert.Equal(4, await _board.CountAsync());
        Assert.Equal(20.5, await _board.ScoreAsync("cat"));
        Assert.Null(await _board.ScoreAsync("eve"));
        Assert.Equal([30, null, 10], await _board.ScoresAsync(["ann", "eve", "bob"]));
        Assert.True(await _board.AddAsync("eve", 5));
        Assert.False(await _board.AddAsync("eve", 5));
        Assert.Equal(7.5, await _board.IncrementAsync("eve", 2.5));
    }

    [Fact]
    public async Task Updates_take_the_scores_that_they_should()
    {
        Assert.False(await _board.AddAsync("ann", 1, BoardUpdate.OnlyNew));
        Assert.False(await _board.AddAsync("eve", 1, BoardUpdate.OnlyPresent));
        Assert.False(await _board.AddAsync("ann", 29, BoardUpdate.IfHigher));
        Assert.True(await _board.AddAsync("ann", 31, BoardUpdate.IfHigher));
        Assert.True(await _board.AddAsync("ann", 3, BoardUpdate.IfLower));
        Assert.Equal(3, await _board.ScoreAsync("ann"));
    }

    [Fact]
    public async Task Ranks_count_from_either_end()
    {
        Assert.Equal(0, await _board.RankAsync("ann"));
        Assert.Equal(3, await _board.RankAsync("ann", BoardOrder.Ascending));
        Assert.Null(await _board.RankAsync("eve"));
        Assert.Equal(new BoardRank(1, 20.5), await _board.RankAndScoreAsync("dan"));
        Assert.Null(await _board.RankAndScoreAsync("eve"));
    }

    [Fact]
    public async Task Ranges_come_in_order()
    {
        Assert.Equal(["ann", "dan"], Names(await _board.TopAsync(2)));
        Assert.Equal(["bob", "cat", "dan", "ann"], Names(await _board.RangeAsync(0, -1, BoardOrder.Ascending)));
        Assert.Equal(new BoardEntry("ann", 30), (await _board.RangeAsync(0, 0))[0]);
        Assert.Equal(["dan", "cat"], Names(await _board.RangeByScoreAsync(15, 25)));
        Assert.Equal(["cat"], Names(await _board.RangeByScoreAsync(ScoreBound.Beyond(10), ScoreBound.Highest, BoardOrder.Ascending, take: 1)));
        Assert.Equal(["dan"], Names(await _board.RangeByScoreAsync(ScoreBound.Beyond(10), ScoreBound.Beyond(30), BoardOrder.Ascending, skip: 1)));
        Assert.Equal(3, await _board.CountAsync(ScoreBound.Beyond(10), ScoreBound.Highest));
        Assert.Empty(await _client.Leaderboard("absent").TopAsync(3));
    }

    [Fact]
    public async Task Members_are_removed()
    {
        Assert.True(await _board.RemoveAsync("bob"));
        Assert.False(await _board.RemoveAsync("bob"));
        Assert.Equal(2, await _board.RemoveByScoreAsync(20, 21));
        Assert.Equal(1, await _board.RemoveByRankAsync(0, -1));
        Assert.False(await _board.DeleteAsync());
    }

    [Fact]
    public async Task Members_are_popped_from_either_end()
    {
        Assert.Equal([new BoardEntry("ann", 30)], await _board.PopAsync());
        Assert.Equal(["bob", "cat"], Names(await _board.PopAsync(2, BoardOrder.Ascending)));
        Assert.Equal(["dan"], Names(await _board.RandomAsync(5)));
    }

    [Fact]
    public async Task Names_are_ranged_over_where_scores_are_equal()
    {
        var names = _client.Leaderboard("names");
        await names.AddAsync([new("a", 0), new("b", 0), new("c", 0)]);
        Assert.Equal(["b", "c"], (await names.RangeByNameAsync("(a", "+")).Select(name => Encoding.UTF8.GetString(name.Span)));
        Assert.Equal(["b", "a"], (await names.RangeByNameAsync("-", "[b", BoardOrder.Descending)).Select(name => Encoding.UTF8.GetString(name.Span)));
        Assert.Equal(2, await names.CountByNameAsync("[b", "[c"));
        Assert.Equal(2, await names.RemoveByNameAsync("[b", "+"));
    }

    [Fact]
    public async Task Boards_are_joined()
    {
        await _client.Leaderboard("{game}week").AddAsync([new("ann", 1), new("eve", 2)]);
        CacheKey[] week = ["{game}week"];
        Assert.Contains(new BoardEntry("ann", 31), await _board.Sets.UnionAsync(week));
        Assert.Equal([new BoardEntry("ann", 1)], await _board.Sets.IntersectAsync(week, BoardJoin.Min));
        Assert.Equal(["bob", "cat", "dan"], Names(await _board.Sets.ExceptAsync(week)));
        Assert.Equal(1, await _board.Sets.IntersectCountAsync(week));
        Assert.Equal(5, await _board.Sets.StoreUnionAsync("{game}all", week));
        Assert.Equal(1, await _board.Sets.StoreIntersectionAsync("{game}both", week));
        Assert.Equal(3, await _board.Sets.StoreDifferenceAsync("{game}rest", week));
        Assert.Equal(2, await _board.Sets.StoreRangeAsync("{game}top", 0, 1));
        Assert.Equal(["ann", "dan"], Names(await _client.Leaderboard("{game}top").TopAsync(9)));
    }

    [Fact]
    public async Task Scan_walks_over_all_members()
    {
        var large = _client.Leaderboard("large");
        await large.AddAsync([.. Enumerable.Range(0, 1_000).Select(i => new BoardEntry($"m{i}", i))]);
        var found = new HashSet<string>();
        await foreach (var entry in large.ScanAsync(pageSize: 100)) found.Add(entry.Name);
        Assert.Equal(1_000, found.Count);
    }

    [Fact]
    public async Task Score_that_is_no_number_and_wrong_kinds_are_refused()
    {
        Assert.Equal(CacheErrorCode.InvalidScore, (await Assert.ThrowsAsync<CacheException>(async () => await _board.AddAsync("x", double.NaN))).Code);
        await _board.AddAsync("x", double.PositiveInfinity);
        Assert.Equal(CacheErrorCode.InvalidScore, (await Assert.ThrowsAsync<CacheException>(async () => await _board.IncrementAsync("x", double.NegativeInfinity))).Code);
        Assert.Equal(double.PositiveInfinity, await _board.ScoreAsync("x"));
        await _client.SetAsync("text", Encoding.UTF8.GetBytes("t"));
        Assert.Equal(CacheErrorCode.WrongType, (await Assert.ThrowsAsync<CacheException>(async () => await _client.Leaderboard("text").CountAsync())).Code);
    }

    private static IEnumerable<string> Names(IReadOnlyList<BoardEntry> entries) => entries.Select(entry => entry.Name);
}
