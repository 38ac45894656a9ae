using AkkaCache.Client;

namespace AkkaCache.Examples;

internal sealed record Player(string Name, string City);

/// <summary>Stands for a database that all servers of the application share, and that takes its time. What is cached of it is not its concern.</summary>
internal sealed class PlayerDatabase(CacheClient cluster)
{
    /// <summary>Of a query.</summary>
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);

    private int _reads;

    /// <summary>How often this server has read it.</summary>
    public int Reads => Volatile.Read(ref _reads);

    public async ValueTask<Player?> FindAsync(string name, CancellationToken token)
    {
        Interlocked.Increment(ref _reads);
        await Task.Delay(Latency, token);
        return await cluster.GetObjectAsync<Player>(RowOf(name), token);
    }

    public async Task SaveAsync(Player player) => await cluster.SetObjectAsync(RowOf(player.Name), player);

    private static string RowOf(string name) => $"example:webapi:row:{name}";
}
