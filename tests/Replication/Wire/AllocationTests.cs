using System.Buffers;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Voters;
using AkkaCache.Replication.Wire;
using Xunit.Abstractions;

namespace AkkaCache.Replication.Tests.Wire;

public class AllocationTests(ITestOutputHelper output)
{
    /// <summary>What reading may allocate for each byte of a frame, however densely it is packed.</summary>
    public const int PerByte = 24;

    private static readonly RegisterRow LeastRow = new(Epoch.None, new RegisterValue(Epoch.None, 0, NodeId.None, [], 0));

    public static TheoryData<string> Kinds => [.. Densest.Keys];

    /// <summary>Frames of the kinds whose objects are largest beside their bytes.</summary>
    private static Dictionary<string, Message[]> Densest => new()
    {
        ["rows"] = [new Install(Configuration.Unknown, [.. Enumerable.Repeat(LeastRow, PartitionLayout.MaxCount)])],
        ["terms"] = [new Ping(0, 0, [.. new Term[PartitionLayout.MaxCount]])],
        ["names"] = [new Choose(0, Epoch.None, [.. Enumerable.Range(0, Configuration.MaxVoters).Select(number => new NodeId(((char)('0' + number)).ToString()))])],
        ["messages"] = [.. Enumerable.Repeat(new NeedConfiguration(0), 1000)],
        ["payloads"] = [.. Enumerable.Repeat(new SnapshotChunk(0, Epoch.None, 0, 0, 0, ReadOnlyMemory<byte>.Empty), 1000)],
    };

    [Fact]
    public void Writing_allocates_nothing()
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        var writer = new MessageWriter(buffer);
        WriteAll(writer, buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        WriteAll(writer, buffer);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Densest_frames_allocate_a_small_multiple(string kind)
    {
        var frame = Frames.Of(Densest[kind]);
        Read(frame);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(frame);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"{kind}: {frame.Length} bytes, {allocated} allocated");
        Assert.True(allocated <= frame.Length * PerByte, $"{kind}: {frame.Length} bytes, {allocated} allocated");
    }

    private static void WriteAll(MessageWriter writer, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        writer.Begin();
        foreach (var message in Examples.All) writer.Write(message);
        writer.End();
    }

    private static void Read(byte[] frame)
    {
        MessageReader.TryBegin(frame, out var reader);
        while (reader.TryRead(out _))
        {
        }
    }
}
