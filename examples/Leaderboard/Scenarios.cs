using System.Diagnostics;
using AkkaCache.Client;

namespace AkkaCache.Examples;

/// <summary>Ten things that games do with boards. Each has keys of its own and prints what came of it.</summary>
internal static class Scenarios
{
    private const string Keys = "example:leaderboard:";

    public static async Task FirstScoresAsync(CacheClient cache)
    {
        Console.WriteLine("1. First scores");
        var board = cache.Leaderboard(Keys + "scores");
        await board.AddAsync("ada", 3200);
        await board.AddAsync([new("grace", 2800), new("edsger", 2950)]);
        await board.IncrementAsync("grace", 300);
        Console.WriteLine($"   {await board.CountAsync()} players: {Show(await board.TopAsync(10))}");
        Console.WriteLine($"   grace has {await board.ScoreAsync("grace")}; alan has {Show(await board.ScoreAsync("alan"))}");
    }

    public static async Task BestScoreOnlyAsync(CacheClient cache)
    {
        Console.WriteLine("2. Only the best score counts");
        var points = cache.Leaderboard(Keys + "best");
        await points.AddAsync("ada", 500);
        Console.WriteLine($"   300 after 500 changes the board: {await points.AddAsync("ada", 300, BoardUpdate.IfHigher)}");
        Console.WriteLine($"   700 after 500 changes the board: {await points.AddAsync("ada", 700, BoardUpdate.IfHigher)}");

        var laps = cache.Leaderboard(Keys + "laps");
        await laps.AddAsync([new("ada", 61.5), new("grace", 59.25)]);
        await laps.AddAsync("ada", 58.75, BoardUpdate.IfLower);
        Console.WriteLine($"   fastest lap: {Show(await laps.TopAsync(1, BoardOrder.Ascending))}");
    }

    public static async Task RankAndNeighboursAsync(CacheClient cache)
    {
        Console.WriteLine("3. A player's rank and neighbours");
        var board = cache.Leaderboard(Keys + "thousand");
        await board.AddAsync([.. Enumerable.Range(1, 1000).Select(i => new BoardEntry($"player-{i:0000}", i * 10))]);

        // Ranks count from 0, the best first.
        if (await board.RankAndScoreAsync("player-0750") is var (rank, score))
        {
            Console.WriteLine($"   player-0750 is number {rank + 1} of {await board.CountAsync()} with {score}");
            Console.WriteLine($"   around: {Show(await board.RangeAsync(Math.Max(0, rank - 2), rank + 2))}");
        }
        Console.WriteLine($"   who never played has no rank: {await board.RankAsync("nobody") is null}");
    }

    public static async Task TopTenAsync(CacheClient cache)
    {
        Console.WriteLine("4. Top ten, and the page after it");
        var board = cache.Leaderboard(Keys + "pages");
        await board.AddAsync([.. Enumerable.Range(1, 50).Select(i => new BoardEntry($"p{i}", i * 100))]);
        Console.WriteLine($"   top ten: {Show(await board.TopAsync(10))}");
        Console.WriteLine($"   11 to 13: {Show(await board.RangeAsync(10, 12))}");
    }

    public static async Task WeeklyBoardAsync(CacheClient cache)
    {
        Console.WriteLine("5. A board for each week, gone when its time is over");
        var week = cache.Leaderboard(Keys + "week:2026-48");
        await week.AddAsync("ada", 100);
        await week.ExpireAsync(TimeSpan.FromDays(14));
        await week.AddAsync("grace", 120);
        var left = await cache.TimeToLiveAsync(week.Key);
        Console.WriteLine($"   two weeks to live, also after more scores: {left > TimeSpan.FromDays(13) && left <= TimeSpan.FromDays(14)}");

        await week.ExpireAsync(TimeSpan.FromMilliseconds(100));
        for (var since = Stopwatch.GetTimestamp(); await cache.ExistsAsync(week.Key) && Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(10);) await Task.Delay(50);
        Console.WriteLine($"   players when the time is over: {await week.CountAsync()}");
    }

