using System.Buffers;
using System.Globalization;
using System.Text;

namespace AkkaCache.Client.Tests.Daemons;

/// <summary>The client against one real daemon.</summary>
public sealed class CacheClientTests(OneDaemon one) : IClassFixture<OneDaemon>, IAsyncLifetime
{
    private CacheClient _client = null!;

    public async Task InitializeAsync()
    {
        _client = await one.ConnectAsync();
        await _client.ClearAsync();
    }

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [Fact]
    public async Task What_was_set_is_got()
    {
        Assert.True(await _client.SetAsync("k", Bytes("v")));
        Assert.Equal("v", Text(await _client.GetAsync("k")));
        Assert.Null(await _client.GetAsync("absent"));
        var missing = await _client.TryGetAsync("absent");
        Assert.Equal((false, true, CacheErrorCode.NotFound), (missing.IsFound, missing.IsMissing, missing.Error));
        var target = new ArrayBufferWriter<byte>();
        Assert.True(await _client.TryGetAsync("k", target));
        Assert.False(await _client.TryGetAsync("absent", target));
        Assert.Equal("v", Text(target.WrittenMemory));
    }

    [Fact]
    public async Task Objects_go_through_the_serializer()
    {
        await _client.SetObjectAsync("p", new Person("Ada", 36));
        Assert.Equal(new Person("Ada", 36), await _client.GetObjectAsync<Person>("p"));
        Assert.Equal(0, await _client.GetObjectAsync<int>("absent"));
        Assert.False((await _client.TryGetObjectAsync<int>("absent")).IsFound);
    }

    [Fact]
    public async Task Value_that_is_no_object_is_a_serialization_error()
    {
        await _client.SetAsync("p", Bytes("{"));
        Assert.Equal(CacheErrorCode.Serialization, (await Assert.ThrowsAsync<CacheException>(async () => await _client.GetObjectAsync<Person>("p"))).Code);
    }

    [Fact]
    public async Task Conditions_decide_whether_a_value_is_set()
    {
        Assert.False(await _client.SetAsync("k", Bytes("1"), when: When.Present));
        Assert.True(await _client.SetAsync("k", Bytes("1"), when: When.Missing));
        Assert.False(await _client.SetAsync("k", Bytes("2"), when: When.Missing));
        Assert.False(await _client.CompareAndSetAsync("k", Bytes("0"), Bytes("2")));
        Assert.True(await _client.CompareAndSetAsync("k", Bytes("1"), Bytes("2")));
        Assert.Equal("2", Text(await _client.GetAsync("k")));
    }

