using AkkaCache.Node.Doors.Peers;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;
using AkkaCache.Testing.Allocation;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static AkkaCache.Node.Tests.Doors.Peers.PeerNode;
using static AkkaCache.Node.Tests.Doors.Peers.RecordingInbox;

namespace AkkaCache.Node.Tests.Doors.Peers;

public sealed class PeerLinksTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
    private readonly MemoryNetwork _network = new();
    private readonly PeerNode _a, _b;

    public PeerLinksTests()
    {
        _a = new PeerNode(_network, _time, "a:1/1");
        _b = new PeerNode(_network, _time, "b:1/1");
    }

    [Fact]
    public void Messages_of_a_lane_come_in_order()
    {
        const int count = 20_000;
        for (var i = 0; i < count; i++)
        {
            _a.Send(_b, PeerLane.Control, Numbered(1, i));
            _a.Send(_b, PeerLane.Bulk, Numbered(2, i, 5 + i % 300));
        }
        Eventually(() => _b.Inbox.Count == 2 * count);
        Assert.Equal(Enumerable.Range(0, count), _b.Inbox.Numbers(_a.Id, 1));
        Assert.Equal(Enumerable.Range(0, count), _b.Inbox.Numbers(_a.Id, 2));
        Assert.Empty(_b.Inbox.Resets);
    }

    [Fact]
    public void Stream_of_bulk_as_fast_as_it_goes_never_breaks()
    {
        const int count = 3_000;
        using var room = new SemaphoreSlim(0);
        _a.Links.RoomAgain += (_, _) => room.Release();
        for (var i = 0; i < count; i++)
        {
            while (!_a.Links.HasRoom(_b.Id, RoomFor.Effects)) Assert.True(room.Wait(Patience));
            _a.Send(_b, PeerLane.Bulk, Numbered(2, i, 60_000));
        }
        Eventually(() => _b.Inbox.Count == count);
        Assert.Empty(_b.Inbox.Resets);
        Assert.Empty(_a.Inbox.Resets);
    }

    [Fact]
    public void Peers_answer_each_other_on_one_link_each()
    {
        _a.Send(_b, PeerLane.Control, 1);
        Eventually(() => _b.Inbox.Count == 1);
        _b.Send(_a, PeerLane.Control, 2);
        Eventually(() => _a.Inbox.Count == 1);
        Assert.Equal((1, 1), (_a.Links.Count, _b.Links.Count));
        Assert.Empty(_a.Inbox.Resets);
    }

    [Fact]
    public void Nothing_but_an_Open_is_sent_before_the_peer_accepts()
    {
        _network.Loses = frame => frame.Kind == PeerFrameKind.Accept;
        for (var i = 0; i < 10; i++) _a.Send(_b, PeerLane.Bulk, new byte[100_000]);
        Eventually(() => _network.Sent.Any(frame => frame.Kind == PeerFrameKind.Accept));
        Assert.DoesNotContain(_network.Sent, frame => frame.Kind == PeerFrameKind.Data);

        _network.Loses = _ => false;
        _time.Advance(PeerLimits.OpenRetry);
        Eventually(() => _b.Inbox.Count == 10);
        Assert.Empty(_a.Inbox.Resets);
    }

    [Fact]
    public void Control_goes_before_the_bulk_that_waits_and_is_handled_while_bulk_is_not()
    {
        const int count = 1_000;
        _b.Inbox.Hold(kind: 2);
        for (var i = 0; i < count; i++) _a.Send(_b, PeerLane.Bulk, Numbered(2, i, 64_000));
        _a.Send(_b, PeerLane.Control, Numbered(1, 0));

        Eventually(() => _b.Inbox.Count == 1);
        Assert.Equal([0], _b.Inbox.Numbers(_a.Id, 1));
        var before = _network.Sent.TakeWhile(frame => frame.Lane != (int)PeerLane.Control).Sum(frame => frame.PayloadBytes);
        Assert.InRange(before, 0, PeerLimits.BulkWindowBytes);
        _b.Inbox.Release();
        Eventually(() => _b.Inbox.Count == 1 + count);
        Assert.Equal(Enumerable.Range(0, count), _b.Inbox.Numbers(_a.Id, 2));
    }

    [Fact]
    public void Peer_that_reads_nothing_has_the_windows_under_way_and_the_ceilings_queued()
    {
        _b.Inbox.Hold();
        var message = new byte[100_000];
        foreach (var lane in new[] { PeerLane.Control, PeerLane.Bulk })
        {
            long taken = 0;
            while (_a.Links.TrySend(_b.Id, lane, message)) taken += message.Length;
            var window = lane == PeerLane.Control ? PeerLimits.ControlWindowBytes : PeerLimits.BulkWindowBytes;
            Assert.InRange(taken, PeerLimits.QueueBytes - message.Length, PeerLimits.QueueBytes + window);
            Eventually(() => UnderWay(lane) > window - PeerFrame.MaxBytes);
            Assert.InRange(UnderWay(lane), 0, window);
        }
        _b.Inbox.Release();

        long UnderWay(PeerLane lane) => _network.Sent.Where(frame => frame.Lane == (int)lane).Sum(frame => (long)frame.PayloadBytes);
    }

    [Fact]
    public void Longest_message_is_taken_while_little_is_queued_only()
    {
        _network.Loses = _ => true;
        Assert.True(_a.Links.TrySend(_b.Id, PeerLane.Bulk, new byte[PeerLimits.QueueBytes + 1]));
        Assert.False(_a.Links.TrySend(_b.Id, PeerLane.Bulk, new byte[1]));
        Assert.True(_a.Links.TrySend(_b.Id, PeerLane.Control, new byte[PeerLimits.QueueBytes + 1]));
        Assert.False(_a.Links.TrySend(_b.Id, PeerLane.Control, new byte[1]));
        Assert.False(_a.Links.HasRoom(_b.Id, RoomFor.Effects));
    }

    [Fact]
    public void Room_comes_again_once_for_those_who_were_refused()
    {
        var news = 0;
        _a.Links.RoomAgain += (node, what) => Interlocked.Add(ref news, node == _b.Id && what == RoomFor.Effects ? 1 : 100);
        _b.Inbox.Hold();
        Assert.True(_a.Links.HasRoom(_b.Id, RoomFor.Effects));
        while (_a.Links.HasRoom(_b.Id, RoomFor.Effects)) _a.Send(_b, PeerLane.Bulk, new byte[100_000]);
        Assert.Equal(0, news);

        _b.Inbox.Release();
        Eventually(() => Volatile.Read(ref news) == 1);
        Assert.True(_a.Links.HasRoom(_b.Id, RoomFor.Effects));
        Assert.Equal(1, news);
    }

    [Fact]
    public void Snapshots_leave_the_queue_to_effects()
    {
        using var news = new SemaphoreSlim(0);
        _a.Links.RoomAgain += (_, what) =>
        {
            if (what == RoomFor.Snapshots) news.Release();
        };
        _b.Inbox.Hold();
        var queued = 0;
        for (; _a.Links.HasRoom(_b.Id, RoomFor.Snapshots); queued += 50_000) _a.Send(_b, PeerLane.Bulk, new byte[50_000]);
        Assert.InRange(queued, PeerLimits.SnapshotRoomBytes, PeerLimits.BulkWindowBytes + 2 * PeerLimits.SnapshotRoomBytes);
        Assert.True(_a.Links.HasRoom(_b.Id, RoomFor.Effects));

        _b.Inbox.Release();
        Assert.True(news.Wait(Patience));
        Assert.True(_a.Links.HasRoom(_b.Id, RoomFor.Snapshots));
    }

    [Fact]
    public void Listener_that_fails_does_not_stop_the_sending()
    {
        _a.Links.RoomAgain += (_, _) => throw new InvalidOperationException("listener");
        var sent = 0;
        for (; _a.Links.HasRoom(_b.Id, RoomFor.Effects); sent++) _a.Send(_b, PeerLane.Bulk, new byte[1_000_000]);
        Eventually(() => _b.Inbox.Count == sent);
        Eventually(() => _a.Log.Lines.Any(line => line.StartsWith("Error: A listener", StringComparison.Ordinal)));
    }

    [Fact]
    public void Answers_to_a_frame_of_messages_share_a_frame()
    {
        const int count = 500;
        _b.Inbox.Answers = message => _b.Send(_a, PeerLane.Control, message);
        _network.Loses = frame => frame.Kind == PeerFrameKind.Accept;
        for (var i = 0; i < count; i++) _a.Send(_b, PeerLane.Control, Numbered(1, i));
        _network.Loses = _ => false;
        _time.Advance(PeerLimits.OpenRetry);

        Eventually(() => _a.Inbox.Count == count);
        Assert.Equal(Enumerable.Range(0, count), _a.Inbox.Numbers(_b.Id, 1));
        Assert.Single(_network.Sent, frame => frame.From == _a.Id && frame.Kind == PeerFrameKind.Data);
        Assert.Single(_network.Sent, frame => frame.From == _b.Id && frame.Kind == PeerFrameKind.Data);
    }

    [Fact]
    public void Answers_longer_than_the_ceiling_in_all_leave_while_the_frame_is_handled()
    {
        const int count = 400;
        var answer = new byte[PeerLimits.QueueBytes / 200];
        using var room = new SemaphoreSlim(0);
        _b.Links.RoomAgain += (_, _) => room.Release();
        _b.Inbox.Answers = _ =>
        {
            while (!_b.Links.TrySend(_a.Id, PeerLane.Control, answer)) Assert.True(room.Wait(Patience));
        };
        for (var i = 0; i < count; i++) _a.Send(_b, PeerLane.Control, Numbered(1, i));
        Eventually(() => _a.Inbox.Count == count);
        Assert.Empty(_a.Inbox.Resets);
    }

    [Fact]
    public void Lost_frame_resets_the_stream_for_both_and_a_new_one_carries_on()
    {
        var lost = 0;
        _network.Loses = frame => frame.Kind == PeerFrameKind.Data && frame.Number == 3 && Interlocked.Exchange(ref lost, 1) == 0;
        for (var i = 0; i < 10; i++) _a.Send(_b, PeerLane.Bulk, Numbered(1, i, 100_000));
        Eventually(() => _a.Inbox.Resets.Length > 0 && _b.Inbox.Resets.Length > 0);
        Assert.All(_b.Inbox.Messages, message => Assert.Equal(100_000, message.Message.Length));

        _time.Advance(PeerLimits.OpenRetry);
        _a.Send(_b, PeerLane.Bulk, Numbered(1, 100));
        Eventually(() => _b.Inbox.Numbers(_a.Id, 1).Contains(100));
        // A beginning of what was sent, then what was sent after the reset: in order, nothing twice, and something is missing.
        var numbers = _b.Inbox.Numbers(_a.Id, 1);
        Assert.Equal(numbers.Distinct().Order(), numbers);
        Assert.InRange(numbers.Length, 1, 10);
        Assert.Contains($"Warning: Frames of node {_a.Id} were lost; its stream is reset", _b.Log.Lines);
    }

    [Fact]
    public void Lost_last_frame_is_noticed_by_the_silence()
    {
        _network.Loses = frame => frame.Kind == PeerFrameKind.Data;
        _a.Send(_b, PeerLane.Control, 1);
        Eventually(() => _network.Sent.Any(frame => frame.Kind == PeerFrameKind.Data));
        Assert.Empty(_a.Inbox.Resets);
        _network.Loses = _ => false;

        _time.Advance(PeerLimits.Silence);
        Eventually(() => _a.Inbox.Resets.Length == 1);
        // The peer hears of it too, by the new stream: it may wait for what was lost.
        Eventually(() => _b.Inbox.Resets.Length == 1);
        _a.Send(_b, PeerLane.Control, 2);
        Eventually(() => _b.Inbox.Count == 1);
        Assert.Equal([2], _b.Inbox.Messages[0].Message);
    }

    [Fact]
    public void Silent_peer_costs_an_Open_now_and_then_and_what_waits_is_dropped()
    {
        _network.Loses = _ => true;
        while (_a.Links.TrySend(_b.Id, PeerLane.Bulk, new byte[1_000_000]))
        {
        }
        const int rounds = 10;
        for (var i = 1; i <= rounds; i++)
        {
            var (opens, expected) = (_network.Sent.Count, i);
            for (var passed = TimeSpan.Zero; passed < PeerLimits.Silence; passed += PeerLimits.Pace) _time.Advance(PeerLimits.Pace);
            Eventually(() => _network.Sent.Count > opens);
            // Another thread does it, and an Open may have left before it came to that.
            Eventually(() => _a.Inbox.Resets.Length == expected);
            Assert.True(_a.Links.TrySend(_b.Id, PeerLane.Bulk, new byte[1_000_000]));
        }
        Assert.All(_network.Sent, frame => Assert.Equal(PeerFrameKind.Open, frame.Kind));
        Assert.InRange(_network.Sent.Count, rounds, rounds * (int)(PeerLimits.Silence / PeerLimits.OpenRetry) + 1);
    }

    [Fact]
    public void Slow_trickle_is_not_taken_for_silence()
    {
        for (var i = 0; i < 10 * (int)(PeerLimits.Silence / PeerLimits.Pace); i++)
        {
            _a.Send(_b, PeerLane.Control, 1);
            var count = i + 1;
            Eventually(() => _b.Inbox.Count == count);
            _time.Advance(PeerLimits.Pace);
        }
        Assert.Empty(_a.Inbox.Resets);
    }

    [Fact]
    public void Process_restarted_at_the_same_address_gets_nothing_meant_for_the_one_before()
    {
        _a.Send(_b, PeerLane.Control, 1);
        Eventually(() => _b.Inbox.Count == 1);
        _b.Dispose();
        using var restarted = new PeerNode(_network, _time, "b:1/2");

        _a.Send(_b, PeerLane.Control, 2);
        Eventually(() => _a.Inbox.Resets.Length > 0);
        for (var i = 0; i < 20; i++)
        {
            _a.Links.TrySend(_b.Id, PeerLane.Control, [3]);
            _time.Advance(PeerLimits.Pace);
        }
        _a.Send(restarted, PeerLane.Control, 4);
        Eventually(() => restarted.Inbox.Count > 0);
        Assert.Equal([4], Assert.Single(restarted.Inbox.Messages).Message);
        Assert.Equal(1, restarted.Links.Count);
    }

    [Fact]
    public void Forgotten_node_gets_nothing_and_is_refused()
    {
        _a.Send(_b, PeerLane.Control, 1);
        _b.Send(_a, PeerLane.Control, 1);
        Eventually(() => _b.Inbox.Count == 1 && _a.Inbox.Count == 1);

        _a.Links.Forget(_b.Id);
        Assert.Equal([_b.Id], _a.Inbox.Resets);
        Assert.Equal(0, _a.Links.Count);
        Assert.False(_a.Links.TrySend(_b.Id, PeerLane.Control, [2]));
        Assert.False(_a.Links.HasRoom(_b.Id, RoomFor.Effects));
        _b.Send(_a, PeerLane.Control, 2);
        Eventually(() => _b.Inbox.Resets.Length > 0);
        Assert.Equal((1, 0), (_a.Inbox.Count, _a.Links.Count));
    }

    [Fact]
    public void Message_that_cannot_be_handled_ends_the_stream_and_both_hear_of_it()
    {
        _b.Inbox.Throws = (7, new InvalidOperationException("handler"));
        _a.Send(_b, PeerLane.Control, 7);
        Eventually(() => _a.Inbox.Resets.Length > 0 && _b.Inbox.Resets.Length > 0);
        Assert.Contains(_b.Log.Lines, line => line.StartsWith("Error: A message of node", StringComparison.Ordinal));

        _time.Advance(PeerLimits.OpenRetry);
        _a.Send(_b, PeerLane.Control, 8);
        Eventually(() => _b.Inbox.Count == 1);
    }

    [Fact]
    public void Inbox_that_fails_at_the_news_of_a_loss_does_not_stop_the_link()
    {
        _a.Inbox.FailsAtResets = true;
        _network.Loses = frame => frame.Kind == PeerFrameKind.Data;
        _a.Send(_b, PeerLane.Control, 1);
        Eventually(() => _network.Sent.Any(frame => frame.Kind == PeerFrameKind.Data));
        _network.Loses = _ => false;
        _time.Advance(PeerLimits.Silence);
        Eventually(() => _a.Log.Lines.Any(line => line.StartsWith("Error: A listener", StringComparison.Ordinal)));
        _a.Send(_b, PeerLane.Control, 2);
        Eventually(() => _b.Inbox.Count == 1);
    }

    [Fact]
    public void Own_node_and_nodes_without_an_address_are_mistakes()
    {
        Assert.Throws<ArgumentException>(() => _a.Links.TrySend(_a.Id, PeerLane.Control, [1]));
        Assert.Throws<ArgumentException>(() => _a.Links.HasRoom(_a.Id, RoomFor.Effects));
        Assert.Throws<ArgumentException>(() => _a.Links.TrySend(new NodeId("nowhere"), PeerLane.Control, [1]));
    }

    [Fact]
    public void Links_not_open_refuse()
    {
        using var links = new PeerLinks(_time, NullLogger<PeerLinks>.Instance);
        Assert.False(links.TrySend(_b.Id, PeerLane.Control, [1]));
        Assert.False(links.HasRoom(_b.Id, RoomFor.Effects));
    }

    [Fact]
    public void Made_up_nodes_get_no_more_links_than_the_ceiling()
    {
        for (var i = 0; i < PeerLimits.Links + 10; i++) _network.Inject(_a.Id, new PeerFrameWriter(new NodeId($"x{i}:1/1")).Open((ulong)i + 1, _a.Id));
        Assert.Equal(PeerLimits.Links, _a.Links.Count);
        Assert.Single(_a.Log.Lines, line => line.StartsWith("Warning: No link", StringComparison.Ordinal));
    }

    [Fact]
    public void Sending_small_messages_allocates_their_frames_only()
    {
        // Nothing leaves, so the pump stays out of it; 1 MB in all stays in the queue.
        _network.Loses = _ => true;
        var message = new byte[64];
        const int rounds = 8_000;
        var allocated = Allocated.By(rounds, _ => _a.Links.TrySend(_b.Id, PeerLane.Control, message));
        Assert.InRange(allocated, 0, (rounds * 65 / PeerFrame.MaxBytes + 2) * (PeerFrame.MaxBytes + 100));
    }

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
    }
}
