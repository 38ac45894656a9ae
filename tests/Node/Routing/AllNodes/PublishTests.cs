using System.Collections.Concurrent;
using System.Text;
using AkkaCache.Node.Routing.AllNodes;
using AkkaCache.Node.Sessions;

namespace AkkaCache.Node.Tests.Routing.AllNodes;

public sealed class PublishTests
{
    private const int DeadlineMs = 20_000;

    [Fact]
    public void Message_reaches_every_other_node_once_and_in_order()
    {
        using var nodes = new ThreeNodes();
        var listeners = nodes.Nodes.Select(_ => new Listener()).ToArray();
        for (var i = 0; i < 3; i++) nodes.Nodes[i].Channels.CreateSubscriptions(listeners[i]).Subscribe("news"u8);
        const int count = 1000;
        for (var i = 0; i < count; i++) nodes.A.Calls.Publish("news"u8, Encoding.ASCII.GetBytes($"message {i}"));
        foreach (var node in (int[])[1, 2])
        {
            listeners[node].Await(count);
            Assert.Equal(Enumerable.Range(0, count), listeners[node].Heard.Select(Number));
            Assert.True(SpinWait.SpinUntil(() => nodes.Nodes[node].Counters.PublishedFromPeers.Value == count, DeadlineMs));
        }
        // Its own subscribers are not these messages' business.
        Assert.Empty(listeners[0].Heard);
        Assert.Equal(2 * count, nodes.A.Counters.PublishedToPeers.Value);
    }

    [Fact]
    public void Lone_node_sends_nothing()
    {
        using var nodes = new ThreeNodes { Passes = (_, _, _) => throw new InvalidOperationException("sent") };
        nodes.A.Directory.IsAlone = true;
        nodes.A.Calls.Publish("news"u8, "hi"u8);
        Assert.Equal(0, nodes.A.Counters.PublishedToPeers.Value);
    }

    [Fact]
    public void Message_that_a_queue_does_not_take_is_lost_to_that_node_alone()
    {
        using var nodes = new ThreeNodes();
        var listener = new Listener();
        nodes.C.Channels.CreateSubscriptions(listener).Subscribe("news"u8);
        nodes.HasRoom = (_, to) => to != nodes.B;
        nodes.A.Calls.Publish("news"u8, "hi"u8);
        listener.Await(1);
        Assert.Equal((1, 1), (nodes.A.Counters.PublishedToPeers.Value, nodes.A.Counters.PublishesLost.Value));
    }

    [Fact]
    public void Message_beyond_the_inbox_is_lost()
    {
        using var nodes = new ThreeNodes(new NodeCallSettings { MaxInboxBytes = 100 });
        var listener = new Listener();
        nodes.B.Channels.CreateSubscriptions(listener).Subscribe("news"u8);
        nodes.A.Calls.Publish("news"u8, new byte[200]);
        nodes.A.Calls.Publish("news"u8, "hi"u8);
        listener.Await(1);
        Assert.Equal(1, nodes.B.Counters.PublishesLost.Value);
    }

    private static int Number(string push) => int.Parse(push.Split("message ")[1].TrimEnd(), System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Listener : IPushTarget
    {
        private readonly ConcurrentQueue<string> _heard = new();

        public int ProtocolVersion => 2;
        public IReadOnlyCollection<string> Heard => _heard;

        public void Push(ReadOnlyMemory<byte> resp) => _heard.Enqueue(Encoding.ASCII.GetString(resp.Span));

        public void Await(int count) => Assert.True(SpinWait.SpinUntil(() => _heard.Count >= count, DeadlineMs), $"{_heard.Count} of {count} messages arrived");
    }
}
