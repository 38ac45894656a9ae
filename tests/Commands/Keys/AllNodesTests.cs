using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Keys;

/// <summary>DBSIZE, FLUSHALL, KEYS, RANDOMKEY and SCAN where the partitions are other nodes'.</summary>
public sealed class AllNodesTests : IDisposable
{
    private readonly CommandBench _bench = new(AllCommands.NewTable().All);
    private readonly TestEverywhere _everywhere;

    public AllNodesTests()
    {
        _everywhere = new TestEverywhere(_bench);
        _bench.Node.Everywhere = _everywhere;
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Dbsize_is_the_sum_of_all_partitions()
    {
        Fill(300);
        Assert.Equal(":300", _bench.Line("DBSIZE"));
        Assert.Equal(1, _everywhere.Rounds);
    }

    [Theory]
    [InlineData("FLUSHALL")]
    [InlineData("flushdb async")]
    public void Flush_empties_all_partitions(string command)
    {
        Fill(100);
        Assert.Equal("+OK", _bench.Line(command));
        Assert.Equal(":0", _bench.Line("DBSIZE"));
    }

    [Fact]
    public void Flush_with_a_wrong_word_is_refused_and_changes_nothing()
    {
        Fill(10);
        Assert.Equal("-ERR syntax error", _bench.Line("FLUSHALL NOW"));
        Assert.Equal(":10", _bench.Line("DBSIZE"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Keys_returns_each_match_once(int protocol)
    {
        _bench.Session.ProtocolVersion = protocol;
        var keys = Fill(300);
        Assert.Equal(keys, ScanWalk.Strings(_bench.Line("KEYS *")).Order());
        Assert.Equal(keys.Where(key => key.StartsWith("key1", StringComparison.Ordinal)), ScanWalk.Strings(_bench.Line("KEYS key1*")).Order());
        Assert.Equal("[]", _bench.Line("KEYS nothing"));
    }

    [Fact]
    public void Randomkey_reaches_all_keys_about_equally()
    {
        var keys = Fill(20);
        var hits = _bench.Draws("RANDOMKEY", 4000);
        Assert.Equal(keys, hits.Keys.Order());
        Assert.All(hits.Values, hit => Assert.InRange(hit, 100, 320));
    }

    [Theory]
    [InlineData(2, "nil")]
    [InlineData(3, "_")]
    public void Randomkey_of_no_keys_is_null(int protocol, string reply)
    {
        _bench.Session.ProtocolVersion = protocol;
        Assert.Equal(reply, _bench.Line("RANDOMKEY"));
        _bench.Line("SET a v PX 5");
        _bench.NowMs += 5;
        Assert.Equal(reply, _bench.Line("RANDOMKEY"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("COUNT 1")]
    [InlineData("COUNT 7")]
    [InlineData("COUNT 100000")]
    public void Scan_returns_every_key_of_every_partition(string options)
    {
        var keys = Fill(500);
        Assert.Equal(keys, _bench.Walk(options, out _).Distinct().Order());
    }

    [Fact]
    public void Scan_filters_and_takes_the_last_of_several_counts()
    {
        _bench.Line("MSET apple 1 apricot 2 banana 3");
        _bench.Line("ZADD avocado 1 m");
        Assert.Equal(["apple", "apricot", "avocado"], _bench.Walk("MATCH a* COUNT 1", out _).Order());
        Assert.Equal(["avocado"], _bench.Walk("TYPE ZSET", out _));
        Assert.Equal(["apple", "apricot"], _bench.Walk("COUNT 1 MATCH a* COUNT 3 TYPE string", out _).Order());
    }

    [Fact]
    public void Scan_step_is_bounded_by_count_and_by_partitions()
    {
        Fill(500);
        _bench.Walk("COUNT 10", out var steps);
        Assert.InRange(steps, 20, 80);
        Assert.InRange(_everywhere.Rounds, 50, 120);
    }

    [Fact]
    public void Scan_goes_on_where_a_lone_node_began()
    {
        var keys = Fill(400);
        _bench.Node.Everywhere = Execution.NobodyElse.Instance;
        var (cursor, found) = _bench.Step("0", "COUNT 150");
        _bench.Node.Everywhere = _everywhere;
        var all = new HashSet<string>(found);
        while (cursor != "0")
        {
            (cursor, found) = _bench.Step(cursor, "COUNT 30");
            all.UnionWith(found);
        }
        Assert.Equal(keys, all.Order());
    }

    [Fact]
    public void Scan_returns_what_is_there_throughout_while_others_come_and_go()
    {
        const int seed = 5;
        var random = new Random(seed);
        var kept = Fill(300);
        _everywhere.Asking = () =>
        {
            for (var i = 0; i < 20; i++) _bench.Execute(CommandBytes.Of(random.Next(2) == 0 ? ["SETNX", $"other{random.Next(2000)}", "v"] : ["DEL", $"other{random.Next(2000)}"]));
            _bench.TakeReply();
        };
        var found = _bench.Walk("COUNT 5", out _).ToHashSet();
        Assert.True(kept.All(found.Contains), $"seed {seed}: {kept.Count(key => !found.Contains(key))} keys were missed");
    }

    [Theory]
    [InlineData("SCAN x", "-ERR invalid cursor")]
    [InlineData("SCAN 0 COUNT 0", "-ERR syntax error")]
    [InlineData("SCAN 0 COUNT x", "-ERR value is not an integer or out of range")]
    [InlineData("SCAN 0 LIMIT 5", "-ERR syntax error")]
    public void Scan_with_bad_arguments_asks_nobody(string command, string error)
    {
        Assert.Equal(error, _bench.Line(command));
        Assert.Equal(0, _everywhere.Rounds);
    }

    [Theory]
    [InlineData("DBSIZE", "-CLUSTERDOWN Hash slot not served")]
    [InlineData("KEYS *", "-CLUSTERDOWN Hash slot not served")]
    [InlineData("RANDOMKEY", "-CLUSTERDOWN Hash slot not served")]
    [InlineData("SCAN 0 COUNT 100", "-CLUSTERDOWN Hash slot not served")]
    [InlineData("FLUSHALL", "-CLUSTERDOWN Hash slot not served: some keys may be there still")]
    public void Partition_that_does_not_answer_is_an_error(string command, string error)
    {
        Fill(10);
        _everywhere.Silent.Add(3);
        Assert.Equal(error, _bench.Line(command));
    }

    [Theory]
    [InlineData("DBSIZE")]
    [InlineData("KEYS *")]
    [InlineData("RANDOMKEY")]
    [InlineData("SCAN 0")]
    [InlineData("FLUSHALL")]
    public void Answer_that_makes_no_sense_or_is_an_error_is_an_error(string command)
    {
        Fill(50);
        foreach (var answer in (string[])["", "?", ":", "*1", "$5\r\nab", "*3\r\n$99\r\n0\r\n"])
        {
            _everywhere.Instead = partition => partition == 0 ? answer : null;
            Assert.Equal("-ERR another node's answer is not understood", _bench.Line(command));
        }
        _everywhere.Instead = partition => partition == 0 ? "-OOPS no\r\n" : null;
        Assert.Equal("-OOPS no", _bench.Line(command));
    }

    [Theory]
    [InlineData("DBSIZE")]
    [InlineData("KEYS *")]
    [InlineData("RANDOMKEY")]
    [InlineData("SCAN 0")]
    [InlineData("FLUSHALL")]
    public void Command_waits_on_no_sockets_thread_and_in_no_transaction(string command)
    {
        _bench.Bounded = true;
        Assert.Equal("deferred", _bench.Line(command));
        _bench.Session.BeginTransaction();
        var name = command.Split(' ')[0].ToLowerInvariant();
        Assert.Equal($"-ERR '{name}' goes over all partitions and is not allowed inside a transaction of a cluster", _bench.Line(command));
        Assert.Equal(0, _everywhere.Rounds);
    }

    private List<string> Fill(int count)
    {
        var keys = Enumerable.Range(0, count).Select(i => $"key{i}").ToList();
        foreach (var key in keys) _bench.Run("SET", key, "v");
        return [.. keys.Order()];
    }
}
