using AkkaCache.Node.Doors.Peers;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Time.Testing;
using static AkkaCache.Node.Tests.Doors.Peers.PeerNode;

namespace AkkaCache.Node.Tests.Doors.Peers;

/// <summary>A node hears bytes that no node of ours sends.</summary>
public sealed class MalformedFramesTests : IDisposable
{
    private static readonly NodeId Stranger = new("s:1/1");
    private static readonly PeerFrameWriter Writer = new(Stranger);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
    private readonly MemoryNetwork _network = new();
    private readonly PeerNode _a;

    public MalformedFramesTests()
    {
        _a = new PeerNode(_network, _time, "a:1/1");
    }

    [Fact]
    public void Bytes_that_are_no_frame_are_told_once_and_change_nothing()
    {
        for (var i = 0; i < 100; i++) _network.Inject(_a.Id, new byte[i]);
        Assert.Single(_a.Log.Lines);
        Assert.Equal(0, _a.Links.Count);
        Assert.Empty(_network.Sent);
    }

    [Fact]
    public void Frame_of_an_unknown_stream_is_refused()
    {
        _network.Inject(_a.Id, Data(5, 1, PeerLane.Control, [0]));
        var answer = Assert.Single(_network.Sent);
        Assert.Equal((PeerFrameKind.Reset, 5UL, Stranger), (answer.Kind, answer.Stream, answer.To));
        Assert.Equal(0, _a.Links.Count);
    }

    [Theory]
    [InlineData("a:1/2")]
    [InlineData("b:1/1")]
    public void Open_for_another_node_is_refused(string addressee)
    {
        _network.Inject(_a.Id, Writer.Open(5, new NodeId(addressee)));
        Assert.Equal(PeerFrameKind.Reset, Assert.Single(_network.Sent).Kind);
        Assert.Equal(0, _a.Links.Count);
    }

    [Fact]
    public void Frames_that_claim_to_be_from_this_node_or_from_nowhere_are_not_answered()
    {
        _network.Inject(_a.Id, new PeerFrameWriter(_a.Id).Open(5, _a.Id));
        _network.Inject(_a.Id, new PeerFrameWriter(new NodeId("nowhere")).Open(5, _a.Id));
        Assert.Empty(_network.Sent);
        Assert.Equal(0, _a.Links.Count);
    }

    [Fact]
    public void Message_beyond_the_limit_ends_the_stream_and_is_told_once_for_the_node()
    {
        for (ulong stream = 5; stream < 10; stream++)
        {
            _network.Inject(_a.Id, Writer.Open(stream, _a.Id));
            _network.Inject(_a.Id, Data(stream, 1, PeerLane.Bulk, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF]));
            var expected = stream;
            Eventually(() => _network.Sent.Any(frame => frame.Kind == PeerFrameKind.Reset && frame.Stream == expected));
        }
        Assert.Single(_a.Log.Lines, line => line.StartsWith("Warning: Node", StringComparison.Ordinal));
        Assert.Empty(_a.Inbox.Messages);
    }

    [Fact]
    public void More_bytes_than_the_window_end_the_stream()
    {
        _a.Inbox.Hold();
        _network.Inject(_a.Id, Writer.Open(5, _a.Id));
        var payload = new byte[60_000];
        for (ulong number = 1; number <= PeerLimits.BulkWindowBytes / 60_000; number++) _network.Inject(_a.Id, Data(5, number, PeerLane.Bulk, payload));
        Assert.DoesNotContain(_network.Sent, frame => frame.Kind == PeerFrameKind.Reset);
        _network.Inject(_a.Id, Data(5, PeerLimits.BulkWindowBytes / 60_000 + 1, PeerLane.Bulk, payload));
        Assert.Contains(_network.Sent, frame => frame.Kind == PeerFrameKind.Reset);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(-1, 0)]
    [InlineData(long.MaxValue, 0)]
    public void Credit_for_more_than_was_sent_resets_the_stream(long control, long bulk)
    {
        Assert.True(_a.Links.TrySend(Stranger, PeerLane.Control, [1]));
        Eventually(() => _network.Sent.Count == 1);
        var stream = _network.Sent.First().Stream;
        _network.Inject(_a.Id, Writer.Accept(stream, 100, 100));
        Eventually(() => _network.Sent.Count == 2);

        _network.Inject(_a.Id, Writer.Credit(stream, control + (control == 1 ? 2 : 0), bulk));
        Assert.Equal([Stranger], _a.Inbox.Resets);
    }

    [Fact]
    public void Repeated_frame_ends_the_stream()
    {
        _network.Inject(_a.Id, Writer.Open(5, _a.Id));
        _network.Inject(_a.Id, Data(5, 1, PeerLane.Control, [1, 1]));
        _network.Inject(_a.Id, Data(5, 1, PeerLane.Control, [1, 1]));
        Assert.Contains(_network.Sent, frame => frame.Kind == PeerFrameKind.Reset);
        Assert.Equal([Stranger], _a.Inbox.Resets);
    }

    [Fact]
    public void Windows_too_small_for_a_frame_do_not_harm()
    {
        Assert.True(_a.Links.TrySend(Stranger, PeerLane.Control, [1]));
        Eventually(() => _network.Sent.Count == 1);
        _network.Inject(_a.Id, Writer.Accept(_network.Sent.First().Stream, -1, int.MinValue));
        _time.Advance(PeerLimits.Silence);
        Eventually(() => _a.Inbox.Resets.Length == 1);
    }

    public void Dispose() => _a.Dispose();

    private static byte[] Data(ulong stream, ulong number, PeerLane lane, byte[] payload)
    {
        byte[] frame = [.. new byte[Writer.DataHeaderBytes], .. payload];
        Writer.WriteDataHeader(frame, stream, number, (int)lane, 0, 0, 0);
        return frame;
    }
}
