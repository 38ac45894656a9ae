using StackExchange.Redis;

namespace AkkaCache.Node.Tests.Racing;

/// <summary>
/// Connections of StackExchange.Redis that race each other while gates close and open under them. A refusal says that nothing was done:
/// what was answered must be there exactly once, and what was refused not at all.
/// </summary>
internal sealed class RacingClients : IAsyncDisposable
{
    /// <summary>What the boards and strings of the transfers hold together, always.</summary>
    public const int Total = 1000;

    private const int Connections = 4;
    private const int Pipelined = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConnectionMultiplexer[] _connections;
    private int _refusals;
    private int _conflicts;

    private RacingClients(ConnectionMultiplexer[] connections) => _connections = connections;

    /// <summary>How often a closed gate was met.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>How often a watched key had changed, or could not be read.</summary>
    public int Conflicts => Volatile.Read(ref _conflicts);

    public IDatabase Database => _connections[0].GetDatabase();

    public static async Task<RacingClients> ConnectAsync(int port)
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { { "127.0.0.1", port } },
            ConnectTimeout = (int)Patience.TotalMilliseconds,
            SyncTimeout = (int)Patience.TotalMilliseconds,
            AsyncTimeout = (int)Patience.TotalMilliseconds,
        };
        return new RacingClients(await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => ConnectionMultiplexer.ConnectAsync(options))));
    }

    /// <summary>Adds one to a string and to a board, pipelined, until each connection was answered so often by both. Returns how often each was answered.</summary>
    public async Task<(long Counted, double OnBoard)> CountAsync(RedisKey counter, RedisKey board, int answers)
    {
        var counted = 0L;
        var onBoard = 0L;
        await Race(async (db, _) =>
        {
            for (int strings = 0, boards = 0; strings < answers || boards < answers;)
            {
                var increments = Enumerable.Range(0, Pipelined).Select(_ => Answered(db.StringIncrementAsync(counter))).ToArray();
                var additions = Enumerable.Range(0, Pipelined).Select(_ => Answered(db.SortedSetIncrementAsync(board, "m", 1))).ToArray();
                strings += (await Task.WhenAll(increments)).Count(isAnswered => isAnswered);
                boards += (await Task.WhenAll(additions)).Count(isAnswered => isAnswered);
                if (strings < answers || boards < answers) continue;
                Interlocked.Add(ref counted, strings);
                Interlocked.Add(ref onBoard, boards);
            }
        });
        return (counted, onBoard);
    }

    /// <summary>
    /// Half of the connections move one from a member of the first board to a member of the other in a transaction, the others look at both in one:
    /// each so often with success. Returns how many were moved.
    /// </summary>
    public async Task<int> TransferAsync(RedisKey one, RedisKey other, int transfers)
    {
        var moved = 0;
        await Race(async (db, number) =>
        {
            for (var done = 0; done < transfers;)
            {
                var transaction = db.CreateTransaction();
                if (number % 2 == 0)
                {
                    Ignore(transaction.SortedSetIncrementAsync(one, "m", -1));
                    Ignore(transaction.SortedSetIncrementAsync(other, "m", 1));
                    if (!await Answered(transaction.ExecuteAsync())) continue;
                    Interlocked.Increment(ref moved);
                }
                else
                {
                    var left = transaction.SortedSetScoreAsync(one, "m");
                    var right = transaction.SortedSetScoreAsync(other, "m");
                    Ignore(left);
                    Ignore(right);
                    if (!await Answered(transaction.ExecuteAsync())) continue;
                    Assert.Equal(Total, await left + await right);
                }
                done++;
            }
        });
        return moved;
    }

    /// <summary>Each connection moves one so often from a string to the other, or back, under WATCH. Returns how many more were moved than moved back.</summary>
    public async Task<int> TransferWatchedAsync(RedisKey one, RedisKey other, int transfers)
    {
        var moved = 0;
        await Race(async (db, number) =>
        {
            var amount = number % 2 == 0 ? 1 : -1;
            for (var done = 0; done < transfers;)
            {
                var reading = db.StringGetAsync([one, other]);
                if (!await Answered(reading)) continue;
                var values = await reading;
                var transaction = db.CreateTransaction();
                transaction.AddCondition(Condition.StringEqual(one, values[0]));
                transaction.AddCondition(Condition.StringEqual(other, values[1]));
                Ignore(transaction.StringSetAsync(one, (long)values[0] - amount));
                Ignore(transaction.StringSetAsync(other, (long)values[1] + amount));
                var execution = transaction.ExecuteAsync();
                if (!await Answered(execution)) continue;
                if (await execution)
                {
                    Interlocked.Add(ref moved, amount);
                    done++;
                }
                else Interlocked.Increment(ref _conflicts);
            }
        });
        return moved;
    }

    /// <summary>False when a closed gate refused it: then it did nothing.</summary>
    private async Task<bool> Answered(Task command)
    {
        try
        {
            await command;
            return true;
        }
        catch (RedisServerException e) when (e.Message.Contains("CLUSTERDOWN Hash slot not served", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _refusals);
            return false;
        }
    }

    /// <summary>What becomes of a queued command is told by its transaction.</summary>
    private static void Ignore(Task queued) => _ = queued.ContinueWith(_ => { }, TaskScheduler.Default);

    private Task Race(Func<IDatabase, int, Task> run) =>
        Task.WhenAll(_connections.Select((connection, number) => Task.Run(() => run(connection.GetDatabase(), number)))).WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections) await connection.DisposeAsync();
    }
}
