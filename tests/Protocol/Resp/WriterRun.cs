using AkkaCache.Protocol.Resp;

namespace AkkaCache.Protocol.Tests.Resp;

/// <summary>Takes a writer's output apart.</summary>
internal static class WriterRun
{
    /// <summary>What <paramref name="write"/> writes in the given protocol version.</summary>
    public static string Written(int protocolVersion, Action<RespWriter> write, int segmentBytes = RespWriter.DefaultSegmentBytes)
    {
        using var writer = new RespWriter(segmentBytes) { ProtocolVersion = protocolVersion };
        write(writer);
        return Drain(writer);
    }

    /// <summary>Takes everything that is pending, chunk by chunk, as a connection does.</summary>
    public static string Drain(RespWriter writer)
    {
        var bytes = new List<byte>();
        while (writer.PendingBytes > 0)
        {
            var chunk = writer.Peek();
            Assert.NotEqual(0, chunk.Count);
            bytes.AddRange(chunk);
            writer.Take(chunk.Count);
        }
        Assert.Equal(0, writer.Peek().Count);
        return ReaderRun.Text(bytes.ToArray());
    }
}
