using AkkaCache.Protocol.Resp;
using AkkaCache.Testing.Allocation;
using CsCheck;

namespace AkkaCache.Protocol.Tests.Resp;

/// <summary>The output chain: pending bytes, marks and sending.</summary>
public class RespWriterOutputTests
{
    [Fact]
    public void Rewind_within_a_segment_drops_what_came_after()
    {
        using var writer = new RespWriter(64);
        writer.Ok();
        var mark = writer.Position;
        writer.Bulk("something"u8);
        writer.Rewind(mark);
        Assert.Equal(5, writer.PendingBytes);
        Assert.Equal(5, writer.TotalBytes);
        writer.Integer(1);
        Assert.Equal("+OK\r\n:1\r\n", WriterRun.Drain(writer));
    }

    [Fact]
    public void Rewind_over_segments_drops_what_came_after()
    {
        using var writer = new RespWriter(64);
        writer.Bulk(new byte[100]);
        var before = writer.PendingBytes;
        var mark = writer.Position;
        writer.Bulk(new byte[1000]);
        writer.Rewind(mark);
        Assert.Equal(before, writer.PendingBytes);
        Assert.Equal(before, writer.TotalBytes);
        writer.Ok();
        Assert.Equal("$100\r\n" + new string('\0', 100) + "\r\n+OK\r\n", WriterRun.Drain(writer));
    }

    [Fact]
    public void What_was_sent_in_part_goes_on_where_it_stopped()
    {
        using var writer = new RespWriter(64);
        writer.SimpleString("abc"u8);
        writer.Take(3);
        Assert.Equal(3, writer.PendingBytes);
        writer.Integer(7);
        Assert.Equal("c\r\n:7\r\n", WriterRun.Drain(writer));
    }

    [Fact]
    public void Trim_gives_the_buffer_back_only_when_nothing_is_pending()
    {
        using var writer = new RespWriter(64);
        Assert.False(writer.HoldsSegment);
        writer.Ok();
        writer.Trim();
        Assert.Equal("+OK\r\n", WriterRun.Drain(writer));
        Assert.True(writer.HoldsSegment);
        writer.Trim();
        Assert.False(writer.HoldsSegment);
        writer.Ok();
        Assert.Equal("+OK\r\n", WriterRun.Drain(writer));
    }

    /// <summary>Against a plain list of bytes: any sequence of writing, marking, rewinding, trimming and taking.</summary>
    [Fact]
    public void Any_sequence_of_operations_keeps_the_bytes_in_order()
    {
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 200]).Array[1, 40].Sample(operations =>
        {
            using var writer = new RespWriter(64);
            var pending = new List<byte>();
            var total = 0L;
            (RespWriter.Mark Mark, int Length)? mark = null;
            byte next = 0;
            foreach (var (operation, size) in operations)
            {
                switch (operation)
                {
                    case 0 or 1:
                        var bytes = new byte[size];
                        Array.Fill(bytes, next++);
                        writer.Raw(bytes);
                        pending.AddRange(bytes);
                        total += size;
                        break;
                    case 2:
                        mark = (writer.Position, pending.Count);
                        break;
                    case 3 when mark is { } kept:
                        writer.Rewind(kept.Mark);
                        total -= pending.Count - kept.Length;
                        pending.RemoveRange(kept.Length, pending.Count - kept.Length);
                        mark = null;
                        break;
                    case 4:
                        writer.Trim();
                        if (pending.Count == 0) mark = null;
                        break;
                    case 5:
                        var chunk = writer.Peek();
                        Assert.Equal(pending.Take(chunk.Count), chunk);
                        var taken = Math.Min(size, chunk.Count);
                        pending.RemoveRange(0, taken);
                        writer.Take(taken);
                        mark = null;
                        break;
                }
                Assert.Equal(pending.Count, writer.PendingBytes);
                Assert.Equal(total, writer.TotalBytes);
            }
            Assert.Equal(ReaderRun.Text(pending.ToArray()), WriterRun.Drain(writer));
        }, iter: 20_000);
    }

    [Fact]
    public void Writing_and_sending_allocates_nothing_once_warm()
    {
        using var writer = new RespWriter();
        var value = new byte[100];
        Assert.Equal(0, Allocated.By(100, _ => WriteAndSend(writer, value)));
    }

    private static void WriteAndSend(RespWriter writer, byte[] value)
    {
        for (var i = 0; i < 300; i++)
        {
            writer.ArrayHeader(3);
            writer.Bulk(value);
            writer.Integer(i * 1000L);
            writer.Double(i * 0.1);
            writer.Error(ErrorText.WrongType);
        }
        while (writer.PendingBytes > 0) writer.Take(writer.Peek().Count);
    }
}
