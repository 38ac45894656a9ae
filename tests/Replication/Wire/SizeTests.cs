using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Copies;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Voters;
using Xunit.Abstractions;

namespace AkkaCache.Replication.Tests.Wire;

/// <summary>What travels most stays small. Numbers as in a cluster that has run for weeks.</summary>
public class SizeTests(ITestOutputHelper output)
{
    private const long Weeks = 20_000_000_000_000;

    private const long ManyEffects = 50_000_000;

    private static readonly Epoch Now = Epoch.Of(40, 3);

    [Fact]
    public void Ping_with_128_terms() => AtMost(400, new Ping(12, Weeks, [.. Enumerable.Range(0, 128).Select(number => new Term(2 * number, Now, true))]));

    [Fact]
    public void Pong_without_objections() => AtMost(16, new Pong(12, Weeks, false, []));

    [Fact]
    public void Ten_effects_of_sixty_bytes()
        => AtMost(640, new Effects(200, Now, 2, ManyEffects, new Position(Now, ManyEffects + 1000), 10, [new EpochRun(ManyEffects + 1001, Now)], new ReadOnlyMemory<byte>(new byte[600])));

    [Fact]
    public void Acknowledgement() => AtMost(12, new Acknowledgement(200, Now, 2, ManyEffects));

    [Fact]
    public void Install_of_five_voters_and_256_partitions()
    {
        var nodes = Enumerable.Range(1, 5).Select(number => new NodeId($"cache-{number}.cache.svc.cluster.local:4053#1a2b3c4d")).ToArray();
        var rows = Enumerable.Range(0, 256).Select(number => new RegisterRow(Now, new RegisterValue(Now, 3, nodes[number % 5], [nodes[number % 5], nodes[(number + 1) % 5]], 0)));
        AtMost(3300, new Install(Configuration.First(nodes), [.. rows]));
    }

    private void AtMost(int bytes, Message message)
    {
        var size = Frames.SizeOf(message);
        output.WriteLine($"{message.GetType().Name}: {size} bytes");
        Assert.InRange(size, 1, bytes);
    }
}
