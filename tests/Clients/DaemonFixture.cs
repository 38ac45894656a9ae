using System.Globalization;
using AkkaCache.Testing;
using StackExchange.Redis;

namespace AkkaCache.Clients;

/// <summary>One daemon process for the tests of a class, and connections of StackExchange.Redis to it.</summary>
public sealed class DaemonFixture : IAsyncLifetime
{
    private readonly List<ConnectionMultiplexer> _connections = [];
    private int _names;

    private DaemonProcess _daemon = null!;

    public async Task InitializeAsync() => _daemon = await DaemonProcess.StartAsync();

    /// <summary>A connection of its own, which lives as long as the fixture.</summary>
    public ConnectionMultiplexer Connect(RedisProtocol protocol)
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { _daemon.Resp },
            Protocol = protocol,
            AllowAdmin = true,
            AbortOnConnectFail = true,
            ConnectTimeout = 20_000,
            AsyncTimeout = 20_000,
            SyncTimeout = 20_000,
        };
        var connection = ConnectionMultiplexer.Connect(options);
        lock (_connections) _connections.Add(connection);
        return connection;
    }

    public IDatabase Database(RedisProtocol protocol) => Connect(protocol).GetDatabase();

    /// <summary>A key that no other test uses.</summary>
    public RedisKey NewKey(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}:{Interlocked.Increment(ref _names)}");

    /// <summary>Two new keys that live in different partitions.</summary>
    public (RedisKey One, RedisKey Other) NewKeysApart(string name)
    {
        var one = NewKey(name);
        while (true)
        {
            var other = NewKey(name);
            if (Partitioning.PartitionOf(one.ToString()) != Partitioning.PartitionOf(other.ToString())) return (one, other);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var connection in _connections) await connection.DisposeAsync();
        await _daemon.DisposeAsync();
    }
}
