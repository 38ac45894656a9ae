using AkkaCache.Testing;
using StackExchange.Redis;

namespace AkkaCache.Client.Benchmarks;

/// <summary>StackExchange.Redis and a server that it can talk to.</summary>
internal sealed class StackExchangeContender : IContender
{
    private static readonly RedisKey[] Keys = [.. Workload.Keys.Select(key => (RedisKey)key)];

    private readonly RespServerProcess _server;
    private readonly ConnectionMultiplexer _multiplexer;
    private readonly IDatabase _database;

    private StackExchangeContender(string name, RespServerProcess server, ConnectionMultiplexer multiplexer)
    {
        Name = name;
        _server = server;
        _multiplexer = multiplexer;
        _database = multiplexer.GetDatabase();
    }

    public string Name { get; }

    public int ServerProcessId => _server.Id;

    /// <param name="server">Its contender's from now on.</param>
    public static async Task<StackExchangeContender> ConnectAsync(string serverName, RespServerProcess server)
    {
        var contender = new StackExchangeContender($"StackExchange.Redis, {serverName}", server, await ConnectionMultiplexer.ConnectAsync(server.EndPoint.ToString()));
        foreach (var key in Keys) await contender._database.StringSetAsync(key, Workload.Value);
        return contender;
    }

    public async Task AskAsync(int number)
    {
        var key = Keys[number % Keys.Length];
        if (Workload.IsRead(number)) await _database.StringGetAsync(key).ConfigureAwait(false);
        else await _database.StringSetAsync(key, Workload.Value).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _multiplexer.DisposeAsync();
        _server.Dispose();
    }
}
