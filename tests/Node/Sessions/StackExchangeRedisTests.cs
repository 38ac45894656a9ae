using StackExchange.Redis;

namespace AkkaCache.Node.Tests.Sessions;

/// <summary>The client library of most .NET applications: its handshake, its idea of a server, its pub/sub. Data commands are tested with it in tests/Clients.</summary>
public sealed class StackExchangeRedisTests : IAsyncLifetime
{
    private readonly NodeFixture _node = new();
    private ConnectionMultiplexer _redis = null!;

    public async Task InitializeAsync()
    {
        var options = new ConfigurationOptions { EndPoints = { { "127.0.0.1", _node.Port } }, ClientName = "tests", AllowAdmin = true, ConnectTimeout = 20_000, SyncTimeout = 20_000, AsyncTimeout = 20_000 };
        _redis = await ConnectionMultiplexer.ConnectAsync(options);
    }

    public async Task DisposeAsync()
    {
        await _redis.DisposeAsync();
        _node.Dispose();
    }

    [Fact]
    public async Task Handshake_finds_a_writable_standalone_server_of_redis_7()
    {
        var server = _redis.GetServers().Single();
        Assert.True(server.IsConnected);
        Assert.Equal(ServerType.Standalone, server.ServerType);
        Assert.Equal(new Version(7, 0, 15), server.Version);
        Assert.False(server.IsReplica);
        Assert.True((await _redis.GetDatabase().PingAsync()) > TimeSpan.Zero);
    }

    [Fact]
    public async Task Server_commands_parse()
    {
        var server = _redis.GetServers().Single();
        Assert.Equal("no", (await server.ConfigGetAsync("appendonly")).Single().Value);
        await server.ConfigSetAsync("timeout", 30);
        Assert.Equal(30, _node.Settings.IdleTimeoutSeconds);
        await server.ConfigResetStatisticsAsync();
        Assert.Contains(await server.ClientListAsync(), client => client is { Name: "tests", LibraryName.Length: > 0 } && client.Database == 0);
        Assert.Contains(await server.InfoAsync(), section => section.Key == "Keyspace" || section.Key == "Server");
        Assert.True((await server.TimeAsync()) > DateTime.UnixEpoch);
        Assert.Equal("master", (await server.RoleAsync()).Value);
        Assert.True((await server.CommandCountAsync()) > 100);
        Assert.Contains("zadd", await server.CommandListAsync());
        Assert.Equal(["a", "c"], await server.CommandGetKeysAsync(["MSET", "a", "b", "c", "d"]));
        Assert.Equal(0, await server.ClientKillAsync(id: 4711));
    }

    [Fact]
    public async Task Messages_arrive_by_channel_and_by_pattern()
    {
        var subscriber = _redis.GetSubscriber();
        var byName = await subscriber.SubscribeAsync(RedisChannel.Literal("news"));
        var byPattern = await subscriber.SubscribeAsync(RedisChannel.Pattern("n*"));
        Assert.Equal(2, await subscriber.PublishAsync(RedisChannel.Literal("news"), "hi"));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.Equal("hi", (string?)(await byName.ReadAsync(deadline.Token)).Message);
        Assert.Equal("news", (string?)(await byPattern.ReadAsync(deadline.Token)).Channel);
        var server = _redis.GetServers().Single();
        Assert.Contains(RedisChannel.Literal("news"), await server.SubscriptionChannelsAsync());
        Assert.Equal(1, await server.SubscriptionPatternCountAsync());
        Assert.Equal(1, await server.SubscriptionSubscriberCountAsync(RedisChannel.Literal("news")));
    }
}
