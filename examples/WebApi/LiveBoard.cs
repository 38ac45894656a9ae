using System.Runtime.CompilerServices;
using AkkaCache.Client;

namespace AkkaCache.Examples;

internal sealed record BoardRow(string Name, double Score);

/// <summary>The board that all servers show. Each reads it a few times a second, however many look at it there, and tells them what is new.</summary>
internal sealed class LiveBoard(CacheClient cluster) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly Leaderboard _board = cluster.Leaderboard("example:webapi:board");
    private volatile Sight _sight = new([]);

    /// <summary>Returns the player's new score.</summary>
    public async Task<double> AddAsync(string name, double points) => await _board.IncrementAsync(name, points);

    public async Task<BoardRow[]> TopAsync() => [.. (await _board.TopAsync(10)).Select(entry => new BoardRow(entry.Name, entry.Score))];

    /// <summary>The board as it is, and then each time it has changed.</summary>
    public async IAsyncEnumerable<BoardRow[]> WatchAsync([EnumeratorCancellation] CancellationToken token)
    {
        for (var sight = _sight; ; sight = await sight.Next.Task.WaitAsync(token)) yield return sight.Rows;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Pace);
        while (await ticks.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var rows = await TopAsync();
                if (rows.SequenceEqual(_sight.Rows)) continue;
                var before = _sight;
                _sight = new Sight(rows);
                before.Next.SetResult(_sight);
            }
            catch (CacheException)
            {
                // Who looks sees what was last, and what comes when the cluster answers again.
            }
        }
    }

    /// <summary>The board at a moment, and where the next moment comes.</summary>
    private sealed record Sight(BoardRow[] Rows)
    {
        public TaskCompletionSource<Sight> Next { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
