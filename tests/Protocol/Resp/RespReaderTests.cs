using AkkaCache.Protocol.Resp;

namespace AkkaCache.Protocol.Tests.Resp;

/// <summary>Every expectation here was seen on a Redis 7.0.15 over a raw socket, but where a test says otherwise.</summary>
public class RespReaderTests
{
    [Theory]
    [InlineData("*1\r\n$4\r\nPING\r\n", "[PING]")]
    [InlineData("*2\r\n$4\r\nECHO\r\n$0\r\n\r\n", "[ECHO|]")]
    [InlineData("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$12\r\nhello\r\nworld\r\n*1\r\n$4\r\nPING\r\n", "[SET|k|hello\r\nworld];[PING]")]
    [InlineData("*0\r\nPING\r\n", "nothing;[PING]")]
    [InlineData("*-1\r\nPING\r\n", "nothing;[PING]")]
    [InlineData("*-5\r\nPING\r\n", "nothing;[PING]")]
    [InlineData("*-99999999999\r\nPING\r\n", "nothing;[PING]")]
    [InlineData("*1\r\n$4\r\nPINGxx*1\r\n$4\r\nPING\r\n", "[PING];[PING]")]
    [InlineData("*1\rX$4\rYPINGZZ", "[PING]")]
    [InlineData("*1\n$4\nPING\n", "+11")]
    [InlineData("*1\r\nx", "+5")]
    [InlineData("*1\r\n$536870912\r\n", "+16")]
    public void Multibulk_is_read_as_Redis_reads_it(string stream, string expected) => Check(stream, expected);

    [Theory]
    [InlineData("*\r\n", "invalid multibulk length")]
    [InlineData("*a\r\n", "invalid multibulk length")]
    [InlineData("*01\r\n$4\r\nPING\r\n", "invalid multibulk length")]
    [InlineData("*+1\r\n", "invalid multibulk length")]
    [InlineData("*1 \r\n", "invalid multibulk length")]
    [InlineData("*-0\r\n", "invalid multibulk length")]
    [InlineData("*1\n$4\r\nPING\r\n", "invalid multibulk length")]
    [InlineData("*9223372036854775808\r\n", "invalid multibulk length")]
    [InlineData("*1\r\n$-1\r\n", "invalid bulk length")]
    [InlineData("*1\r\n$04\r\nPING\r\n", "invalid bulk length")]
    [InlineData("*1\r\n$\r\n", "invalid bulk length")]
    [InlineData("*1\r\n$536870913\r\n", "invalid bulk length")]
    [InlineData("*1\r\n$4294967297\r\n", "invalid bulk length")]
    [InlineData("*1\r\n$-9223372036854775808\r\n", "invalid bulk length")]
    [InlineData("*1\r\nx4\r\n", "expected '$', got 'x'")]
    [InlineData("*1\r\n\r\n", "expected '$', got ' '")]
    [InlineData("*1\r\n\n4\r\n", "expected '$', got ' '")]
    [InlineData("*1\r\n\u00ff\r\n", "expected '$', got '\u00ff'")]
    [InlineData("*2\r\n$4\r\nECHO\r\n:1\r\n", "expected '$', got ':'")]
    public void Malformed_multibulk_gets_Redis_error(string stream, string expected) => Check(stream, "error ERR Protocol error: " + expected);

