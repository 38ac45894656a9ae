using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Keys;

public sealed class ExpireTests : IDisposable
{
    private readonly CommandBench _bench = new(AllCommands.NewTable().All);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("EXPIRE k 10", 10_000)]
    [InlineData("PEXPIRE k 10", 10)]
    [InlineData("EXPIREAT k 1700000010", 10_000)]
    [InlineData("PEXPIREAT k 1700000000010", 10)]
    public void Expire_lets_the_key_live_until_then(string command, int leftMs)
    {
        _bench.Line("SET k v");
        Assert.Equal(":1", _bench.Line(command));
        Assert.Equal($":{leftMs}", _bench.Line("PTTL k"));
        Assert.Equal($"PEXPIREAT k {CommandBench.StartMs + leftMs}", _bench.Effects()[1]);
        _bench.NowMs += leftMs;
        Assert.Equal(":-2", _bench.Line("PTTL k"));
    }

    [Theory]
    [InlineData("EXPIRE k 0")]
    [InlineData("EXPIRE k -1")]
    [InlineData("PEXPIRE k -9223372036854775808")]
    [InlineData("EXPIREAT k 1")]
    [InlineData("PEXPIREAT k 1700000000000")]
    public void Expire_in_the_past_deletes(string command)
    {
        _bench.Line("SET k v");
        Assert.Equal(":1", _bench.Line(command));
        Assert.Equal(["SET k v", "DEL k"], _bench.Effects());
        Assert.Equal(0, _bench.Keyspace.Count);
    }

    [Theory]
    [InlineData("EXPIRE k 9223372036854775807", "expire")]
    [InlineData("EXPIRE k -9223372036854775808", "expire")]
    [InlineData("EXPIREAT k 9223372036854776", "expireat")]
    [InlineData("PEXPIRE k 9223372036854775807", "pexpire")]
    public void Expire_beyond_all_time_is_refused(string command, string name)
    {
        _bench.Line("SET k v");
        Assert.Equal($"-ERR invalid expire time in '{name}' command", _bench.Line(command));
        Assert.Equal(":-1", _bench.Line("TTL k"));
    }

    [Theory]
    [InlineData("EXPIRE k x", "-ERR value is not an integer or out of range")]
    [InlineData("EXPIRE k 1 ZZ", "-ERR Unsupported option ZZ")]
    [InlineData("EXPIRE k 1 NX XX", "-ERR NX and XX, GT or LT options at the same time are not compatible")]
    [InlineData("EXPIRE k 1 GT NX", "-ERR NX and XX, GT or LT options at the same time are not compatible")]
    [InlineData("EXPIRE k 1 GT LT", "-ERR GT and LT options at the same time are not compatible")]
    [InlineData("EXPIRE k", "-ERR wrong number of arguments for 'expire' command")]
    public void Expire_with_bad_arguments_is_refused(string command, string error) => Assert.Equal(error, _bench.Line(command));

    [Theory]
    [InlineData(null, "NX", 1)]
    [InlineData(null, "XX", 0)]
    [InlineData(null, "GT", 0)]
    [InlineData(null, "LT", 1)]
    [InlineData("100", "NX", 0)]
    [InlineData("100", "XX", 1)]
    [InlineData("100", "GT", 0)]
    [InlineData("100", "LT", 1)]
    [InlineData("5", "GT", 1)]
    [InlineData("5", "LT", 0)]
    [InlineData("10", "GT", 0)]
    [InlineData("10", "LT", 0)]
    [InlineData("5", "XX GT", 1)]
    [InlineData(null, "XX LT", 0)]
    public void Expire_condition_compares_with_the_time_before(string? before, string options, int replaced)
    {
        _bench.Line(before is null ? "SET k v" : "SET k v EX " + before);
        Assert.Equal($":{replaced}", _bench.Line("EXPIRE k 10 " + options));
        Assert.Equal(replaced == 1 ? ":10" : before is null ? ":-1" : ":" + before, _bench.Line("TTL k"));
        Assert.Equal(1 + replaced, _bench.Effects().Count);
    }

    [Fact]
    public void Expire_of_an_absent_key_is_zero() => Assert.Equal(":0", _bench.Line("EXPIRE absent 10"));

    [Fact]
    public void Ttl_rounds_to_the_nearest_second_and_the_absolute_forms_show_the_time()
    {
        _bench.Line("SET k v PX 1499");
        Assert.Equal(":1", _bench.Line("TTL k"));
        Assert.Equal(":1700000001499", _bench.Line("PEXPIRETIME k"));
        Assert.Equal(":1700000001", _bench.Line("EXPIRETIME k"));
        _bench.Line("PEXPIRE k 1500");
        Assert.Equal(":2", _bench.Line("TTL k"));
        Assert.Equal(":-2", _bench.Line("EXPIRETIME absent"));
        _bench.Line("SET l v");
        Assert.Equal(":-1", _bench.Line("PEXPIRETIME l"));
    }

    [Fact]
    public void Ttl_of_the_latest_time_there_is_does_not_overflow()
    {
        _bench.Line("SET k v PXAT 9223372036854775807");
        Assert.Equal(":9223372036854775807", _bench.Line("PEXPIRETIME k"));
        Assert.Equal(":9223372036854776", _bench.Line("EXPIRETIME k"));
        Assert.Equal(":9223370336854776", _bench.Line("TTL k"));
    }

    [Fact]
    public void Persist_takes_the_time_away_once()
    {
        _bench.Line("SET k v EX 10");
        Assert.Equal(":1", _bench.Line("PERSIST k"));
        Assert.Equal(":0", _bench.Line("PERSIST k"));
        Assert.Equal(":0", _bench.Line("PERSIST absent"));
        Assert.Equal("PERSIST k", _bench.Effects()[^1]);
        _bench.NowMs += 20_000;
        Assert.Equal(":1", _bench.Line("EXISTS k"));
    }
}
