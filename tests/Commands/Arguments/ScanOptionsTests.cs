using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Tests.Fixture;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Tests.Arguments;

public sealed class ScanOptionsTests
{
    [Theory]
    [InlineData("0", 0ul)]
    [InlineData("", 0ul)]
    [InlineData("007", 7ul)]
    [InlineData("+5", 5ul)]
    [InlineData("-1", ulong.MaxValue)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    public void Cursor_is_read_as_leniently_as_strtoul_does(string text, ulong cursor)
    {
        using var reply = new RespWriter();
        Assert.True(ScanOptions.TryRead(CommandBytes.Of("SCAN", text).Vector, 1, allowType: true, reply, out var options));
        Assert.Equal(cursor, options.Cursor);
        Assert.Equal(ScanOptions.DefaultCount, options.Count);
    }

    [Theory]
    [InlineData("-")]
    [InlineData("5x")]
    [InlineData(" 5")]
    [InlineData("18446744073709551616")]
    [InlineData("99999999999999999999999")]
    public void Cursor_that_is_no_number_is_refused(string text)
    {
        using var reply = new RespWriter();
        Assert.False(ScanOptions.TryRead(CommandBytes.Of("SCAN", text).Vector, 1, allowType: true, reply, out _));
        Assert.Equal("-ERR invalid cursor", ReplyText.Of(reply.Peek()));
    }

    [Fact]
    public void Last_of_repeated_options_counts_and_the_lone_star_is_no_pattern()
    {
        using var reply = new RespWriter();
        var command = CommandBytes.Of("SCAN", "0", "match", "a*", "COUNT", "3", "MATCH", "*", "count", "4", "TYPE", "zset");
        Assert.True(ScanOptions.TryRead(command.Vector, 1, allowType: true, reply, out var options));
        Assert.Equal(4, options.Count);
        Assert.False(options.HasPattern);
        Assert.True(options.Accepts(""u8));
        Assert.True(options.Type.SequenceEqual("zset"u8));
    }

    [Fact]
    public void Type_is_refused_where_there_are_no_kinds()
    {
        using var reply = new RespWriter();
        Assert.False(ScanOptions.TryRead(CommandBytes.Of("ZSCAN", "k", "0", "TYPE", "zset").Vector, 2, allowType: false, reply, out _));
        Assert.Equal("-ERR syntax error", ReplyText.Of(reply.Peek()));
    }
}
