using AkkaCache.Protocol.Resp;
using AkkaCache.Testing.Allocation;

namespace AkkaCache.Protocol.Tests.Resp;

public class RespReaderLimitTests
{
    private static readonly RespLimits Default = RespLimits.Default;

    [Fact]
    public void Count_above_the_limit_is_refused_before_any_argument_arrives()
    {
        Assert.Equal(["+10"], Read("*1048576\r\n"));
        Assert.Equal(["error ERR Protocol error: invalid multibulk length"], Read("*1048577\r\n"));
        Assert.Equal(["error ERR Protocol error: invalid multibulk length"], Read("*9223372036854775807\r\n"));
    }

    [Fact]
    public void Lines_without_an_end_are_refused_one_byte_past_the_limit()
    {
        Assert.Equal(["+65536"], Read("*" + new string('1', 65535)));
        Assert.Equal(["error ERR Protocol error: too big mbulk count string"], Read("*" + new string('1', 65536)));
        Assert.Equal(["+65540"], Read("*1\r\n$" + new string('1', 65535)));
        Assert.Equal(["error ERR Protocol error: too big bulk count string"], Read("*1\r\n$" + new string('1', 65536)));
        Assert.Equal(["+65536"], Read(new string('a', 65536)));
        Assert.Equal(["error ERR Protocol error: too big inline request"], Read(new string('a', 65537)));
    }

    /// <summary>Here we differ from Redis, whose answer depends on whether the line's end came with the same read.</summary>
    [Fact]
    public void Too_long_line_is_refused_however_it_is_cut()
    {
        var limits = Default with { MaxInlineBytes = 10, MaxHeaderBytes = 10 };
        Assert.Equal(["[aaaaaaaaaa]"], AtEverySplit("aaaaaaaaaa\n", limits));
        Assert.Equal(["error ERR Protocol error: too big inline request"], AtEverySplit("aaaaaaaaaaa\n", limits));
        Assert.Equal(["error ERR Protocol error: too big mbulk count string"], AtEverySplit("*1111111111\r\n", limits));
        Assert.Equal(["error ERR Protocol error: too big bulk count string"], AtEverySplit("*1\r\n$1111111111\r\n", limits));
    }

    [Fact]
    public void Bulk_limit_can_be_set()
    {
        var limits = Default with { MaxBulkBytes = 4 };
        Assert.Equal(["[PING]"], AtEverySplit("*1\r\n$4\r\nPING\r\n", limits));
        Assert.Equal(["error ERR Protocol error: invalid bulk length"], AtEverySplit("*1\r\n$5\r\nHELLO\r\n", limits));
    }

    [Fact]
    public void Command_limit_holds_before_the_bytes_arrive_and_after()
    {
        var limits = Default with { MaxCommandBytes = 20 };
        Assert.Equal(["[PING]"], AtEverySplit("*1\r\n$4\r\nPING\r\n", limits));
        Assert.Equal(["[123456789]"], AtEverySplit("*1\r\n$9\r\n123456789\r\n", limits));
        Assert.Equal(["error ERR Protocol error: request exceeds the query buffer limit"], AtEverySplit("*1\r\n$10\r\n1234567890\r\n", limits));
        Assert.Equal(["error ERR Protocol error: request exceeds the query buffer limit"], AtEverySplit("*1\r\n$500000000\r\n", limits));
    }

    [Theory]
    [InlineData(10, 16384, null)]
    [InlineData(11, 1, "unauthenticated multibulk length")]
    [InlineData(2, 16385, "unauthenticated bulk length")]
    public void Stranger_has_tighter_limits(int arguments, int bytes, string? error)
    {
        var stream = RequestGen.Encode([.. Enumerable.Repeat(new byte[bytes], arguments)]);
        var expected = error is null ? "[" : "error ERR Protocol error: " + error;
        Assert.StartsWith(expected, ReaderRun.Outcomes(stream, [], authenticated: false).Single());
        Assert.StartsWith("[", ReaderRun.Outcomes(stream, [], authenticated: true).Single());
    }

    [Fact]
    public void Stranger_gets_the_invalid_length_first_as_in_Redis()
    {
        Assert.Equal(["error ERR Protocol error: invalid bulk length"], ReaderRun.OutcomesAtEverySplit(ReaderRun.Bytes("*1\r\n$536870913\r\n"), authenticated: false));
    }

