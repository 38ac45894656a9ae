using AkkaCache.Commands.Keys;
using AkkaCache.Commands.SortedSets;
using AkkaCache.Commands.Strings;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Strings;

public sealed class ManyTests : IDisposable
{
    private readonly CommandBench _bench = new([.. StringCommands.Rows, .. KeyCommands.Rows, .. SortedSetCommands.Rows]);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Mget_has_null_for_what_is_absent_or_no_string()
    {
        _bench.Line("MSET a 1 b 2");
        _bench.Line("ZADD z 1 m");
        Assert.Equal("[\"1\", nil, \"2\", nil, \"1\"]", _bench.Line("MGET a x b z a"));
        _bench.Session.ProtocolVersion = 3;
        Assert.Equal("[\"1\", _]", _bench.Line("MGET a x"));
    }

    [Fact]
    public void Mset_across_partitions_gives_each_log_its_own_keys_in_groups()
    {
        Assert.Equal("+OK", _bench.Line("MSET {a}1 x {b}1 y {a}2 z {a}1 w"));
        Assert.NotEqual(_bench.SpaceOf("{a}1"), _bench.SpaceOf("{b}1"));
        Assert.Equal(["SET {a}1 x +", "SET {a}2 z +", "SET {a}1 w"], Log("{a}1"));
        Assert.Equal(["SET {b}1 y"], Log("{b}1"));
        Assert.Equal("\"w\"", _bench.Line("GET {a}1"));
    }

    [Fact]
    public void Mset_forgets_times_to_live()
    {
        _bench.Line("SET a 1 EX 10");
        _bench.Line("MSET a 2 b 3");
        Assert.Equal(":-1", _bench.Line("TTL a"));
    }

    [Fact]
    public void Msetnx_sets_all_or_none()
    {
        _bench.Line("SET b 1");
        Assert.Equal(":0", _bench.Line("MSETNX a 1 b 2 c 3"));
        Assert.Equal(":1", _bench.Line("EXISTS a b c"));
        Assert.Equal(":1", _bench.Line("MSETNX a 1 c 3 c 4"));
        Assert.Equal("\"4\"", _bench.Line("GET c"));
    }

    [Theory]
    [InlineData("MSET a 1 b", "mset")]
    [InlineData("MSETNX a 1 b", "msetnx")]
    public void Mset_with_a_key_without_value_is_refused(string command, string name)
    {
        Assert.Equal($"-ERR wrong number of arguments for '{name}' command", _bench.Line(command));
        Assert.Empty(_bench.Effects());
    }

    [Theory]
    [InlineData("MSET")]
    [InlineData("MSETNX")]
    [InlineData("MGET")]
    [InlineData("DEL")]
    [InlineData("EXISTS")]
    [InlineData("TOUCH")]
    public void Thousands_of_keys_leave_the_socket_thread(string command)
    {
        var arguments = new string[4001];
        Array.Fill(arguments, "k");
        arguments[0] = command;
        _bench.Bounded = true;
        Assert.Equal("deferred", _bench.Run(arguments));
        Assert.Empty(_bench.Effects());
        _bench.Bounded = false;
        Assert.NotEqual("deferred", _bench.Run(arguments));
    }

    [Fact]
    public void Mset_with_a_closed_partition_changes_nothing()
    {
        _bench.Keyspace.Close(_bench.SpaceOf("b").Index);
        Assert.Equal("-CLUSTERDOWN Hash slot not served", _bench.Line("MSET a 1 b 2"));
        Assert.Equal("nil", _bench.Line("GET a"));
    }

    private IEnumerable<string> Log(string key) => _bench.EffectsOf(_bench.SpaceOf(key));
}
