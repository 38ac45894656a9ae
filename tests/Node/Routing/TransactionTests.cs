using AkkaCache.Node.Partitions;

namespace AkkaCache.Node.Tests.Routing;

public sealed class TransactionTests : IDisposable
{
    private readonly FakeRoom _room = new();
    private readonly RouterFixture _router;

    public TransactionTests() => _router = new RouterFixture(_room);

    public void Dispose() => _router.Dispose();

    [Fact]
    public void Exec_runs_the_queue_in_order_over_several_partitions()
    {
        var other = _router.KeyElsewhere("a");
        Assert.Equal("+OK\r\n", _router.Send("MULTI"));
        Assert.Equal("+QUEUED\r\n", _router.Send("SET", "a", "1"));
        Assert.Equal("+QUEUED\r\n", _router.Send("MSET", other, "2", "a", "3"));
        Assert.Equal("+QUEUED\r\n", _router.Send("GET", "a"));
        Assert.Equal("*3\r\n+OK\r\n+OK\r\n$1\r\n3\r\n", _router.Send("EXEC"));
        Assert.False(_router.Session.InTransaction);
    }

    [Fact]
    public void Exec_after_a_refused_command_aborts()
    {
        _router.Send("MULTI");
        Assert.StartsWith("-ERR unknown", _router.Send("NOPE"));
        Assert.Equal("+QUEUED\r\n", _router.Send("SET", "a", "1"));
        Assert.Equal("-EXECABORT Transaction discarded because of previous errors.\r\n", _router.Send("EXEC"));
        Assert.Equal("$-1\r\n", _router.Send("GET", "a"));
    }

    [Fact]
    public void Exec_with_a_command_that_may_not_be_queued_aborts()
    {
        _router.Send("MULTI");
        Assert.StartsWith("-ERR Command not allowed inside a transaction", _router.Send("SUBSCRIBE", "c"));
        Assert.StartsWith("-EXECABORT", _router.Send("EXEC"));
    }

    [Fact]
    public void Exec_after_a_watched_key_changed_answers_null_and_does_nothing()
    {
        _router.Send("WATCH", "a");
        _router.Send("SET", "a", "theirs");
        _router.Send("MULTI");
        _router.Send("SET", "a", "ours");
        Assert.Equal("*-1\r\n", _router.Send("EXEC"));
        Assert.Equal("$6\r\ntheirs\r\n", _router.Send("GET", "a"));
    }

    [Fact]
    public void Exec_after_a_watched_key_ran_out_of_time_answers_null()
    {
        _router.Send("SET", "a", "1");
        var store = _router.PartitionOf("a").Space.Store;
        _router.Send("WATCH", "a");
        store.SetDue(store.Find("a"u8), RouterFixture.NowMs - 1);
        _router.Send("MULTI");
        Assert.Equal("*-1\r\n", _router.Send("EXEC"));
    }

    [Fact]
    public void Exec_or_discard_forgets_the_watches()
    {
        _router.Send("WATCH", "a");
        _router.Send("MULTI");
        _router.Send("EXEC");
        Assert.True(_router.PartitionOf("a").Space.Watches.IsEmpty);
        _router.Send("WATCH", "a");
        _router.Send("MULTI");
        _router.Send("DISCARD");
        Assert.True(_router.PartitionOf("a").Space.Watches.IsEmpty);
        _router.Send("SET", "a", "theirs");
        _router.Send("MULTI");
        _router.Send("SET", "a", "ours");
        Assert.Equal("*1\r\n+OK\r\n", _router.Send("EXEC"));
    }

    [Fact]
    public void Exec_with_a_closed_partition_does_nothing_and_ends_the_transaction()
    {
        var other = _router.KeyElsewhere("a");
        _router.Send("MULTI");
        _router.Send("SET", "a", "1");
        _router.Send("SET", other, "2");
        _router.PartitionOf(other).Gate.Close();
        Assert.Equal("-EXECABORT Transaction discarded because of: CLUSTERDOWN Hash slot not served\r\n", _router.Send("EXEC"));
        Assert.Equal("$-1\r\n", _router.Send("GET", "a"));
    }

