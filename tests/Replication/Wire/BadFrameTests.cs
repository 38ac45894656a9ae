using AkkaCache.Replication.Wire;
using CsCheck;
using Xunit.Abstractions;

namespace AkkaCache.Replication.Tests.Wire;

/// <summary>Bytes that are no frame are refused, without reading beyond them and without allocating what they only claim.</summary>
public class BadFrameTests(ITestOutputHelper output)
{
    private const int Mutations = 20_000;

    private const int Seed = 20261123;

    /// <summary>The exception with its texts and stack.</summary>
    private const int AllocatedPerFrame = 8192;

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(255)]
    public void Unknown_version_is_told_not_thrown(byte version) => Assert.False(MessageReader.TryBegin(new[] { version, (byte)MessageTag.EndOfFrame }, out _));

    [Theory]
    [InlineData("", "byte 0: the frame ends within a message")]
    [InlineData("01", "byte 1: the frame ends within a message")]
    [InlineData("010000", "byte 2: 1 bytes behind the end")]
    [InlineData("01C8", "byte 1: tag 200: no message has it")]
    [InlineData("0101800400", "byte 2: partition = 512: must be at most 511")]
    [InlineData("0111FFFFFFFFFFFFFFFFFF01", "byte 2: number = 18446744073709551615: must be at most 9223372036854775807")]
    [InlineData("0111FFFFFFFFFFFFFFFFFF02", "byte 2: a number of more than 64 bits")]
    [InlineData("0112010080808001", "byte 4: ordinal = 2097152: must be at most 1048575")]
    [InlineData("010F01008104", "byte 4: terms = 513: must be at most 512")]
    [InlineData("010F010080040000", "byte 4: terms = 512: 2 bytes are left")]
    [InlineData("010F010001010000", "byte 5: partition = -1: must be 0 to 511")]
    [InlineData("01140100004100", "byte 5: voters = 65: must be at most 64")]
    [InlineData("011401000001020161", "byte 6: name = 2: must be at most 1")]
    [InlineData("01140100000101850761", "byte 7: name bytes = 901: must be at most 900")]
    [InlineData("0114010000010101FF", "byte 7: a name that is empty or no UTF-8")]
    [InlineData("0114010000010100", "byte 7: a name that is empty or no UTF-8")]
    [InlineData("010B01000001000009CAFE", "byte 11: the frame ends within a message")]
    [InlineData("0110010002", "byte 4: flag = 2: must be at most 1")]
    public void Bad_bytes_are_named(string hex, string reason)
        => Assert.EndsWith(reason, Assert.Throws<WireFormatException>(() => Frames.Read(Convert.FromHexString(hex))).Message);

    [Fact]
    public void Every_truncation_is_refused()
    {
        foreach (var message in Examples.All) AllTruncationsAreRefused(Frames.Of(message));
        AllTruncationsAreRefused(Frames.Of(Examples.All));
        MessageGen.Any.Array[1, 3].Sample(messages =>
        {
            var frame = Frames.Of(messages);
            if (frame.Length <= 600) AllTruncationsAreRefused(frame);
        }, iter: 50);
    }

    [Fact]
    public void Mutated_frames_are_read_or_refused_and_allocate_little()
    {
        var random = new Random(Seed);
        var frames = Examples.All.Select(message => Frames.Of(message)).Append(Frames.Of(Examples.All)).ToArray();
        Measure(frames[^1], out _);
        var (read, worst) = (0, 0L);
        for (var i = 0; i < Mutations; i++)
        {
            var frame = Mutate(frames[random.Next(frames.Length)], random);
            var allocated = Measure(frame, out var isRead);
            if (isRead) read++;
            worst = Math.Max(worst, allocated);
            Assert.True(allocated <= AllocatedPerFrame + frame.Length * AllocationTests.PerByte, $"mutation {i} of seed {Seed}, {frame.Length} bytes, allocated {allocated}: {Convert.ToHexString(frame)}");
        }
        output.WriteLine($"{read} of {Mutations} read, at most {worst} bytes allocated for one");
        Assert.InRange(read, Mutations / 20, Mutations * 19 / 20);
    }

    /// <summary>Behind each truncation lies the rest of the frame: reading past the end would go well, and unnoticed.</summary>
    private static void AllTruncationsAreRefused(byte[] frame)
    {
        for (var length = 0; length < frame.Length; length++) Assert.Throws<WireFormatException>(() => Frames.Read(frame.AsMemory(0, length)));
    }

    private static long Measure(byte[] frame, out bool isRead)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        isRead = TryRead(frame);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static bool TryRead(byte[] frame)
    {
        try
        {
            if (!MessageReader.TryBegin(frame, out var reader)) return false;
            while (reader.TryRead(out _))
            {
            }
            return true;
        }
        catch (WireFormatException)
        {
            return false;
        }
    }

    private static byte[] Mutate(byte[] frame, Random random)
    {
        var bytes = frame.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes[at] = 0xFF; break;
                case 3: bytes.Insert(at, (byte)random.Next(256)); break;
                default: if (bytes.Count > 1) bytes.RemoveAt(at); break;
            }
        }
        return [.. bytes];
    }
}
