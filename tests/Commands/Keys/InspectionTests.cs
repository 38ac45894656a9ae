using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Keys;

public sealed class InspectionTests : IDisposable
{
    private readonly CommandBench _bench = new(AllCommands.NewTable().All);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("123", "int")]
    [InlineData("0123", "embstr")]
    [InlineData("12345678901234567890", "embstr")]
    [InlineData("00000000000000000000000000000000000000000044", "embstr")]
    [InlineData("000000000000000000000000000000000000000000045", "raw")]
    public void Encoding_of_a_string_goes_by_its_bytes(string value, string encoding)
    {
        _bench.Run("SET", "k", value);
        Assert.Equal($"\"{encoding}\"", _bench.Line("OBJECT ENCODING k"));
    }

    [Fact]
    public void Encoding_of_a_board_goes_by_its_form()
    {
        _bench.Line("ZADD small 1 m");
        for (var i = 0; i < 200; i++) _bench.Run("ZADD", "large", "1", $"m{i}");
        Assert.Equal("\"listpack\"", _bench.Line("OBJECT ENCODING small"));
        Assert.Equal("\"skiplist\"", _bench.Line("OBJECT ENCODING large"));
    }

    [Fact]
    public void Object_answers_null_for_an_absent_key()
    {
        foreach (var subcommand in new[] { "ENCODING", "FREQ", "IDLETIME", "REFCOUNT" }) Assert.Equal("nil", _bench.Line($"OBJECT {subcommand} absent"));
        _bench.Session.ProtocolVersion = 3;
        Assert.Equal("_", _bench.Line("OBJECT ENCODING absent"));
    }

    [Fact]
    public void Object_refcount_is_one_and_freq_needs_another_policy()
    {
        _bench.Line("SET k v");
        Assert.Equal(":1", _bench.Line("object refcount k"));
        Assert.StartsWith("-ERR An LFU maxmemory policy is not selected", _bench.Line("OBJECT FREQ k"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OBJECT", "-ERR wrong number of arguments for 'object' command")]
    [InlineData("OBJECT ENCODING", "-ERR wrong number of arguments for 'object|encoding' command")]
    [InlineData("OBJECT COLOUR k", "-ERR unknown subcommand 'COLOUR'. Try OBJECT HELP.")]
    [InlineData("MEMORY USAGE", "-ERR wrong number of arguments for 'memory|usage' command")]
    [InlineData("MEMORY USAGE k SAMPLES", "-ERR syntax error")]
    [InlineData("MEMORY USAGE k SAMPLES -1", "-ERR syntax error")]
    [InlineData("MEMORY USAGE k SAMPLES x", "-ERR value is not an integer or out of range")]
    [InlineData("MEMORY USAGE k DEPTH 1", "-ERR syntax error")]
    [InlineData("MEMORY SIZE", "-ERR unknown subcommand 'SIZE'. Try MEMORY HELP.")]
    public void Inspection_with_bad_arguments_is_refused(string command, string error) => Assert.Equal(error, _bench.Line(command));

    [Fact]
    public void Memory_usage_is_what_the_store_charges()
    {
        _bench.Run("SET", "k", new string('x', 1000));
        var before = _bench.SpaceOf("k").Store.UsedBytes;
        Assert.Equal($":{before}", _bench.Line("MEMORY USAGE k SAMPLES 0"));
        Assert.Equal("nil", _bench.Line("MEMORY USAGE absent"));
    }

    [Fact]
    public void Memory_stats_sums_all_partitions()
    {
        _bench.Line("MSET a 1 b 2");
        _bench.Session.ProtocolVersion = 3;
        Assert.Contains("\"keys.count\": :2", _bench.Line("MEMORY STATS"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OBJECT HELP")]
    [InlineData("MEMORY HELP")]
    [InlineData("MEMORY DOCTOR")]
    public void Inspection_explains_itself(string command) => Assert.DoesNotContain("-ERR", _bench.Line(command), StringComparison.Ordinal);

    [Fact]
    public void Inspection_of_a_closed_partition_is_refused()
    {
        _bench.Keyspace.Close(_bench.SpaceOf("k").Index);
        Assert.Equal("-CLUSTERDOWN Hash slot not served", _bench.Line("OBJECT ENCODING k"));
    }
}
