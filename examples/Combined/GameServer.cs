using AkkaCache.Client;

namespace AkkaCache.Examples;

/// <summary>What a player's visit is about.</summary>
internal sealed record Session(string Player, int Games);

/// <summary>One of several servers of a game. It keeps nothing itself: sessions, counters and the board are in the cache, so players may come to any server.</summary>
internal sealed class GameServer(CacheClient cache)
{
    private const string Keys = "example:combined:";

    private static readonly TimeSpan SessionTime = TimeSpan.FromMinutes(20);

    private readonly Leaderboard _board = cache.Leaderboard(Keys + "board");

    /// <summary>Returns the token by which the player is known from now on.</summary>
    public async Task<string> LogInAsync(string player)
    {
        var token = Guid.NewGuid().ToString("N");
        await cache.SetObjectAsync(SessionKey(token), new Session(player, 0), SessionTime, When.Missing);
        return token;
    }

    /// <summary>The session, which lives on for its whole time from here; null when there is none.</summary>
    public async Task<Session?> FindAsync(string token) => await cache.GetAndRefreshObjectAsync<Session>(SessionKey(token), SessionTime);

    public async Task PlayAsync(string token, double points)
    {
        var session = await CountGameAsync(token);
        await _board.IncrementAsync(session.Player, points);
        await cache.IncrementAsync(Keys + "games");
    }

    public async Task LogOutAsync(string token) => await cache.DeleteAsync(SessionKey(token));

    public async Task<TimeSpan?> TimeLeftAsync(string token) => await cache.TimeToLiveAsync(SessionKey(token));

    public async Task<double?> ScoreAsync(string player) => await _board.ScoreAsync(player);

    public async Task<long> CountGamesAsync() => await cache.IncrementAsync(Keys + "games", by: 0);

    public async Task<string> ShowBoardAsync() => string.Join(", ", (await _board.TopAsync(10)).Select(entry => $"{entry.Name} {entry.Score}"));

    public static async Task DeleteAllAsync(CacheClient cache)
    {
        await foreach (var key in cache.ScanAsync(Keys + "*")) await cache.DeleteAsync(key);
    }

    /// <summary>Changes the session only if it is still what was read; otherwise another server was faster, and it is read again.</summary>
    private async Task<Session> CountGameAsync(string token)
    {
        while (true)
        {
            var before = await cache.GetObjectAsync<Session>(SessionKey(token)) ?? throw new InvalidOperationException("no session");
            var session = before with { Games = before.Games + 1 };
            if (await cache.CompareAndSetObjectAsync(SessionKey(token), before, session, SessionTime)) return session;
        }
    }

    private static string SessionKey(string token) => $"{Keys}session:{token}";
}