    public static async Task TiesAsync(CacheClient cache)
    {
        Console.WriteLine("6. Ties");
        var board = cache.Leaderboard(Keys + "ties");
        await board.AddAsync([new("ada", 900), new("grace", 900), new("edsger", 900)]);
        Console.WriteLine($"   equal scores are in the order of the names, here from the end: {Show(await board.TopAsync(3))}");

        // Who was there first is ahead: the seconds since the season began, as a fraction that never reaches a point.
        await board.DeleteAsync();
        await board.AddAsync("grace", FirstAhead(points: 900, second: 40));
        await board.AddAsync("ada", FirstAhead(points: 900, second: 75));
        await board.AddAsync("edsger", FirstAhead(points: 901, second: 90));
        Console.WriteLine($"   who was first is ahead: {string.Join(", ", (await board.TopAsync(3)).Select(entry => $"{entry.Name} {Math.Ceiling(entry.Score)}"))}");
    }

    public static async Task ScoreBandsAsync(CacheClient cache)
    {
        Console.WriteLine("7. Bands of scores");
        var board = cache.Leaderboard(Keys + "bands");
        await board.AddAsync([new("ada", 2400), new("grace", 2000), new("edsger", 1999), new("alan", 1500), new("donald", 900)]);
        Console.WriteLine($"   gold, 2000 and more: {await board.CountAsync(2000, ScoreBound.Highest)}");
        Console.WriteLine($"   silver, 1000 to less than 2000: {Show(await board.RangeByScoreAsync(1000, new ScoreBound(2000, IsExclusive: true)))}");
        Console.WriteLine($"   bronze, the others: {await board.CountAsync(ScoreBound.Lowest, new ScoreBound(1000, IsExclusive: true))}");
    }

    public static async Task SeasonsAsync(CacheClient cache)
    {
        Console.WriteLine("8. A season ends");
        // What stands in braces is the same, so both boards lie in one partition and one command may use them together.
        var season = cache.Leaderboard(Keys + "{season}:now");
        var winners = cache.Leaderboard(Keys + "{season}:winners");
        await season.AddAsync([new("ada", 10), new("grace", 30), new("edsger", 20), new("alan", 5)]);
        await season.Sets.StoreRangeAsync(winners.Key, 0, 2);
        await season.DeleteAsync();
        Console.WriteLine($"   winners: {Show(await winners.TopAsync(3))}");
        Console.WriteLine($"   the new season begins with {await season.CountAsync()} players");
    }

    public static async Task CheaterAsync(CacheClient cache)
    {
        Console.WriteLine("9. Cheaters are removed");
        var board = cache.Leaderboard(Keys + "cheaters");
        await board.AddAsync([new("ada", 3200), new("mallory", 999_999), new("grace", 3100), new("bot-1", 50_000), new("bot-2", 60_000)]);
        Console.WriteLine($"   mallory was there: {await board.RemoveAsync("mallory")}; and is no more: {!await board.RemoveAsync("mallory")}");
        Console.WriteLine($"   with more than anybody can have: {await board.RemoveByScoreAsync(ScoreBound.Beyond(10_000), ScoreBound.Highest)}");
        Console.WriteLine($"   left: {Show(await board.TopAsync(10))}");
    }

    public static async Task GuildAsync(CacheClient cache)
    {
        Console.WriteLine("10. A guild's board is the union of its games' boards");
        var chess = cache.Leaderboard(Keys + "{guild}:chess");
        var go = cache.Leaderboard(Keys + "{guild}:go");
        var all = cache.Leaderboard(Keys + "{guild}:all");
        await chess.AddAsync([new("ada", 10), new("grace", 20)]);
        await go.AddAsync([new("ada", 15), new("alan", 5)]);
        await chess.Sets.StoreUnionAsync(all.Key, [go.Key]);
        Console.WriteLine($"   sums: {Show(await all.TopAsync(10))}");
        await chess.Sets.StoreUnionAsync(all.Key, [go.Key], BoardJoin.Max);
        Console.WriteLine($"   best of each: {Show(await all.TopAsync(10))}");
        Console.WriteLine($"   play both: {Show(await chess.Sets.IntersectAsync([go.Key]))}");
    }

    public static async Task DeleteAllAsync(CacheClient cache)
    {
        await foreach (var key in cache.ScanAsync(Keys + "*")) await cache.DeleteAsync(key);
    }

    /// <summary>Seconds are told apart up to a billion points, in seasons of up to eleven days: a double has 53 bits.</summary>
    private static double FirstAhead(int points, int second) => points - (second / 1_000_000.0);

    private static string Show(IEnumerable<BoardEntry> entries) => string.Join(", ", entries.Select(entry => $"{entry.Name} {entry.Score}"));

    private static string Show(double? score) => score is null ? "none" : $"{score}";
}
