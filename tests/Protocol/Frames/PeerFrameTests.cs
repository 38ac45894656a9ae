using System.Text;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;
using CsCheck;

namespace AkkaCache.Protocol.Tests.Frames;

public class PeerFrameTests
{
    private const ulong Stream = 0x1122334455667788;

    private static readonly PeerFrameWriter Writer = new(new NodeId("a:1/2"));

    // Golden bytes: other versions of the node read them.
    [Fact]
    public void Frames_have_their_bytes()
    {
        const string head = "8877665544332211" + "0500" + "613A312F32";
        Assert.Equal("0101" + head + "0300" + "622F33", Hex(Writer.Open(Stream, new NodeId("b/3"))));
        Assert.Equal("0102" + head + "00008000" + "00001000", Hex(Writer.Accept(Stream, 8 << 20, 1 << 20)));
        Assert.Equal("0103" + head + "0900000000000000" + "01" + "0700000000000000" + "0201000000000000" + "0400000000000000" + "AABB", Hex(Data(9, 1, 7, 0x102, 4, 0xAA, 0xBB)));
        Assert.Equal("0104" + head + "0201000000000000" + "0400000000000000", Hex(Writer.Credit(Stream, 0x102, 4)));
        Assert.Equal("0105" + head, Hex(Writer.Reset(Stream)));
    }

    [Fact]
    public void Open_comes_back()
    {
        Assert.True(PeerFrame.TryRead(Writer.Open(Stream, new NodeId("b/3")), out var frame));
        Assert.Equal((PeerFrameKind.Open, Stream, "a:1/2", "b/3"), (frame.Kind, frame.Stream, Encoding.UTF8.GetString(frame.From), Encoding.UTF8.GetString(frame.To)));
    }

    [Fact]
    public void Accept_comes_back()
    {
        Assert.True(PeerFrame.TryRead(Writer.Accept(Stream, 5, 6), out var frame));
        Assert.Equal((PeerFrameKind.Accept, Stream, 5, 6), (frame.Kind, frame.Stream, frame.Window(0), frame.Window(1)));
    }

    [Fact]
    public void Data_comes_back()
    {
        var bytes = Data(9, 1, 7, 0x102, 4, 0xAA, 0xBB);
        Assert.True(PeerFrame.TryRead(bytes, out var frame));
        Assert.Equal((PeerFrameKind.Data, Stream, 9UL, 1), (frame.Kind, frame.Stream, frame.Number, frame.Lane));
        Assert.Equal((7UL, 0x102L, 4L), (frame.CreditedStream, frame.Consumed(0), frame.Consumed(1)));
        Assert.Equal([0xAA, 0xBB], bytes[frame.PayloadOffset..]);
        Assert.Equal(Writer.DataHeaderBytes, frame.PayloadOffset);
    }

    [Fact]
    public void Credit_and_Reset_come_back()
    {
        Assert.True(PeerFrame.TryRead(Writer.Credit(Stream, long.MaxValue, 0), out var credit));
        Assert.Equal((PeerFrameKind.Credit, Stream, long.MaxValue, 0L), (credit.Kind, credit.Stream, credit.Consumed(0), credit.Consumed(1)));
        Assert.True(PeerFrame.TryRead(Writer.Reset(Stream), out var reset));
        Assert.Equal((PeerFrameKind.Reset, Stream), (reset.Kind, reset.Stream));
    }

    [Fact]
    public void Longest_name_fits()
    {
        var longest = new NodeId(new string('€', NodeId.MaxLength));
        Assert.True(PeerFrame.TryRead(new PeerFrameWriter(longest).Open(Stream, longest), out var frame));
        Assert.Equal(longest.Value, Encoding.UTF8.GetString(frame.To));
    }

    [Fact]
    public void Frame_that_is_cut_or_longer_is_refused()
    {
        byte[][] frames = [Writer.Open(Stream, new NodeId("b/3")), Writer.Accept(Stream, 1, 1), Data(1, 0, 0, 0, 0, 0xAA), Writer.Credit(Stream, 1, 1), Writer.Reset(Stream)];
        foreach (var frame in frames)
        {
            for (var length = 0; length < frame.Length; length++) Assert.False(PeerFrame.TryRead(frame.AsSpan(0, length), out _));
            if (frame[1] != (byte)PeerFrameKind.Data) Assert.False(PeerFrame.TryRead([.. frame, 0], out _));
        }
        Assert.False(PeerFrame.TryRead([.. Data(1, 0, 0, 0, 0), .. new byte[PeerFrame.MaxBytes - Writer.DataHeaderBytes + 1]], out _));
    }

    [Theory]
    [InlineData(0, 2)] // another version
    [InlineData(1, 0)] // kinds that there are not
    [InlineData(1, 6)]
    [InlineData(10, 0)] // no name
    [InlineData(11, 4)] // a name beyond the limit
    public void Frame_with_another_field_is_refused(int offset, byte value)
    {
        var frame = Data(1, 0, 0, 0, 0, new byte[2000]);
        Assert.True(PeerFrame.TryRead(frame, out _));
        frame[offset] = value;
        Assert.False(PeerFrame.TryRead(frame, out _));
    }

    [Fact]
    public void Frame_of_stream_zero_or_of_a_lane_that_is_none_is_refused()
    {
        Assert.False(PeerFrame.TryRead(Writer.Reset(0), out _));
        Assert.False(PeerFrame.TryRead(Data(1, 2, 0, 0, 0, 0xAA), out _));
    }

    [Fact]
    public void Any_bytes_are_a_frame_or_none()
    {
        // Half of them begin like a frame, so that not all fail at once.
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Bool, Gen.Int[0, 7]).Sample((bytes, likely, kind) =>
        {
            if (likely && bytes.Length > 12) (bytes[0], bytes[1], bytes[10], bytes[11]) = (PeerFrame.Version, (byte)kind, (byte)(bytes[10] % 30), 0);
            if (!PeerFrame.TryRead(bytes, out var frame)) return;
            Assert.False(frame.From.IsEmpty);
            if (frame.Kind == PeerFrameKind.Open) Assert.False(frame.To.IsEmpty);
            if (frame.Kind == PeerFrameKind.Data) Assert.InRange(frame.PayloadOffset, 1, bytes.Length - 1);
        }, iter: 100_000);
    }

    private static byte[] Data(ulong number, int lane, ulong credited, long control, long bulk, params byte[] payload)
    {
        byte[] frame = [.. new byte[Writer.DataHeaderBytes], .. payload];
        Writer.WriteDataHeader(frame, Stream, number, lane, credited, control, bulk);
        return frame;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);
}
