using AkkaCache.Node.Doors.Peers;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;
using AkkaCache.Testing.Allocation;
using CsCheck;

namespace AkkaCache.Node.Tests.Doors.Peers;

public class FrameQueueTests
{
    private const int HeaderBytes = 60;

    private static readonly NodeId Peer = new("peer:1/1");

    // The twin is the list of messages itself: whatever the borders of frames, they come out as they went in.
    [Fact]
    public void Any_messages_taken_at_any_times_come_out_as_they_went_in()
    {
        var length = Gen.OneOf(Gen.Int[0, 20], Gen.Int[100, 300], Gen.Int[0, 3 * PeerFrame.MaxBytes], Gen.Int[PeerFrame.MaxBytes - HeaderBytes - 8, PeerFrame.MaxBytes - HeaderBytes + 8]);
        Gen.Select(length, Gen.Bool, Gen.Int[0, 3]).Array[0, 40].Sample(steps =>
        {
            var queue = new FrameQueue(HeaderBytes);
            var inbox = new ListInbox();
            var assembler = new MessageAssembler(Peer, inbox);
            var expected = new List<byte[]>();
            foreach (var (bytes, isCutApart, takes) in steps)
            {
                var message = Message(expected.Count, bytes);
                expected.Add(message);
                if (isCutApart) queue.Add(FrameQueue.Cut(message, HeaderBytes));
                else queue.Add(message);
                for (var i = 0; i < takes && queue.NextBytes > 0; i++) Pass(queue, assembler);
            }
            while (queue.NextBytes > 0) Pass(queue, assembler);

            Assert.Equal(0, queue.Bytes);
            Assert.Equal(expected.Count, inbox.Messages.Count);
            for (var i = 0; i < expected.Count; i++) Assert.True(expected[i].AsSpan().SequenceEqual(inbox.Messages[i]), $"message {i}");
        }, iter: 500);
    }

    [Fact]
    public void Any_pieces_of_the_bytes_give_the_same_messages()
    {
        Gen.Select(Gen.Int[0, 400].Array[1, 30], Gen.Int[1, 150].Array[1, 20]).Sample((lengths, pieces) =>
        {
            var queue = new FrameQueue(0);
            foreach (var (index, bytes) in lengths.Index()) queue.Add(Message(index, bytes));
            ReadOnlyMemory<byte> stream = queue.Take();
            var inbox = new ListInbox();
            var assembler = new MessageAssembler(Peer, inbox);
            for (var i = 0; !stream.IsEmpty; i++)
            {
                var piece = stream[..Math.Min(stream.Length, pieces[i % pieces.Length])];
                stream = stream[piece.Length..];
                Assert.True(assembler.Take(piece));
            }
            Assert.Equal(lengths.Select((bytes, index) => Message(index, bytes)), inbox.Messages);
        }, iter: 2_000);
    }

    [Fact]
    public void Small_messages_share_a_frame()
    {
        var queue = new FrameQueue(HeaderBytes);
        for (var i = 0; i < 100; i++) queue.Add(new byte[100]);
        Assert.Equal(HeaderBytes + 100 * 101, queue.Take().Length);
        Assert.Equal(0, queue.NextBytes);
    }

    [Fact]
    public void No_frame_is_longer_than_a_frame()
    {
        var queue = new FrameQueue(HeaderBytes);
        queue.Add(new byte[5]);
        queue.Add(new byte[1_000_000]);
        queue.Add(FrameQueue.Cut(new byte[1_000_000], HeaderBytes));
        var lengths = new List<int>();
        while (queue.NextBytes > 0) lengths.Add(queue.Take().Length);
        Assert.All(lengths, length => Assert.InRange(length, HeaderBytes + 1, PeerFrame.MaxBytes));
        Assert.Equal(6 + 2 * 1_000_003, lengths.Sum(length => length - HeaderBytes));
    }

    [Fact]
    public void Cleared_queue_begins_anew_with_a_whole_message()
    {
        var queue = new FrameQueue(HeaderBytes);
        queue.Add(new byte[200_000]);
        queue.Take();
        queue.Clear();
        Assert.Equal((0L, 0), (queue.Bytes, queue.NextBytes));

        queue.Add([7]);
        var inbox = new ListInbox();
        Pass(queue, new MessageAssembler(Peer, inbox));
        Assert.Equal([[7]], inbox.Messages);
    }

    [Fact]
    public void Message_within_a_frame_is_handed_over_without_a_copy()
    {
        byte[] frame = [2, 10, 11, 1, 12];
        var inbox = new ListInbox(copies: false);
        Assert.True(new MessageAssembler(Peer, inbox).Take(frame));
        frame[1] = 99;
        Assert.Equal(99, inbox.Slices[0].Span[0]);
        Assert.Equal([12], inbox.Slices[1].ToArray());
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 0x80, 0x80, 0x80, 0x04 })] // 1 GB and one
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x07 })]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x01 })]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x10 })]
    public void Length_beyond_the_limit_is_refused(byte[] bytes)
    {
        Assert.False(new MessageAssembler(Peer, new ListInbox()).Take(bytes));
        var piecemeal = new MessageAssembler(Peer, new ListInbox());
        Assert.Contains(false, bytes.Select(value => piecemeal.Take(new[] { value })));
    }

    [Fact]
    public void Announced_length_alone_costs_little()
    {
        byte[] gigabyte = [0x80, 0x80, 0x80, 0x80, 0x04, 1];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(new MessageAssembler(Peer, new ListInbox()).Take(gigabyte));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * PeerLimits.FirstPieceBytes);
    }

    [Fact]
    public void Adding_small_messages_allocates_their_frames_only()
    {
        const int rounds = 10_000;
        const int messageBytes = 64;
        var message = new byte[messageBytes];
        var queue = new FrameQueue(HeaderBytes);
        var allocated = Allocated.By(rounds, i =>
        {
            queue.Add(message);
            if (i % 100 == 99) queue.Take();
        });
        Assert.InRange(allocated, 0, rounds * (messageBytes + 1) + (rounds / 100 * (HeaderBytes + 32)));
    }

    private static void Pass(FrameQueue queue, MessageAssembler assembler)
    {
        var next = queue.NextBytes;
        var frame = queue.Take();
        Assert.Equal(HeaderBytes + next, frame.Length);
        Assert.True(assembler.Take(frame.AsMemory(HeaderBytes)));
    }

    private static byte[] Message(int number, int length)
    {
        var message = new byte[length];
        for (var i = 0; i < length; i++) message[i] = (byte)(number * 31 + i * 7 + (i >> 8));
        return message;
    }

    private sealed class ListInbox(bool copies = true) : IPeerInbox
    {
        public List<byte[]> Messages { get; } = [];

        public List<ReadOnlyMemory<byte>> Slices { get; } = [];

        public void Received(NodeId from, ReadOnlyMemory<byte> message)
        {
            if (copies) Messages.Add(message.ToArray());
            else Slices.Add(message);
        }

        public void LinkReset(NodeId peer)
        {
        }
    }
}
