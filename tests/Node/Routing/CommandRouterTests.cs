using AkkaCache.Node.Partitions;
using AkkaCache.Node.Tests.Partitions;

namespace AkkaCache.Node.Tests.Routing;

public sealed class CommandRouterTests : IDisposable
{
    private readonly FakeRoom _room = new();
    private readonly RouterFixture _router;

    public CommandRouterTests() => _router = new RouterFixture(_room);

    public void Dispose() => _router.Dispose();

    [Fact]
    public void Router_executes_a_known_command_on_the_calling_thread()
    {
        Assert.Equal("+OK\r\n", _router.Send("SET", "a", "1"));
        Assert.Equal("$1\r\n1\r\n", _router.Send("get", "a"));
    }

    [Fact]
    public void Router_unknown_command_and_wrong_arity_get_their_errors()
    {
        Assert.StartsWith("-ERR unknown command 'nope'", _router.Send("nope", "x"));
        Assert.Equal("-ERR wrong number of arguments for 'get' command\r\n", _router.Send("GET"));
    }

    [Fact]
    public void Router_that_loads_takes_only_commands_that_may_run_then()
    {
        _router.Router.IsLoading = true;
        Assert.Equal("-LOADING Redis is loading the dataset in memory\r\n", _router.Send("GET", "a"));
        Assert.Equal("+OK\r\n", _router.Send("AUTH", "x"));
        _router.Router.IsLoading = false;
        Assert.Equal("$-1\r\n", _router.Send("GET", "a"));
    }

    [Fact]
    public void Router_notes_the_command_before_it_runs()
    {
        _router.Send("GET", "a");
        Assert.Equal("get", _router.Session.LastCommand?.Name);
        _router.Send("NOSUCH");
        Assert.Equal("get", _router.Session.LastCommand?.Name);
    }

    [Fact]
    public void Router_asks_for_the_password_before_anything_but_AUTH()
    {
        _router.Session.IsAuthenticated = false;
        Assert.Equal("-NOAUTH Authentication required.\r\n", _router.Send("GET", "a"));
        Assert.Equal("+OK\r\n", _router.Send("AUTH", "p"));
        Assert.Equal("$-1\r\n", _router.Send("GET", "a"));
    }

    [Fact]
    public void Router_closed_partition_refuses_and_reopened_one_serves()
    {
        var gate = _router.PartitionOf("a").Gate;
        gate.Close();
        Assert.Equal("-CLUSTERDOWN Hash slot not served\r\n", _router.Send("SET", "a", "1"));
        Assert.Equal("+OK\r\n", _router.Send("SET", _router.KeyElsewhere("a"), "1"));
        gate.Open();
        Assert.Equal("$-1\r\n", _router.Send("GET", "a"));
    }

    [Fact]
    public void Router_closed_partition_among_several_changes_nothing()
    {
        var other = _router.KeyElsewhere("a");
        _router.PartitionOf(other).Gate.Close();
        Assert.Equal("-CLUSTERDOWN Hash slot not served\r\n", _router.Send("MSET", "a", "1", other, "2"));
        Assert.Equal("$-1\r\n", _router.Send("GET", "a"));
    }

    [Fact]
    public async Task Router_defers_on_a_socket_thread_and_waits_on_a_worker_when_the_gate_is_held()
    {
        var gate = _router.PartitionOf("a").Gate;
        using var held = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var holder = Task.Factory.StartNew(
            () =>
            {
                gate.TryEnter();
                held.Set();
                release.Wait();
                gate.Exit();
            },
            TaskCreationOptions.LongRunning);
        held.Wait();
        Assert.Equal("deferred", _router.Send("SET", "a", "1"));
        Assert.Equal("deferred", _router.Send("MSET", "a", "1", _router.KeyElsewhere("a"), "2"));
        var waiting = Task.Factory.StartNew(() => _router.SendFromWorker("SET", "a", "2"), TaskCreationOptions.LongRunning);
        release.Set();
        await holder;
        Assert.Equal("+OK\r\n", await waiting);
    }

    [Fact]
    public void Router_defers_large_work_and_keyspace_commands_until_a_worker_calls()
    {
        Assert.Equal("+OK\r\n", _router.Send("BIG", "a", "10"));
        Assert.Equal("deferred", _router.Send("BIG", "a", "1000000"));
        Assert.Equal("+OK\r\n", _router.SendFromWorker("BIG", "a", "1000000"));
        Assert.Equal("deferred", _router.Send("COUNT"));
        Assert.Equal(":0\r\n", _router.SendFromWorker("COUNT"));
    }

    [Fact]
    public void Router_write_that_throws_closes_its_partition_and_tells_the_owner()
    {
        var owner = new RecordingRef();
        var partition = _router.PartitionOf("a");
        partition.Open(owner);
        var thrown = Assert.Throws<InvalidOperationException>(() => _router.Send("FAIL", "a"));
        Assert.Equal([new PartitionFailed(thrown)], owner.Told);
        Assert.False(partition.Gate.IsOpen);
    }

    [Fact]
    public void Router_read_that_throws_leaves_its_partition_open()
    {
        Assert.Throws<InvalidOperationException>(() => _router.Send("FAILREAD", "a"));
        Assert.Equal("$-1\r\n", _router.Send("GET", "a"));
    }

    [Fact]
    public void Router_over_the_limit_refuses_growth_and_allows_reads()
    {
        _room.IsLimited = true;
        _room.Answer = RoomResult.None;
        Assert.Equal("-OOM command not allowed when used memory > 'maxmemory'.\r\n", _router.Send("SET", "a", "1"));
        Assert.Equal("$-1\r\n", _router.Send("GET", "a"));
        _room.Answer = RoomResult.Busy;
        Assert.Equal("deferred", _router.Send("SET", "a", "1"));
        _room.Answer = RoomResult.Made;
        Assert.Equal("+OK\r\n", _router.Send("SET", "a", "1"));
    }

    [Fact]
    public void Router_key_longer_than_the_limit_cannot_be_written()
    {
        _router.Settings.MaxKeyBytes = 4;
        Assert.Equal("+OK\r\n", _router.Send("SET", "abcd", "1"));
        Assert.StartsWith("-ERR key is too long", _router.Send("SET", "abcde", "1"));
        Assert.StartsWith("-ERR key is too long", _router.Send("MSET", "a", "1", "abcde", "1"));
        Assert.Equal("$-1\r\n", _router.Send("GET", "abcde"));
        Assert.Equal("$-1\r\n", _router.Send("GET", "a"));
    }

    [Fact]
    public void Router_hot_commands_allocate_nothing()
    {
        var fixture = _router;
        fixture.Send("SET", "a", "1");
        var allocated = HotPath.AllocatedBy(fixture, rounds: 1000);
        Assert.Equal(0, allocated);
    }
}
