using StackExchange.Redis;

namespace AkkaCache.Clients;

/// <summary>StackExchange.Redis: publish and subscribe.</summary>
public sealed class PubSubApiTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Messages_arrive_in_order(RedisProtocol protocol)
    {
        const int Messages = 1000;
        var subscriber = daemon.Connect(protocol).GetSubscriber();
        var publisher = daemon.Connect(protocol).GetSubscriber();
        var channel = RedisChannel.Literal(daemon.NewKey("channel").ToString());
        var queue = await subscriber.SubscribeAsync(channel);
        for (var i = 0; i < Messages; i++) Assert.Equal(1, await publisher.PublishAsync(channel, i));
        using var deadline = new CancellationTokenSource(Deadline);
        for (var i = 0; i < Messages; i++) Assert.Equal(i, (await queue.ReadAsync(deadline.Token)).Message);
        await queue.UnsubscribeAsync();
        Assert.Equal(0, await publisher.PublishAsync(channel, "nobody"));
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Messages_arrive_by_pattern(RedisProtocol protocol)
    {
        var subscriber = daemon.Connect(protocol).GetSubscriber();
        var publisher = daemon.Connect(protocol).GetSubscriber();
        var name = daemon.NewKey("channel").ToString();
        var queue = await subscriber.SubscribeAsync(RedisChannel.Pattern(name + ".*"));
        Assert.Equal(0, await publisher.PublishAsync(RedisChannel.Literal(name), "no"));
        Assert.Equal(1, await publisher.PublishAsync(RedisChannel.Literal(name + ".a"), "yes"));
        using var deadline = new CancellationTokenSource(Deadline);
        var message = await queue.ReadAsync(deadline.Token);
        Assert.Equal((name + ".a", "yes"), ((string?)message.Channel, (string?)message.Message));
        await queue.UnsubscribeAsync();
    }

    [Theory]
    [ClassData(typeof(ProtocolData))]
    public async Task Commands_and_messages_share_a_client(RedisProtocol protocol)
    {
        var connection = daemon.Connect(protocol);
        var db = connection.GetDatabase();
        var channel = RedisChannel.Literal(daemon.NewKey("channel").ToString());
        var key = daemon.NewKey("counter");
        var queue = await connection.GetSubscriber().SubscribeAsync(channel);
        using var deadline = new CancellationTokenSource(Deadline);
        for (var i = 1; i <= 200; i++)
        {
            Assert.Equal(i, await db.StringIncrementAsync(key));
            Assert.Equal(1, await db.PublishAsync(channel, i));
            Assert.Equal(i, (await queue.ReadAsync(deadline.Token)).Message);
        }
        await queue.UnsubscribeAsync();
    }
}
