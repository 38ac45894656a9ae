using AkkaCache.Commands.Keys;
using AkkaCache.Commands.Strings;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Strings;

public sealed class RangeTests : IDisposable
{
    private const string TooLong = "-ERR string exceeds maximum allowed size (proto-max-bulk-len)";

    private readonly CommandBench _bench = new([.. StringCommands.Rows, .. KeyCommands.Rows]);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Append_makes_the_key_and_then_grows_it()
    {
        Assert.Equal(":2", _bench.Line("APPEND k ab"));
        Assert.Equal(":5", _bench.Line("APPEND k cde"));
        Assert.Equal("\"abcde\"", _bench.Line("GET k"));
        Assert.Equal(":5", _bench.Line("STRLEN k"));
        Assert.Equal(":0", _bench.Line("STRLEN absent"));
        Assert.Equal(["APPEND k ab", "APPEND k cde"], _bench.Effects());
    }

    [Theory]
    [InlineData("0 -1", "abcdef")]
    [InlineData("0 2", "abc")]
    [InlineData("-3 -1", "def")]
    [InlineData("-100 1", "ab")]
    [InlineData("2 100", "cdef")]
    [InlineData("4 2", "")]
    [InlineData("-1 -3", "")]
    [InlineData("-100 -90", "a")]
    [InlineData("6 9", "")]
    [InlineData("-9223372036854775808 9223372036854775807", "abcdef")]
    [InlineData("9223372036854775807 -9223372036854775808", "")]
    public void Getrange_takes_both_ends_and_counts_negative_ones_from_the_end(string range, string part)
    {
        _bench.Line("SET k abcdef");
        Assert.Equal($"\"{part}\"", _bench.Line("GETRANGE k " + range));
        Assert.Equal($"\"{part}\"", _bench.Line("SUBSTR k " + range));
    }

    [Fact]
    public void Getrange_of_nothing_is_empty()
    {
        Assert.Equal("\"\"", _bench.Line("GETRANGE absent 0 -1"));
        _bench.Run("SET", "empty", "");
        Assert.Equal("\"\"", _bench.Line("GETRANGE empty 0 -1"));
        Assert.Equal("-ERR value is not an integer or out of range", _bench.Line("GETRANGE empty 0 x"));
    }

    [Fact]
    public void Setrange_fills_with_zeros_and_keeps_the_rest()
    {
        Assert.Equal(":4", _bench.Line("SETRANGE k 2 ab"));
        Assert.Equal("\"\\0\\0ab\"", _bench.Line("GET k"));
        Assert.Equal(":4", _bench.Line("SETRANGE k 1 X"));
        Assert.Equal("\"\\0Xab\"", _bench.Line("GET k"));
        Assert.Equal(["SETRANGE k 2 ab", "SETRANGE k 1 X"], _bench.Effects());
    }

    [Fact]
    public void Setrange_of_nothing_changes_nothing()
    {
        Assert.Equal(":0", _bench.Run("SETRANGE", "k", "5", ""));
        Assert.Equal(":0", _bench.Line("EXISTS k"));
        _bench.Line("SET k abc");
        Assert.Equal(":3", _bench.Run("SETRANGE", "k", "9999999999", ""));
        Assert.Equal(["SET k abc"], _bench.Effects());
    }

    [Theory]
    [InlineData("-1", "-ERR offset is out of range")]
    [InlineData("x", "-ERR value is not an integer or out of range")]
    [InlineData("536870912", TooLong)]
    [InlineData("9223372036854775807", TooLong)]
    public void Setrange_out_of_bounds_is_refused(string offset, string error)
    {
        Assert.Equal(error, _bench.Run("SETRANGE", "k", offset, "x"));
        Assert.Equal(":0", _bench.Line("EXISTS k"));
    }

    [Fact]
    public void Setrange_far_away_leaves_the_socket_thread()
    {
        _bench.Bounded = true;
        Assert.Equal("deferred", _bench.Line("SETRANGE k 10000000 x"));
        Assert.Equal(":0", _bench.Line("EXISTS k"));
        _bench.Bounded = false;
        Assert.Equal(":10000001", _bench.Line("SETRANGE k 10000000 x"));
    }
}
