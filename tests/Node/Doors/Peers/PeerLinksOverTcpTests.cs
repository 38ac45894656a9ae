using AkkaCache.Node.Doors.Peers;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Time.Testing;
using static AkkaCache.Node.Tests.Doors.Peers.PeerNode;
using static AkkaCache.Node.Tests.Doors.Peers.RecordingInbox;

namespace AkkaCache.Node.Tests.Doors.Peers;

/// <summary>Links over TCP on loopback ports.</summary>
public class PeerLinksOverTcpTests
{
    [Fact]
    public async Task Messages_of_three_nodes_come_in_order_for_each_peer_and_lane()
    {
        const int count = 5_000;
        await using var a = new TcpPeer();
        await using var b = new TcpPeer();
        await using var c = new TcpPeer();
        TcpPeer[] nodes = [a, b, c];
        for (var i = 0; i < count; i++)
        {
            foreach (var from in nodes)
            {
                foreach (var to in nodes.Where(node => node != from))
                {
                    Assert.True(from.Links.TrySend(to.Id, PeerLane.Control, Numbered(1, i)));
                    Assert.True(from.Links.TrySend(to.Id, PeerLane.Bulk, Numbered(2, i, 5 + i % 200)));
                }
            }
        }
        foreach (var to in nodes)
        {
            Eventually(() => to.Inbox.Count == 4 * count);
            foreach (var from in nodes.Where(node => node != to))
            {
                Assert.Equal(Enumerable.Range(0, count), to.Inbox.Numbers(from.Id, 1));
                Assert.Equal(Enumerable.Range(0, count), to.Inbox.Numbers(from.Id, 2));
            }
            Assert.Empty(to.Inbox.Resets);
        }
    }

    [Theory]
    [InlineData(PeerLane.Control)]
    [InlineData(PeerLane.Bulk)]
    public async Task Messages_of_any_length_come_whole(PeerLane lane)
    {
        await using var a = new TcpPeer();
        await using var b = new TcpPeer();
        int[] kilobytes = [1, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1024, 16 * 1024];
        int[] lengths = [0, 1, 127, 128, .. kilobytes.Select(length => length * 1024), 3];
        var messages = lengths.Select((length, seed) =>
        {
            var message = new byte[length];
            new Random(seed).NextBytes(message);
            return message;
        }).ToArray();
        foreach (var message in messages) Assert.True(a.Links.TrySend(b.Id, lane, message));

        Eventually(() => b.Inbox.Count == messages.Length);
        foreach (var (expected, (from, message)) in messages.Zip(b.Inbox.Messages))
        {
            Assert.Equal(a.Id, from);
            Assert.True(expected.AsSpan().SequenceEqual(message), $"{expected.Length} bytes");
        }
    }

    [Fact]
    public async Task Control_overtakes_a_bulk_backlog_of_64_MB()
    {
        // How much bulk leaves is counted where frames leave, so nothing depends on the clock.
        long bulk = 0, before = -1;
        await using var b = new TcpPeer();
        await using var a = new TcpPeer(loses: bytes =>
        {
            if (PeerFrame.TryRead(bytes, out var frame) && frame.Kind == PeerFrameKind.Data)
            {
                if (frame.Lane == (int)PeerLane.Control) Interlocked.CompareExchange(ref before, Interlocked.Read(ref bulk), -1);
                else Interlocked.Add(ref bulk, bytes.Length);
            }
            return false;
        });
        b.Inbox.Hold(kind: 2);
        for (var i = 0; i < 64; i++) Assert.True(a.Links.TrySend(b.Id, PeerLane.Bulk, Numbered(2, i, 1_000_000)));
        Assert.True(a.Links.TrySend(b.Id, PeerLane.Control, Numbered(1, 0)));

        Eventually(() => b.Inbox.Count == 1);
        // One message may have been taken apart before the receiver stopped at it; behind it, a window.
        Assert.InRange(Interlocked.Read(ref before), 0, 1_000_000 + (1 << 20) + PeerFrame.MaxBytes);
        b.Inbox.Release();
        Eventually(() => b.Inbox.Count == 65);
        Assert.Equal(Enumerable.Range(0, 64), b.Inbox.Numbers(a.Id, 2));
    }

    [Fact]
    public async Task Process_restarted_at_the_same_address_gets_nothing_meant_for_the_one_before()
    {
        await using var a = new TcpPeer(TimeProvider.System);
        var b = new TcpPeer();
        Assert.True(a.Links.TrySend(b.Id, PeerLane.Control, Numbered(1, 0)));
        Eventually(() => b.Inbox.Count == 1);
        await b.DisposeAsync();

        await using var restarted = new TcpPeer(port: b.Port, run: 2);
        var sent = 0;
        Eventually(() =>
        {
            a.Links.TrySend(b.Id, PeerLane.Control, Numbered(2, sent++));
            return a.Links.TrySend(restarted.Id, PeerLane.Control, Numbered(3, 0)) && restarted.Inbox.Count > 0;
        });
        Assert.All(restarted.Inbox.Messages, message => Assert.Equal(3, message.Message[0]));
        Eventually(() => a.Inbox.Resets.Contains(b.Id));
    }

    [Fact]
    public async Task Lost_frame_resets_the_stream_and_a_new_one_carries_on()
    {
        var lost = 0;
        await using var b = new TcpPeer();
        var time = new FakeTimeProvider();
        await using var a = new TcpPeer(time, loses: bytes =>
            PeerFrame.TryRead(bytes, out var frame) && frame.Kind == PeerFrameKind.Data && frame.Number == 3 && Interlocked.Exchange(ref lost, 1) == 0);
        for (var i = 0; i < 10; i++) Assert.True(a.Links.TrySend(b.Id, PeerLane.Bulk, Numbered(1, i, 100_000)));
        Eventually(() => a.Inbox.Resets.Contains(b.Id) && b.Inbox.Resets.Contains(a.Id));

        time.Advance(PeerLimits.OpenRetry);
        Assert.True(a.Links.TrySend(b.Id, PeerLane.Bulk, Numbered(1, 100)));
        Eventually(() => b.Inbox.Numbers(a.Id, 1).Contains(100));
        var numbers = b.Inbox.Numbers(a.Id, 1);
        Assert.Equal([.. Enumerable.Range(0, numbers.Length - 1), 100], numbers);
    }

    [Fact]
    public async Task Node_that_comes_late_is_reached()
    {
        await using var a = new TcpPeer(TimeProvider.System);
        int port;
        await using (var other = new TcpPeer()) port = other.Port;
        var late = new NodeId($"127.0.0.1:{port}/00000009");
        Assert.True(a.Links.TrySend(late, PeerLane.Control, Numbered(1, 0)));

        await using var b = new TcpPeer(port: port, run: 9);
        Assert.Equal(late, b.Id);
        Eventually(() =>
        {
            a.Links.TrySend(late, PeerLane.Control, Numbered(1, 1));
            return b.Inbox.Count > 0;
        });
    }
}