    [Fact]
    public void Bytes_needed_is_the_end_of_the_bulk_under_way()
    {
        var reader = new RespReader(Default) { Authenticated = true };
        Assert.Equal(ReadStatus.NeedMore, reader.TryRead("*2\r\n$3\r\nSET\r\n$1000\r\nab"u8, out _));
        Assert.Equal(13 + 7 + 1000 + 2, reader.BytesNeeded);
        Assert.Equal(ReadStatus.NeedMore, reader.TryRead("*2\r\n$3\r\nSET\r\n$1000\r\nabcd"u8, out _));
        Assert.Equal(13 + 7 + 1000 + 2, reader.BytesNeeded);
    }

    [Fact]
    public void Bytes_needed_within_a_line_is_one_more()
    {
        var reader = new RespReader(Default) { Authenticated = true };
        Assert.Equal(ReadStatus.NeedMore, reader.TryRead([], out _));
        Assert.Equal(1, reader.BytesNeeded);
        Assert.Equal(ReadStatus.NeedMore, reader.TryRead("*1\r\n$"u8, out _));
        Assert.Equal(6, reader.BytesNeeded);
    }

    /// <summary>A reader that began anew with each byte would need hours for this.</summary>
    [Fact]
    public void Command_in_single_bytes_costs_no_more_than_its_length()
    {
        var stream = RequestGen.Encode([.. Enumerable.Repeat("abc"u8.ToArray(), 300_000)]);
        var reader = new RespReader(Default) { Authenticated = true };
        for (var arrived = 0; arrived < stream.Length; arrived++)
        {
            if (reader.TryRead(stream.AsSpan(0, arrived), out _) != ReadStatus.NeedMore) Assert.Fail("complete at " + arrived);
        }
        Assert.Equal(ReadStatus.Complete, reader.TryRead(stream, out var consumed));
        Assert.Equal(stream.Length, consumed);
        Assert.Equal(300_000, reader.Ranges.Length);
    }

    [Fact]
    public void Inline_line_in_single_bytes_costs_no_more_than_its_length()
    {
        var stream = new byte[4 * 1024 * 1024];
        Array.Fill(stream, (byte)'a');
        stream[^1] = (byte)'\n';
        var reader = new RespReader(Default with { MaxInlineBytes = stream.Length }) { Authenticated = true };
        for (var arrived = 0; arrived < stream.Length; arrived++)
        {
            if (reader.TryRead(stream.AsSpan(0, arrived), out _) != ReadStatus.NeedMore) Assert.Fail("complete at " + arrived);
        }
        Assert.Equal(ReadStatus.Complete, reader.TryRead(stream, out _));
    }

    [Fact]
    public void Announced_count_reserves_no_memory()
    {
        var reader = new RespReader(Default) { Authenticated = true };
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(ReadStatus.NeedMore, reader.TryRead("*1048576\r\n$536870912\r\n"u8, out _));

        // Not zero: the first use loads the error texts.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }

    [Fact]
    public void Ranges_of_a_huge_command_are_let_go_at_the_next_one()
    {
        var reader = new RespReader(Default) { Authenticated = true };
        var huge = RequestGen.Encode([.. Enumerable.Repeat(Array.Empty<byte>(), 100_000)]);
        Assert.Equal(ReadStatus.Complete, reader.TryRead(huge, out _));
        Assert.Equal(100_000, reader.Ranges.Length);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(ReadStatus.Complete, reader.TryRead("*1\r\n$4\r\nPING\r\n"u8, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 1, 1024);
    }

    [Theory]
    [InlineData("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$100\r\n", 102)]
    [InlineData("GET some-key-here\r\n", 0)]
    [InlineData("ECHO \"quoted text\"\r\n", 0)]
    [InlineData("*0\r\n", 0)]
    public void Reading_allocates_nothing_once_warm(string head, int more)
    {
        byte[] stream = [.. ReaderRun.Bytes(head), .. new byte[more]];
        var reader = new RespReader(Default) { Authenticated = true };
        Assert.Equal(0, Allocated.By(1000, _ =>
        {
            reader.TryRead(stream.AsSpan(0, stream.Length - 3), out var _);
            reader.TryRead(stream, out var _);
        }));
    }

    private static List<string> Read(string stream) => ReaderRun.Outcomes(ReaderRun.Bytes(stream), []);

    private static List<string> AtEverySplit(string stream, RespLimits limits) => ReaderRun.OutcomesAtEverySplit(ReaderRun.Bytes(stream), limits);
}
