using AkkaCache.Commands.Table;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Keys;

public sealed class ScanTests : IDisposable
{
    private readonly CommandBench _bench = new(AllCommands.NewTable().All);

    public void Dispose() => _bench.Dispose();

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
    public void Scan_step_is_bounded_by_count()
    {
        Fill(500);
        _bench.Walk("COUNT 10", out var steps);
        Assert.InRange(steps, 20, 80);
    }

    [Fact]
    public void Scan_returns_what_is_there_throughout_while_others_come_and_go()
    {
        const int seed = 3;
        var random = new Random(seed);
        var kept = Fill(300);
        var found = new HashSet<string>();
        var cursor = "0";
        do
        {
            var (next, keys) = _bench.Step(cursor, "COUNT 5");
            found.UnionWith(keys);
            cursor = next;
            for (var i = 0; i < 40; i++) _bench.Line(random.Next(2) == 0 ? $"SET other{random.Next(2000)} v" : $"DEL other{random.Next(2000)}");
        }
        while (cursor != "0");
        Assert.True(kept.All(found.Contains), $"seed {seed}: {kept.Count(key => !found.Contains(key))} keys were missed");
    }

    [Fact]
    public void Scan_filters_by_pattern_kind_and_expiry()
    {
        _bench.Line("MSET apple 1 apricot 2 banana 3");
        _bench.Line("ZADD avocado 1 m");
        _bench.Line("SET almond v PX 5");
        _bench.NowMs += 5;
        Assert.Equal(["apple", "apricot", "avocado"], _bench.Walk("MATCH a*", out _).Order());
        Assert.Equal(["avocado"], _bench.Walk("TYPE ZSET", out _));
        Assert.Equal(["apple", "apricot"], _bench.Walk("MATCH a* TYPE string", out _).Order());
        Assert.Empty(_bench.Walk("TYPE list", out _));
        Assert.Equal(4, _bench.Walk("MATCH *", out _).Count);
    }

    [Theory]
    [InlineData("SCAN x", "-ERR invalid cursor")]
    [InlineData("SCAN 18446744073709551616", "-ERR invalid cursor")]
    [InlineData("SCAN 0 COUNT 0", "-ERR syntax error")]
    [InlineData("SCAN 0 COUNT x", "-ERR value is not an integer or out of range")]
    [InlineData("SCAN 0 COUNT", "-ERR syntax error")]
    [InlineData("SCAN 0 LIMIT 5", "-ERR syntax error")]
    public void Scan_with_bad_arguments_is_refused(string command, string error) => Assert.Equal(error, _bench.Line(command));

    [Theory]
    [InlineData("18446744073709551615")]
    [InlineData("-1")]
    [InlineData("123456789012345")]
    [InlineData("")]
    public void Scan_from_a_cursor_that_nobody_gave_out_still_ends(string cursor)
    {
        Fill(50);
        for (var i = 0; i < 1000; i++)
        {
            cursor = _bench.Step(cursor, "COUNT 10").Next;
            if (cursor == "0") return;
        }
        Assert.Fail("the walk does not end");
    }

    [Fact]
    public void Keys_returns_each_match_once()
    {
        var keys = Fill(300);
        Assert.Equal(keys, ScanWalk.Strings(_bench.Line("KEYS *")).Order());
        Assert.Equal(keys.Where(key => key.StartsWith("key1", StringComparison.Ordinal)), ScanWalk.Strings(_bench.Line("KEYS key1*")).Order());
        Assert.Equal("[]", _bench.Line("KEYS nothing"));
    }

    [Fact]
    public void Keys_knows_the_empty_key_by_the_lone_star_only()
    {
        _bench.Run("SET", "", "v");
        Assert.Equal("[\"\"]", _bench.Line("KEYS *"));
        Assert.Equal("[]", _bench.Line("KEYS **"));
        Assert.Equal("[\"\"]", _bench.Run("KEYS", ""));
    }

    [Fact]
    public void Walks_leave_out_what_has_expired_and_refuse_a_closed_partition()
    {
        _bench.Line("SET a v PX 5");
        _bench.Line("SET b v");
        _bench.NowMs += 5;
        Assert.Equal("[\"b\"]", _bench.Line("KEYS *"));
        _bench.Keyspace.Close(3);
        Assert.Equal("-CLUSTERDOWN Hash slot not served", _bench.Line("KEYS *"));
        Assert.Equal("-CLUSTERDOWN Hash slot not served", _bench.Line("SCAN 0 COUNT 100"));
        Assert.Equal("-CLUSTERDOWN Hash slot not served", _bench.Line("RANDOMKEY"));
    }

    [Fact]
    public void Randomkey_reaches_all_keys_about_equally()
    {
        var keys = Fill(40);
        var hits = _bench.Draws("RANDOMKEY", 8000);
        Assert.Equal(keys, hits.Keys.Order());
        Assert.All(hits.Values, count => Assert.InRange(count, 40, 600));
    }

    [Fact]
    public void Randomkey_passes_over_what_has_expired()
    {
        for (var i = 0; i < 30; i++) _bench.Line($"SET gone{i} v PX 5");
        _bench.Line("SET k v");
        _bench.NowMs += 5;
        Assert.Equal("\"k\"", _bench.Line("RANDOMKEY"));
        _bench.Line("DEL k");
        for (var i = 0; i < 3; i++) Assert.Equal("nil", _bench.Line("RANDOMKEY"));
    }

    private string[] Fill(int count)
    {
        var keys = Enumerable.Range(0, count).Select(i => $"key{i:d4}").ToArray();
        foreach (var key in keys) _bench.Run("SET", key, "v");
        return keys;
    }
}