    [Theory]
    [InlineData("PING\r\n", "[PING]")]
    [InlineData("PING\n", "[PING]")]
    [InlineData("PING\r\r\n", "[PING]")]
    [InlineData("\r\nPING\r\n", "nothing;[PING]")]
    [InlineData("\nPING\n", "nothing;[PING]")]
    [InlineData("  \t \r\nPING\r\n", "nothing;[PING]")]
    [InlineData("  SET  k\tv  \r\n", "[SET|k|v]")]
    [InlineData("PING \rx\r\n", "[PING|x]")]
    [InlineData("ECHO a\rb\r\n", "[ECHO|a|b]")]
    [InlineData("ECHO\ta\vb\f\r\n", "[ECHO|a\vb\f]")]
    [InlineData("ECHO \va\r\n", "[ECHO|a]")]
    [InlineData("ECHO \u00a0\r\n", "[ECHO|\u00a0]")]
    [InlineData("ECHO \"a\\x41\\n\\q\"\r\n", "[ECHO|aA\nq]")]
    [InlineData("ECHO \"\\r\\t\\b\\a\\\\\\\"\"\r\n", "[ECHO|\r\t\b\a\\\"]")]
    [InlineData("ECHO \"\\xff\\xAb\\x00\"\r\n", "[ECHO|\u00ff\u00ab\0]")]
    [InlineData("ECHO \"\\xZZ\"\r\n", "[ECHO|xZZ]")]
    [InlineData("ECHO \"\\x4\"\r\n", "[ECHO|x4]")]
    [InlineData("ECHO \"\"\r\n", "[ECHO|]")]
    [InlineData("\"\"\r\nPING\r\n", "[];[PING]")]
    [InlineData("ECHO 'a\\'b\\n'\r\n", "[ECHO|a'b\\n]")]
    [InlineData("ECHO '\\\\'x'\r\n", "[ECHO|\\'x]")]
    [InlineData("ECHO a\"b c\"\r\n", "[ECHO|ab c]")]
    [InlineData("ECHO \"a\"\vx\r\n", "[ECHO|a|x]")]
    [InlineData("ECHO \"a\" 'b'\tc\r\nECHO d\r\n", "[ECHO|a|b|c];[ECHO|d]")]
    [InlineData("PI", "+2")]
    public void Inline_is_split_as_Redis_splits_it(string stream, string expected) => Check(stream, expected);

    [Theory]
    [InlineData("ECHO \"a\"b\r\nPING\r\n")]
    [InlineData("ECHO \"a\r\n")]
    [InlineData("ECHO 'a\r\n")]
    [InlineData("ECHO 'a'b\r\n")]
    [InlineData("ECHO a\"\r\n")]
    [InlineData("ECHO \"a\nb\"\r\n")]
    [InlineData("ECHO '\\\\'\r\n")]
    [InlineData("ECHO 'a\\'\r\n")]
    [InlineData("ECHO \"a\\\"\r\n")]
    public void Unbalanced_quotes_get_Redis_error(string stream) => Check(stream, "error ERR Protocol error: unbalanced quotes in request");

    /// <summary>Redis searches with strchr, so a NUL hides the line's end until 64 KB are reached. We do not copy that.</summary>
    [Theory]
    [InlineData("ECHO a\0b\r\n", "[ECHO|a\0b]")]
    [InlineData("*\0\r\n", "error ERR Protocol error: invalid multibulk length")]
    [InlineData("*1\r\n\0\r\n", "error ERR Protocol error: expected '$', got '\0'")]
    public void Nul_is_a_byte_like_others(string stream, string expected) => Check(stream, expected);

    [Fact]
    public void Error_is_final_until_reset()
    {
        var reader = new RespReader(RespLimits.Default) { Authenticated = true };
        Assert.Equal(ReadStatus.ProtocolError, reader.TryRead("*x\r\n"u8, out _));
        Assert.Equal(ReadStatus.ProtocolError, reader.TryRead("PING\r\n"u8, out var consumed));
        Assert.Equal(6, consumed);
        Assert.Equal("ERR Protocol error: invalid multibulk length", ReaderRun.Text(reader.ErrorText));

        reader.Reset();
        Assert.False(reader.Authenticated);
        Assert.Equal(ReadStatus.Complete, reader.TryRead("PING\r\n"u8, out _));
    }

    private static void Check(string stream, string expected)
        => Assert.Equal(expected, string.Join(';', ReaderRun.OutcomesAtEverySplit(ReaderRun.Bytes(stream))));
}
