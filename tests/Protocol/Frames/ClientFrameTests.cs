using AkkaCache.Protocol.Frames;
using CsCheck;

namespace AkkaCache.Protocol.Tests.Frames;

public class ClientFrameTests
{
    private const string Head = "100F0E0D0C0B0A090807060504030201";

    private static readonly UInt128 Session = new(0x0102030405060708, 0x090A0B0C0D0E0F10);

    // Golden bytes: other versions of node and client read them.
    [Fact]
    public void Frames_have_their_bytes()
    {
        var hello = new ClientHello { Features = ClientFeatures.PartitionMap, WindowBytes = 1 << 20, Name = "n", Library = "l", LibraryVersion = "1", User = "u", Password = "p" };
        Assert.Equal("0101" + Head + "0100" + "0100" + "01000000" + "00001000" + "01006E" + "01006C" + "010031" + "010075" + "010070", Hex(ClientFrameWriter.Hello(Session, hello)));
        var welcome = new ClientWelcome { Features = ClientFeatures.PartitionMap, WindowBytes = 1 << 20, MaxCommandBytes = 1 << 30, SilenceMs = 15000, NodeId = "a", NodeName = "b", NodeVersion = "c" };
        Assert.Equal("0102" + Head + "0100" + "01000000" + "00001000" + "00000040" + "983A0000" + "010061" + "010062" + "010063", Hex(ClientFrameWriter.Welcome(Session, welcome)));
        Assert.Equal("0103" + Head + "0400" + "02006E6F", Hex(ClientFrameWriter.Refused(Session, new ClientFarewell(FarewellCode.Password, "no"))));
        Assert.Equal("0104" + Head + "0900000000000000" + "0201000000000000" + "AABB", Hex(Data(9, 0x102, 0xAA, 0xBB)));
        Assert.Equal("0105" + Head + "0201000000000000", Hex(ClientFrameWriter.Credit(Session, 0x102)));
        Assert.Equal("0106" + Head + "0700000000000000" + "0201000000000000", Hex(ClientFrameWriter.Ping(Session, 7, 0x102)));
        Assert.Equal("0107" + Head + "0700000000000000" + "0201000000000000", Hex(ClientFrameWriter.Pong(Session, 7, 0x102)));
        Assert.Equal("0109" + Head, Hex(ClientFrameWriter.Leaving(Session)));
        Assert.Equal("0108" + Head + "0200" + "0000", Hex(ClientFrameWriter.Goodbye(Session, new ClientFarewell(FarewellCode.NodeEnds, ""))));
    }

    [Fact]
    public void Farewell_codes_have_their_numbers() => Assert.Equal(
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
        new[]
        {
            FarewellCode.Done, FarewellCode.NodeEnds, FarewellCode.Version, FarewellCode.Password, FarewellCode.Protected, FarewellCode.TooManyClients,
            FarewellCode.UnknownSession, FarewellCode.FramesLost, FarewellCode.Misbehaved, FarewellCode.Silent, FarewellCode.Killed,
        }.Select(code => (int)code));

    [Fact]
    public void Hello_comes_back()
    {
        var hello = new ClientHello { LowestVersion = 1, HighestVersion = 3, Features = ClientFeatures.Invalidations, WindowBytes = 1 << 22, Name = "ä", Library = "lib", LibraryVersion = "1.2", User = "default", Password = "geheim" };
        Assert.True(ClientFrame.TryRead(ClientFrameWriter.Hello(Session, hello), out var frame));
        Assert.Equal((ClientFrameKind.Hello, Session), (frame.Kind, frame.Session));
        Assert.True(ClientHello.TryRead(frame.Body, out var read));
        Assert.Equal(hello, read);
    }

    [Fact]
    public void Welcome_comes_back()
    {
        var welcome = new ClientWelcome { Version = 2, Features = ClientFeatures.PartitionMap, WindowBytes = 1 << 20, MaxCommandBytes = 5, SilenceMs = 1, NodeId = "h:1/2", NodeName = "one", NodeVersion = "0.1" };
        Assert.True(ClientFrame.TryRead(ClientFrameWriter.Welcome(Session, welcome), out var frame));
        Assert.True(ClientWelcome.TryRead(frame.Body, out var read));
        Assert.Equal(welcome, read);
    }

