using System.Text;
using AkkaCache.Node.Sessions;

namespace AkkaCache.Node.Tests.Sessions;

public sealed class ChannelTableTests
{
    private readonly ChannelTable _table = new();

    [Fact]
    public void Message_reaches_channel_and_pattern_subscribers_in_their_protocol()
    {
        var (plain, three) = (new Listener(2), new Listener(3));
        _table.CreateSubscriptions(plain).Subscribe("news"u8);
        var both = _table.CreateSubscriptions(three);
        both.Subscribe("news"u8);
        both.SubscribePattern("n*"u8);
        Assert.Equal(3, _table.Publish("news"u8, "hi"u8));
        Assert.Equal(["*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$2\r\nhi\r\n"], plain.Heard);
        Assert.Equal(
            [">3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$2\r\nhi\r\n", ">4\r\n$8\r\npmessage\r\n$2\r\nn*\r\n$4\r\nnews\r\n$2\r\nhi\r\n"],
            three.Heard);
    }

    [Fact]
    public void Message_to_nobody_is_delivered_to_none()
    {
        _table.CreateSubscriptions(new Listener(2)).SubscribePattern("x?"u8);
        Assert.Equal(0, _table.Publish("x"u8, "hi"u8));
    }

    [Fact]
    public void Message_is_encoded_once_per_protocol()
    {
        var listeners = Enumerable.Range(0, 4).Select(i => new Listener(2 + (i % 2))).ToArray();
        foreach (var listener in listeners) _table.CreateSubscriptions(listener).Subscribe("c"u8);
        _table.Publish("c"u8, "m"u8);
        Assert.Equal(2, listeners.Select(listener => listener.Arrays.Single()).Distinct().Count());
    }

    [Fact]
    public void Subscriptions_count_once_and_say_whether_they_changed()
    {
        var subscriptions = _table.CreateSubscriptions(new Listener(2));
        Assert.True(subscriptions.Subscribe("a"u8));
        Assert.False(subscriptions.Subscribe("a"u8));
        Assert.True(subscriptions.SubscribePattern("a"u8));
        Assert.False(subscriptions.SubscribePattern("a"u8));
        Assert.Equal(2, subscriptions.Count);
        Assert.True(subscriptions.Unsubscribe("a"u8));
        Assert.False(subscriptions.Unsubscribe("a"u8));
        Assert.True(subscriptions.UnsubscribePattern("a"u8));
        Assert.False(subscriptions.UnsubscribePattern("a"u8));
        Assert.Equal(0, subscriptions.Count);
    }

    [Fact]
    public void Directory_shows_who_listens()
    {
        var (one, two) = (_table.CreateSubscriptions(new Listener(2)), _table.CreateSubscriptions(new Listener(2)));
        one.Subscribe("a"u8);
        two.Subscribe("a"u8);
        two.Subscribe("b"u8);
        one.SubscribePattern("p*"u8);
        two.SubscribePattern("p*"u8);
        Assert.Equal(2, _table.SubscribersOf("a"u8));
        Assert.Equal(0, _table.SubscribersOf("p*"u8));
        Assert.Equal(["a", "b"], _table.Active.Select(Encoding.ASCII.GetString).Order());
        Assert.Equal(1, _table.PatternCount);
    }

    [Fact]
    public void Cleared_connection_leaves_nothing_behind()
    {
        var listener = new Listener(2);
        var subscriptions = _table.CreateSubscriptions(listener);
        subscriptions.Subscribe("a"u8);
        subscriptions.SubscribePattern("a*"u8);
        _table.Publish("a"u8, "1"u8);
        subscriptions.Clear();
        Assert.Equal(0, _table.Publish("a"u8, "2"u8));
        Assert.Empty(_table.Active);
        Assert.Equal(0, _table.PatternCount);
        Assert.Equal(2, listener.Heard.Count);
    }

    [Fact]
    public void Publishing_while_others_come_and_go_never_loses_a_steady_listener()
    {
        const int messages = 2000;
        var steady = new Listener(2);
        _table.CreateSubscriptions(steady).Subscribe("c"u8);
        var stop = false;
        var churn = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                var guest = _table.CreateSubscriptions(new Listener(3));
                guest.Subscribe("c"u8);
                guest.SubscribePattern("c*"u8);
                guest.Clear();
            }
        });
        churn.Start();
        for (var i = 0; i < messages; i++) Assert.True(_table.Publish("c"u8, "m"u8) >= 1);
        Volatile.Write(ref stop, true);
        churn.Join();
        Assert.Equal(messages, steady.Heard.Count);
        Assert.Equal(1, _table.SubscribersOf("c"u8));
    }

    private sealed class Listener(int protocolVersion) : IPushTarget
    {
        public int ProtocolVersion => protocolVersion;
        public List<string> Heard { get; } = [];
        public List<byte[]> Arrays { get; } = [];

        public void Push(ReadOnlyMemory<byte> resp)
        {
            Heard.Add(Encoding.ASCII.GetString(resp.Span));
            if (System.Runtime.InteropServices.MemoryMarshal.TryGetArray(resp, out var segment)) Arrays.Add(segment.Array!);
        }
    }
}
