using StackExchange.Redis;

namespace AkkaCache.Clients;

/// <summary>StackExchange.Redis: keys of any type, and looking through all of them.</summary>
public sealed class KeyApiTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Keys_come_and_go(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var (text, board) = (daemon.NewKey("key"), daemon.NewKey("key"));
        await db.StringSetAsync(text, 1);
        await db.SortedSetAddAsync(board, "m", 1);
        Assert.Equal(2, await db.KeyExistsAsync([text, board, "absent"]));
        Assert.Equal(RedisType.String, await db.KeyTypeAsync(text));
        Assert.Equal(RedisType.SortedSet, await db.KeyTypeAsync(board));
        Assert.Equal(RedisType.None, await db.KeyTypeAsync("absent"));
        Assert.Equal(1, await db.KeyTouchAsync([text, "absent"]));
        Assert.Equal("int", await db.KeyEncodingAsync(text));
        Assert.NotNull(await db.KeyIdleTimeAsync(text));
        Assert.True(await db.KeyDeleteAsync(text));
        Assert.False(await db.KeyDeleteAsync(text));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Times_to_live_are_kept(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var key = daemon.NewKey("key");
        Assert.False(await db.KeyExpireAsync(key, TimeSpan.FromMinutes(1)));
        await db.StringSetAsync(key, "v");
        Assert.Null(await db.KeyTimeToLiveAsync(key));
        var due = new DateTime(2150, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);
        Assert.True(await db.KeyExpireAsync(key, due));
        Assert.Equal(due, await db.KeyExpireTimeAsync(key));
        Assert.False(await db.KeyExpireAsync(key, TimeSpan.FromMinutes(1), ExpireWhen.GreaterThanCurrentExpiry));
        Assert.True(await db.KeyExpireAsync(key, TimeSpan.FromMinutes(1), ExpireWhen.LessThanCurrentExpiry));
        Assert.True(await db.KeyPersistAsync(key));
        Assert.Null(await db.KeyTimeToLiveAsync(key));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Renaming_moves_value_and_time(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var (from, to) = daemon.NewKeysApart("rename");
        await db.StringSetAsync(from, "v", TimeSpan.FromHours(1));
        Assert.True(await db.KeyRenameAsync(from, to));
        Assert.False(await db.KeyExistsAsync(from));
        Assert.Equal("v", await db.StringGetAsync(to));
        Assert.NotNull(await db.KeyTimeToLiveAsync(to));
        await db.StringSetAsync(from, "w");
        Assert.False(await db.KeyRenameAsync(from, to, When.NotExists));
        var error = await Assert.ThrowsAsync<RedisServerException>(() => db.KeyRenameAsync("absent", to));
        Assert.Equal("ERR no such key", error.Message);
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Scanning_yields_every_key_that_stays(RedisProtocol protocol)
    {
        var connection = daemon.Connect(protocol);
        var db = connection.GetDatabase();
        var server = connection.GetServers()[0];
        var prefix = $"{daemon.NewKey("scan")}:";
        var expected = Enumerable.Range(0, 2000).Select(i => prefix + i).ToHashSet();
        await Task.WhenAll(expected.Select(key => db.StringSetAsync(key, 1)));
        var found = new HashSet<string>();
        await foreach (var key in server.KeysAsync(pattern: prefix + "*", pageSize: 100)) found.Add(key!);
        Assert.Equal(expected, found);
        Assert.InRange(await server.DatabaseSizeAsync(), 2000, long.MaxValue);
        Assert.False((await db.KeyRandomAsync()) == default(RedisKey));
    }
}