    [Fact]
    public void Farewell_of_a_later_version_keeps_its_code()
    {
        Assert.True(ClientFrame.TryRead(ClientFrameWriter.Goodbye(Session, new ClientFarewell((FarewellCode)999, "later")), out var frame));
        Assert.True(ClientFarewell.TryRead(frame.Body, out var read));
        Assert.Equal(new ClientFarewell((FarewellCode)999, "later"), read);
    }

    [Fact]
    public void Fields_of_a_later_version_behind_the_known_ones_are_ignored()
    {
        var body = new ClientHello { WindowBytes = 1 << 20 }.ToBytes();
        Assert.True(ClientHello.TryRead([.. body, 1, 2, 3], out _));
    }

    [Fact]
    public void Data_comes_back()
    {
        Assert.True(ClientFrame.TryRead(Data(9, 0x102, 0xAA, 0xBB), out var frame));
        Assert.Equal((ClientFrameKind.Data, 9UL, 0x102L), (frame.Kind, frame.Number, frame.Consumed));
        Assert.Equal([0xAA, 0xBB], frame.Payload.ToArray());
    }

    [Fact]
    public void Cut_frames_are_refused()
    {
        byte[][] whole = [Data(1, 0, 1), ClientFrameWriter.Credit(Session, 1), ClientFrameWriter.Ping(Session, 1, 1), ClientFrameWriter.Pong(Session, 1, 1)];
        foreach (var frame in whole)
        {
            for (var length = 0; length < frame.Length; length++) Assert.False(ClientFrame.TryRead(frame.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void Cut_bodies_are_refused()
    {
        var hello = new ClientHello { WindowBytes = 1 << 20, Name = "name", Password = "password" }.ToBytes();
        for (var length = 0; length < hello.Length; length++) Assert.False(ClientHello.TryRead(hello.AsSpan(0, length), out _));
        var welcome = new ClientWelcome { WindowBytes = 1 << 20, MaxCommandBytes = 1, SilenceMs = 1, NodeId = "a" }.ToBytes();
        for (var length = 0; length < welcome.Length; length++) Assert.False(ClientWelcome.TryRead(welcome.AsSpan(0, length), out _));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    [InlineData(1, 99)]
    public void Other_version_or_kind_is_refused(int at, byte value)
    {
        var frame = ClientFrameWriter.Credit(Session, 1);
        frame[at] = value;
        Assert.False(ClientFrame.TryRead(frame, out _));
    }

    [Fact]
    public void Session_0_negative_credit_and_oversize_are_refused()
    {
        Assert.False(ClientFrame.TryRead(ClientFrameWriter.Credit(0, 1), out _));
        Assert.False(ClientFrame.TryRead(ClientFrameWriter.Credit(Session, -1), out _));
        Assert.False(ClientFrame.TryRead(Data(1, 0, new byte[ClientFrame.MaxPayloadBytes + 1]), out _));
        Assert.True(ClientFrame.TryRead(Data(1, 0, new byte[ClientFrame.MaxPayloadBytes]), out _));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_and_never_throw() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        if (bytes.Length > 1) (bytes[0], bytes[1]) = (1, (byte)((bytes[1] % 9) + 1));
        if (!ClientFrame.TryRead(bytes, out var frame)) return;
        ClientHello.TryRead(frame.Body, out _);
        ClientWelcome.TryRead(frame.Body, out _);
        ClientFarewell.TryRead(frame.Body, out _);
        ClientMap.TryRead(frame.Body, out _);
    });

    private static byte[] Data(ulong number, long consumed, params byte[] payload)
    {
        var frame = new byte[ClientFrame.DataHeaderBytes + payload.Length];
        ClientFrameWriter.WriteDataHeader(frame, Session, number, consumed);
        payload.CopyTo(frame, ClientFrame.DataHeaderBytes);
        return frame;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);
}