    /// <summary>Clients send WATCH and the reads behind it in one go: they see the refusal when it is too late.</summary>
    [Fact]
    public void Exec_after_a_WATCH_that_a_closed_gate_refused_does_nothing()
    {
        var gate = _router.PartitionOf("a").Gate;
        gate.Close();
        Assert.Equal("-CLUSTERDOWN Hash slot not served\r\n", _router.Send("WATCH", "a"));
        gate.Open();
        Assert.Equal("$-1\r\n", _router.Send("GET", "a"));
        _router.Send("MULTI");
        _router.Send("SET", "a", "ours");
        Assert.Equal("*-1\r\n", _router.Send("EXEC"));
        Assert.Equal("$-1\r\n", _router.Send("GET", "a"));
        _router.Send("MULTI");
        _router.Send("SET", "a", "ours");
        Assert.Equal("*1\r\n+OK\r\n", _router.Send("EXEC"));
    }

    [Fact]
    public void Discard_forgets_a_refused_WATCH()
    {
        var gate = _router.PartitionOf("a").Gate;
        gate.Close();
        _router.Send("WATCH", "a");
        gate.Open();
        _router.Send("MULTI");
        _router.Send("DISCARD");
        _router.Send("MULTI");
        _router.Send("SET", "a", "ours");
        Assert.Equal("*1\r\n+OK\r\n", _router.Send("EXEC"));
    }

    [Fact]
    public void Key_longer_than_the_limit_cannot_be_queued()
    {
        _router.Settings.MaxKeyBytes = 4;
        _router.Send("MULTI");
        Assert.StartsWith("-ERR key is too long", _router.Send("SET", "abcde", "1"));
        Assert.StartsWith("-EXECABORT", _router.Send("EXEC"));
        Assert.Equal("$-1\r\n", _router.Send("GET", "abcde"));
    }

    [Fact]
    public void Exec_over_the_limit_aborts_when_the_queue_could_grow_the_data()
    {
        _router.Send("MULTI");
        _router.Send("SET", "a", "1");
        _room.IsLimited = true;
        _room.Answer = RoomResult.None;
        Assert.StartsWith("-EXECABORT Transaction discarded because of: OOM", _router.Send("EXEC"));
        Assert.False(_router.Session.InTransaction);
    }

    [Fact]
    public void Exec_with_large_or_keyspace_commands_is_deferred_as_a_whole()
    {
        _router.Send("MULTI");
        _router.Send("SET", "a", "1");
        _router.Send("COUNT");
        Assert.Equal("deferred", _router.Send("EXEC"));
        Assert.Equal("*2\r\n+OK\r\n:1\r\n", _router.SendFromWorker("EXEC"));
    }

    [Fact]
    public void Exec_marks_the_effects_of_each_partition_as_one()
    {
        _router.Send("MULTI");
        _router.Send("SET", "a", "1");
        _router.Send("SET", "a", "2");
        _router.Send("EXEC");
        var effects = _router.PartitionOf("a").Space.Effects.ReadFrom(1);
        Assert.Equal([true, false], effects.Select(e => e.Continued));
    }

    [Fact]
    public void Exec_that_throws_closes_all_its_partitions()
    {
        var other = _router.KeyElsewhere("a");
        _router.Send("MULTI");
        _router.Send("SET", other, "1");
        _router.Send("FAIL", "a");
        Assert.Throws<InvalidOperationException>(() => _router.Send("EXEC"));
        Assert.False(_router.PartitionOf("a").Gate.IsOpen);
        Assert.False(_router.PartitionOf(other).Gate.IsOpen);
        Assert.False(_router.Session.InTransaction);
    }
}