    [Fact]
    public async Task Object_is_set_only_where_the_expected_one_is()
    {
        var (ada, older) = (new Person("Ada", 36), new Person("Ada", 37));
        Assert.False(await _client.CompareAndSetObjectAsync("p", ada, older));
        Assert.Null(await _client.GetObjectAsync<Person>("p"));
        await _client.SetObjectAsync("p", ada);
        Assert.False(await _client.CompareAndSetObjectAsync("p", older, ada));
        Assert.True(await _client.CompareAndSetObjectAsync("p", ada, older, TimeSpan.FromMinutes(1)));
        Assert.Equal(older, await _client.GetObjectAsync<Person>("p"));
        Assert.InRange((await _client.TimeToLiveAsync("p"))!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Object_that_many_change_at_once_loses_no_change()
    {
        await _client.SetObjectAsync("p", new Person("Ada", 0));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var birthdays = 0; birthdays < 25;)
            {
                var now = (await _client.GetObjectAsync<Person>("p"))!;
                if (await _client.CompareAndSetObjectAsync("p", now, now with { Age = now.Age + 1 })) birthdays++;
            }
        }));
        Assert.Equal(200, (await _client.GetObjectAsync<Person>("p"))!.Age);
    }

    /// <summary>The same request from two processes, say: a message that was delivered twice.</summary>
    [Fact]
    public async Task Request_with_an_id_counts_once_whoever_sends_it()
    {
        await using var other = await one.ConnectAsync();
        Assert.Equal(5, await _client.IncrementAsync("n", 5, "order-1"));
        Assert.Equal(5, await other.IncrementAsync("n", 5, "order-1"));
        Assert.Equal(10, await other.IncrementAsync("n", 5, "order-2"));
        Assert.Equal(7, await _client.DecrementAsync("n", 3, "order-3"));
        Assert.Equal(7, await _client.DecrementAsync("n", 3, "order-3"));
        Assert.Equal(3, await _client.AppendAsync("text", Bytes("abc"), "order-4"));
        Assert.Equal(3, await _client.AppendAsync("text", Bytes("abc"), "order-4"));
        Assert.Equal(1.5, await _client.Leaderboard("board").IncrementAsync("ann", 1.5, "order-5"));
        Assert.Equal(1.5, await other.Leaderboard("board").IncrementAsync("ann", 1.5, "order-5"));
        foreach (var id in new[] { "", new string('x', 65) })
            Assert.Equal(CacheErrorCode.InvalidConfiguration, (await Assert.ThrowsAsync<CacheException>(async () => await _client.IncrementAsync("n", 1, id))).Code);
    }

    /// <summary>What a node remembers for a client is what the client has under way, not what it has done.</summary>
    [Fact]
    public async Task Numbered_requests_leave_nothing_behind_that_fills_a_partition()
    {
        for (var round = 0; round < 40; round++)
            await Task.WhenAll(Enumerable.Range(0, 2_000).Select(_ => _client.IncrementAsync("n").AsTask()));
        await Assert.ThrowsAsync<CacheException>(async () => await _client.Leaderboard("board").IncrementAsync("ann", double.NaN));
        Assert.Equal(80_000, await _client.IncrementAsync("n", 0));
    }

    [Fact]
    public async Task Keys_live_as_long_as_they_are_told()
    {
        await _client.SetAsync("k", Bytes("v"), TimeSpan.FromMinutes(1));
        Assert.InRange((await _client.TimeToLiveAsync("k"))!.Value, TimeSpan.FromSeconds(50), TimeSpan.FromMinutes(1));
        Assert.Equal("v", Text(await _client.GetAndRefreshAsync("k", TimeSpan.FromMinutes(10))));
        Assert.InRange((await _client.TimeToLiveAsync("k"))!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        Assert.True(await _client.PersistAsync("k"));
        Assert.Equal(Timeout.InfiniteTimeSpan, await _client.TimeToLiveAsync("k"));
        Assert.Null(await _client.TimeToLiveAsync("absent"));
        Assert.True(await _client.ExpireAsync("k", TimeSpan.FromMinutes(1)));
        Assert.False(await _client.ExpireAsync("absent", TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Object_lives_as_long_as_it_is_used()
    {
        await _client.SetObjectAsync("p", new Person("Ada", 36), TimeSpan.FromMinutes(1));
        Assert.Equal(new Person("Ada", 36), await _client.GetAndRefreshObjectAsync<Person>("p", TimeSpan.FromMinutes(10)));
        Assert.InRange((await _client.TimeToLiveAsync("p"))!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        Assert.Null(await _client.GetAndRefreshObjectAsync<Person>("absent", TimeSpan.FromMinutes(1)));
        Assert.Equal(0, await _client.GetAndRefreshObjectAsync<int>("absent", TimeSpan.FromMinutes(1)));
        Assert.False(await _client.ExistsAsync("absent"));
    }

    [Fact]
    public async Task Value_that_is_no_object_has_its_new_time_to_live_all_the_same()
    {
        await _client.SetAsync("p", Bytes("{"));
        Assert.Equal(CacheErrorCode.Serialization, (await Assert.ThrowsAsync<CacheException>(async () => await _client.GetAndRefreshObjectAsync<Person>("p", TimeSpan.FromMinutes(10)))).Code);
        Assert.InRange((await _client.TimeToLiveAsync("p"))!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Counters_count()
    {
        Assert.Equal(1, await _client.IncrementAsync("n"));
        Assert.Equal(11, await _client.IncrementAsync("n", 10));
        Assert.Equal(9, await _client.DecrementAsync("n", 2));
        await _client.SetAsync("t", Bytes("text"));
        Assert.Equal(CacheErrorCode.NotAnInteger, (await Assert.ThrowsAsync<CacheException>(async () => await _client.IncrementAsync("t"))).Code);
        await _client.ExecuteAsync(["ZADD", "board", "1", "m"]);
        Assert.Equal(CacheErrorCode.WrongType, (await Assert.ThrowsAsync<CacheException>(async () => await _client.IncrementAsync("board"))).Code);
        Assert.Equal(CacheErrorCode.WrongType, (await _client.TryGetAsync("board")).Error);
    }

    [Fact]
    public async Task Keys_are_deleted_counted_and_appended_to()
    {
        Assert.Equal(2, await _client.AppendAsync("k", Bytes("ab")));
        Assert.Equal(3, await _client.AppendAsync("k", Bytes("c")));
        Assert.True(await _client.ExistsAsync("k"));
        Assert.Equal(1, await _client.CountAsync());
        Assert.True(await _client.DeleteAsync("k"));
        Assert.False(await _client.DeleteAsync("k"));
        Assert.False(await _client.ExistsAsync("k"));
        await _client.SetAsync("k", Bytes("v"));
        Assert.Equal("v", Text(await _client.GetAndDeleteAsync("k")));
        Assert.Equal(0, await _client.CountAsync());
    }

    [Fact]
    public async Task Many_keys_go_at_once()
    {
        await _client.SetManyAsync([.. Enumerable.Range(0, 500).Select(i => KeyValuePair.Create<CacheKey, ReadOnlyMemory<byte>>($"many:{i}", Bytes($"{i}")))]);
        var values = await _client.GetManyAsync([.. Enumerable.Range(0, 501).Select(i => (CacheKey)$"many:{i}")]);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => i.ToString(CultureInfo.InvariantCulture)), values.Take(500).Select(Text));
        Assert.Null(values[500]);
        Assert.Equal(3, await _client.DeleteManyAsync(["many:0", "many:1", "many:2", "absent"]));
    }

    [Fact]
    public async Task Scan_walks_over_all_keys()
    {
        var keys = Enumerable.Range(0, 300).Select(i => $"s:{i}").ToHashSet();
        await Task.WhenAll(keys.Select(key => _client.SetAsync(key, Bytes("v")).AsTask()));
        await _client.SetAsync("other", Bytes("v"));
        var found = new HashSet<string>();
        await foreach (var key in _client.ScanAsync("s:*", pageSize: 50)) found.Add(Encoding.UTF8.GetString(key.Span));
        Assert.Equal(keys, found);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_000)]
    [InlineData(127_000)]
    [InlineData(128_000)]
    [InlineData(129_000)]
    [InlineData(1 << 20)]
    [InlineData(16 << 20)]
    public async Task Value_of_any_length_goes_there_and_back(int bytes)
    {
        var value = new byte[bytes];
        new Random(bytes).NextBytes(value);
        await _client.SetAsync("big", value);
        Assert.True((await _client.GetAsync("big"))!.Value.Span.SequenceEqual(value));
    }

    [Fact]
    public async Task Thousands_of_requests_at_a_time_each_get_their_own_answer()
    {
        // On the pool: the context of a test lets two continuations run at a time.
        var answers = await Task.WhenAll(Enumerable.Range(0, 20_000).Select(i => Task.Run(async () =>
        {
            await _client.SetAsync($"t:{i}", Bytes($"{i}"));
            return Text(await _client.GetAsync($"t:{i}"));
        })));
        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => i.ToString(CultureInfo.InvariantCulture)), answers);
    }

    [Fact]
    public async Task Requests_for_one_key_keep_their_order()
    {
        var counted = Enumerable.Range(0, 5_000).Select(_ => _client.IncrementAsync("order").AsTask()).ToList();
        Assert.Equal(Enumerable.Range(1, 5_000).Select(i => (long)i), await Task.WhenAll(counted));
    }

    [Fact]
    public async Task Cancelled_request_ends_and_disturbs_no_other()
    {
        using var cancel = new CancellationTokenSource();
        var requests = Enumerable.Range(0, 1_000).Select(i => _client.GetAsync("k", i % 2 == 0 ? cancel.Token : default).AsTask()).ToList();
        await cancel.CancelAsync();
        var ends = await Task.WhenAll(requests.Select(async request =>
        {
            try
            {
                await request;
                return "done";
            }
            catch (OperationCanceledException)
            {
                return "cancelled";
            }
        }));
        Assert.All(ends.Where((_, i) => i % 2 == 1), end => Assert.Equal("done", end));
        Assert.Equal(1, await _client.IncrementAsync("after"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _client.GetAsync("k", cancel.Token));
    }

    [Fact]
    public async Task Raw_command_is_executed()
    {
        Assert.Equal("OK", (await _client.ExecuteAsync(["SET", "k", "v"])).AsText());
        Assert.Equal(2, (await _client.ExecuteAsync(["ZADD", "b", "1", "x", "2.5", "y"])).AsInteger());
        Assert.Equal(2.5, (await _client.ExecuteAsync(["ZSCORE", "b", "y"], isRead: true)).AsNumber());
        Assert.True((await _client.ExecuteAsync(["GET", "absent"], isRead: true)).IsNull);
        Assert.Equal(CacheErrorCode.CommandFailed, (await Assert.ThrowsAsync<CacheException>(async () => await _client.ExecuteAsync(["NOSUCH"], keyAt: 0))).Code);
    }

    [Theory]
    [InlineData("MULTI")]
    [InlineData("subscribe")]
    [InlineData("HELLO")]
    public async Task Command_that_changes_the_session_is_refused(string name) => await Assert.ThrowsAsync<ArgumentException>(async () => await _client.ExecuteAsync([name]));

    [Fact]
    public async Task Batch_has_a_result_for_each_command()
    {
        var results = await _client.CreateBatch().Add(["SET", "a", "1"]).Add(["INCR", "a"]).Add(["ZADD", "a", "1", "m"]).SendAsync();
        Assert.Equal(["OK", "2"], results.Take(2).Select(result => result.Value!.AsText()));
        Assert.Equal(CacheErrorCode.WrongType, results[2].Error);
    }

    [Fact]
    public async Task Transaction_is_executed_as_one()
    {
        var replies = await _client.CreateTransaction().Add(["INCR", "{t}a"]).Add(["INCR", "{t}a"]).Add(["GET", "{t}b"]).ExecuteAsync();
        Assert.Equal(["1", "2", "(null)"], replies.Select(reply => reply.ToString()));
        Assert.Equal(1, await _client.IncrementAsync("after"));
    }

    [Fact]
    public async Task Transaction_with_a_command_that_is_refused_executes_nothing()
    {
        var error = await Assert.ThrowsAsync<CacheException>(async () => await _client.CreateTransaction().Add(["INCR", "{t}a"]).Add(["INCR"]).ExecuteAsync());
        Assert.Equal(CacheErrorCode.TransactionAborted, error.Code);
        Assert.Contains("wrong number of arguments", error.Message);
        Assert.Null(await _client.GetAsync("{t}a"));
    }

    [Fact]
    public async Task Transaction_over_partitions_is_refused()
    {
        var error = await Assert.ThrowsAsync<CacheException>(async () => await _client.CreateTransaction().Add(["INCR", "a"]).Add(["INCR", "b"]).ExecuteAsync());
        Assert.Equal(CacheErrorCode.CrossPartition, error.Code);
    }

    [Fact]
    public async Task Cluster_of_one_is_known()
    {
        var node = Assert.Single(_client.Cluster.Nodes);
        Assert.Equal((one.Address, true, 256), (node.Address.ToString(), node.IsConnected, node.Primaries));
        Assert.All(_client.Cluster.Partitions, partition => Assert.Equal(node.Id, partition.Primary));
        Assert.Contains("redis_version", (await _client.Cluster.InfoAsync(node.Id, "server")).Keys);
        Assert.True((await _client.Cluster.MetricsAsync())["total_commands_processed"] > 0);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string? Text(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? Encoding.UTF8.GetString(some.Span) : null;

    private sealed record Person(string Name, int Age);
}
