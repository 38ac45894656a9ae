using System.Net;
using AkkaCache.Multinode.Load;
using AkkaCache.Testing;
using AkkaCache.Testing.Cluster;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Multinode.Cluster;

public sealed class ClusterMapTests
{
    [SkippableFact]
    public void Map_of_a_redis_cluster_of_one_names_it_for_all_partitions()
    {
        Skip.If(RedisProcess.WhyUnavailable() is not null, RedisProcess.WhyUnavailable());
        using var redis = RedisProcess.Start("--cluster-enabled", "yes");
        Assert.Equal(0, ClusterMap.Read(redis.EndPoint).FewestCopies);
        Assert.True(Conversation.Ask(redis.EndPoint, "CLUSTER", "ADDSLOTSRANGE", "0", "16383").IsOk);
        var map = ClusterMap.Read(redis.EndPoint);
        Assert.Equal(1, map.FewestCopies);
        Assert.Equal(256, map.PartitionsOf(redis.EndPoint).Count);
        Assert.Empty(map.PartitionsOf(new IPEndPoint(IPAddress.Loopback, 1)));
    }

    [Fact]
    public void Map_tells_primaries_from_backups_and_finds_what_has_too_few_copies()
    {
        var map = ClusterMap.Of(Reply.Aggregate(ReplyKind.Array, Shard([0, 127], 1, 2), Shard([128, 8191], 2, 1, 3), Shard([8192, 12287, 12288, 16383], 3), Shard([], 4)));
        Assert.Equal(1, map.FewestCopies);
        Assert.Equal([0, 1], map.PartitionsOf(Node(1)).Order());
        Assert.Equal(126, map.PartitionsOf(Node(2)).Count);
        Assert.Equal("1: 2, 2: 126, 3: 128", map.ToString());
        Assert.Equal(0, ClusterMap.Of(Reply.Aggregate(ReplyKind.Array, Shard([0, 16319], 1))).FewestCopies);
    }

    [Fact]
    public void Node_that_answers_an_error_has_no_map()
    {
        var error = Assert.Throws<InvalidOperationException>(() => ClusterMap.Of(Reply.Leaf(ReplyKind.Error, "ERR This instance has cluster support disabled")));
        Assert.Contains("cluster support disabled", error.Message, StringComparison.Ordinal);
    }

    private static IPEndPoint Node(int port) => new(IPAddress.Loopback, port);

    /// <summary>The primary stands last: only its role tells it.</summary>
    private static Reply Shard(int[] slots, params int[] ports) => Map(
        ("slots", Reply.Aggregate(ReplyKind.Array, [.. slots.Select(Number)])),
        ("nodes", Reply.Aggregate(ReplyKind.Array, [.. ports.Select((port, index) => Map(("id", Text("x")), ("port", Number(port)), ("role", Text(index == 0 ? "master" : "replica")))).Reverse()])));

    private static Reply Map(params (string Name, Reply Value)[] fields) => Reply.Aggregate(ReplyKind.Array, [.. fields.SelectMany(field => new[] { Text(field.Name), field.Value })]);

    private static Reply Text(string text) => Reply.Leaf(ReplyKind.Bulk, text);

    private static Reply Number(int number) => Reply.Leaf(ReplyKind.Integer, $"{number}");
}
