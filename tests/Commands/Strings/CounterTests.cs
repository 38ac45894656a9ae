using AkkaCache.Commands.Keys;
using AkkaCache.Commands.Strings;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Strings;

public sealed class CounterTests : IDisposable
{
    private const string NotInteger = "-ERR value is not an integer or out of range";
    private const string NotFloat = "-ERR value is not a valid float";
    private const string Overflow = "-ERR increment or decrement would overflow";

    private readonly CommandBench _bench = new([.. StringCommands.Rows, .. KeyCommands.Rows]);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Counters_start_at_zero_and_keep_the_time_to_live()
    {
        Assert.Equal(":1", _bench.Line("INCR k"));
        _bench.Line("EXPIRE k 10");
        Assert.Equal(":6", _bench.Line("INCRBY k 5"));
        Assert.Equal(":5", _bench.Line("DECR k"));
        Assert.Equal(":-2", _bench.Line("DECRBY k 7"));
        Assert.Equal(":10", _bench.Line("TTL k"));
        Assert.Equal("\"-2\"", _bench.Line("GET k"));
        Assert.Equal(["INCR k", "PEXPIREAT k 1700000010000", "INCRBY k 5", "DECR k", "DECRBY k 7"], _bench.Effects());
    }

    [Theory]
    [InlineData("9223372036854775807", "INCR k", Overflow)]
    [InlineData("-9223372036854775808", "DECR k", Overflow)]
    [InlineData("-1", "INCRBY k -9223372036854775808", Overflow)]
    [InlineData("1", "INCRBY k 9223372036854775807", Overflow)]
    [InlineData("0", "DECRBY k -9223372036854775808", "-ERR decrement would overflow")]
    [InlineData("0", "DECRBY k 9223372036854775808", NotInteger)]
    [InlineData("0", "INCRBY k 1.0", NotInteger)]
    [InlineData("0", "INCRBY k +1", NotInteger)]
    [InlineData("01", "INCR k", NotInteger)]
    [InlineData(" 1", "INCR k", NotInteger)]
    [InlineData("-0", "INCR k", NotInteger)]
    [InlineData("", "INCR k", NotInteger)]
    public void Counters_that_cannot_count_stay_as_they_are(string value, string command, string error)
    {
        _bench.Run("SET", "k", value);
        Assert.Equal(error, _bench.Line(command));
        Assert.Equal($"\"{value}\"", _bench.Line("GET k"));
        Assert.Single(_bench.Effects());
    }

    [Theory]
    [InlineData("9223372036854775806", "INCR k", ":9223372036854775807")]
    [InlineData("-9223372036854775808", "INCRBY k 9223372036854775807", ":-1")]
    [InlineData("9223372036854775807", "DECRBY k 9223372036854775807", ":0")]
    public void Counters_reach_both_ends(string value, string command, string reply)
    {
        _bench.Run("SET", "k", value);
        Assert.Equal(reply, _bench.Line(command));
    }

    [Fact]
    public void Incrbyfloat_leaves_its_result_as_the_effect()
    {
        Assert.Equal("\"0.1\"", _bench.Line("INCRBYFLOAT k 0.1"));
        _bench.Line("EXPIRE k 10");
        Assert.Equal("\"0.3\"", _bench.Line("INCRBYFLOAT k 0.2"));
        Assert.Equal(":10", _bench.Line("TTL k"));
        Assert.Equal(["SET k 0.1 KEEPTTL", "PEXPIREAT k 1700000010000", "SET k 0.3 KEEPTTL"], _bench.Effects());
    }

    [Theory]
    [InlineData("abc", "1", NotFloat)]
    [InlineData("1", "abc", NotFloat)]
    [InlineData("1", "nan", NotFloat)]
    [InlineData("1", "inf", "-ERR increment would produce NaN or Infinity")]
    [InlineData("inf", "-inf", "-ERR increment would produce NaN or Infinity")]
    [InlineData("1e4932", "1e4932", "-ERR increment would produce NaN or Infinity")]
    public void Incrbyfloat_that_has_no_finite_result_changes_nothing(string value, string step, string error)
    {
        _bench.Run("SET", "k", value);
        Assert.Equal(error, _bench.Run("INCRBYFLOAT", "k", step));
        Assert.Equal($"\"{value}\"", _bench.Line("GET k"));
        Assert.Single(_bench.Effects());
    }
}
