using StackExchange.Redis;

namespace AkkaCache.Clients;

/// <summary>StackExchange.Redis: strings.</summary>
public sealed class StringApiTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Strings_set_come_back(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var key = daemon.NewKey("string");
        Assert.True((await db.StringGetAsync(key)).IsNull);
        Assert.True(await db.StringSetAsync(key, "value"));
        Assert.Equal("value", await db.StringGetAsync(key));
        byte[] binary = [0, 13, 10, 255, 0];
        Assert.True(await db.StringSetAsync(key, binary));
        Assert.Equal(binary, (byte[]?)await db.StringGetAsync(key));
        Assert.Equal(5, await db.StringLengthAsync(key));
        Assert.True(await db.StringSetAsync(key, ""));
        Assert.Equal("", await db.StringGetAsync(key));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Large_value_comes_back(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var key = daemon.NewKey("large");
        var value = new byte[3_000_000];
        new Random(7).NextBytes(value);
        Assert.True(await db.StringSetAsync(key, value));
        Assert.Equal(value, (byte[]?)await db.StringGetAsync(key));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Conditional_sets_obey(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var key = daemon.NewKey("string");
        Assert.False(await db.StringSetAsync(key, "a", when: When.Exists));
        Assert.True(await db.StringSetAsync(key, "a", when: When.NotExists));
        Assert.False(await db.StringSetAsync(key, "b", when: When.NotExists));
        Assert.Equal("a", await db.StringSetAndGetAsync(key, "b", TimeSpan.FromMinutes(5)));
        Assert.InRange((await db.KeyTimeToLiveAsync(key))!.Value, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
        Assert.True(await db.StringSetAsync(key, "c", null, keepTtl: true));
        Assert.NotNull(await db.KeyTimeToLiveAsync(key));
        Assert.Equal("c", await db.StringGetSetAsync(key, "d"));
        Assert.Null(await db.KeyTimeToLiveAsync(key));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Counters_count(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var key = daemon.NewKey("counter");
        Assert.Equal(1, await db.StringIncrementAsync(key));
        Assert.Equal(11, await db.StringIncrementAsync(key, 10));
        Assert.Equal(8, await db.StringDecrementAsync(key, 3));
        Assert.Equal(8.5, await db.StringIncrementAsync(key, 0.5));
        var error = await Assert.ThrowsAsync<RedisServerException>(() => db.StringIncrementAsync(key));
        Assert.Contains("not an integer", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Many_keys_at_once(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var keys = Enumerable.Range(0, 100).Select(_ => daemon.NewKey("many")).ToArray();
        Assert.True(await db.StringSetAsync(keys.Select((key, i) => KeyValuePair.Create(key, (RedisValue)i)).ToArray(), When.Always));
        var values = await db.StringGetAsync([.. keys, "absent"]);
        Assert.Equal([.. Enumerable.Range(0, 100).Select(i => (RedisValue)i), RedisValue.Null], values);
        Assert.False(await db.StringSetAsync(new KeyValuePair<RedisKey, RedisValue>[] { new(keys[0], "x"), new(daemon.NewKey("many"), "y") }, When.NotExists));
        Assert.Equal(100, await db.KeyDeleteAsync(keys));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Ranges_and_appends(RedisProtocol protocol)
    {
        var db = daemon.Database(protocol);
        var key = daemon.NewKey("string");
        Assert.Equal(5, await db.StringAppendAsync(key, "hello"));
        Assert.Equal(11, await db.StringAppendAsync(key, " world"));
        Assert.Equal("world", await db.StringGetRangeAsync(key, -5, -1));
        Assert.Equal(11, await db.StringSetRangeAsync(key, 6, "there"));
        Assert.Equal("hello there", await db.StringGetAsync(key));
        Assert.Equal("hello there", await db.StringGetSetExpiryAsync(key, TimeSpan.FromMinutes(1)));
        Assert.Equal("hello there", await db.StringGetDeleteAsync(key));
        Assert.False(await db.KeyExistsAsync(key));
    }
}
