using AkkaCache.Commands.Table;
using AkkaCache.Node.Partitions;

namespace AkkaCache.Node.Tests.Routing;

/// <summary>Commands that announce their keys with a number (ZUNION, ZMPOP …), by the real table, over partitions.</summary>
public sealed class CountedKeysTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RouterFixture _router = new(table: AllCommands.NewTable());
    private readonly string _low;
    private readonly string _middle;
    private readonly string _high;

    public CountedKeysTests()
    {
        if (_router.KeysInAscendingPartitions(3) is not [var low, var middle, var high]) throw new InvalidOperationException("too few partitions");
        (_low, _middle, _high) = (low, middle, high);
        _router.Send("ZADD", _low, "1", "a", "2", "b");
        _router.Send("ZADD", _middle, "10", "b", "20", "c");
    }

    public void Dispose() => _router.Dispose();

    [Fact]
    public void Boards_of_several_partitions_are_joined()
    {
        Assert.Equal("*6\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$2\r\n12\r\n$1\r\nc\r\n$2\r\n20\r\n", _router.Send("ZUNION", "2", _low, _middle, "WITHSCORES"));
        Assert.Equal("*1\r\n$1\r\nb\r\n", _router.Send("ZINTER", "3", _low, _middle, _low));
        Assert.Equal("*1\r\n$1\r\na\r\n", _router.Send("ZDIFF", "2", _low, _middle));
        Assert.Equal(":1\r\n", _router.Send("ZINTERCARD", "2", _low, _middle));
    }

    [Fact]
    public void Joined_boards_are_stored_in_another_partition()
    {
        Assert.Equal(":3\r\n", _router.Send("ZUNIONSTORE", _high, "2", _low, _middle));
        Assert.Equal("$2\r\n12\r\n", _router.Send("ZSCORE", _high, "b"));
        Assert.Equal(":1\r\n", _router.Send("ZINTERSTORE", _low, "2", _middle, _low, "WEIGHTS", "2", "1"));
        Assert.Equal("$2\r\n22\r\n", _router.Send("ZSCORE", _low, "b"));
        Assert.Equal(":1\r\n", _router.Send("ZDIFFSTORE", _middle, "2", _middle, _low));
        Assert.Equal("*1\r\n$1\r\nc\r\n", _router.Send("ZRANGE", _middle, "0", "-1"));
    }

    [Fact]
    public void First_board_that_is_there_is_popped_from_whatever_its_partition()
    {
        Assert.Equal($"*2\r\n${_middle.Length}\r\n{_middle}\r\n*1\r\n*2\r\n$1\r\nc\r\n$2\r\n20\r\n", _router.Send("ZMPOP", "3", _high, _middle, _low, "MAX"));
        Assert.Equal(":1\r\n", _router.Send("ZCARD", _middle));
        Assert.Equal(":2\r\n", _router.Send("ZCARD", _low));
    }

    /// <summary>The destination stays as it was, and so do the boards before the one that is not served.</summary>
    [Theory]
    [InlineData("ZUNIONSTORE high 2 low middle")]
    [InlineData("ZINTERSTORE middle 1 low")]
    [InlineData("ZUNION 2 low middle")]
    [InlineData("ZMPOP 2 low middle MIN")]
    [InlineData("ZINTERCARD 2 low middle")]
    public void Closed_partition_among_the_keys_refuses_and_changes_nothing(string command)
    {
        _router.PartitionOf(_middle).Gate.Close();
        Assert.Equal("-CLUSTERDOWN Hash slot not served\r\n", _router.Send(WithKeys(command)));
        _router.PartitionOf(_middle).Gate.Open();
        Assert.Equal(":2\r\n", _router.Send("ZCARD", _low));
        Assert.Equal(":2\r\n", _router.Send("ZCARD", _middle));
        Assert.Equal(":0\r\n", _router.Send("EXISTS", _high));
        Assert.All(_router.Partitions.All.ToArray(), partition => Assert.True(partition.Gate.IsOpen));
    }

    [Theory]
    [InlineData("ZUNION 2 low middle", 2)]
    [InlineData("ZUNIONSTORE high 2 low middle", 3)]
    [InlineData("ZMPOP 1 low MIN", 1)]
    public void Only_the_announced_keys_count(string command, int partitions)
    {
        var words = WithKeys(command);
        var keys = words.Where(word => word == _low || word == _middle || word == _high).Select(key => _router.PartitionOf(key)).ToHashSet();
        Assert.Equal(partitions, keys.Count);
        foreach (var partition in _router.Partitions.All)
            if (!keys.Contains(partition)) partition.Gate.Close();
        Assert.DoesNotContain("CLUSTERDOWN", _router.Send(words), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ZUNION 0 low", "-ERR at least 1 input key is needed for 'zunion' command\r\n")]
    [InlineData("ZUNION abc low", "-ERR value is not an integer or out of range\r\n")]
    [InlineData("ZINTER 3 low middle", "-ERR syntax error\r\n")]
    [InlineData("ZMPOP -1 low MIN", "-ERR numkeys should be greater than 0\r\n")]
    public void Number_that_is_wrong_is_refused_without_any_gate(string command, string error)
    {
        foreach (var partition in _router.Partitions.All) partition.Gate.Close();
        Assert.Equal(error, _router.Send(WithKeys(command)));
    }

    [Fact]
    public void Number_is_no_key_to_the_limit_of_key_lengths()
    {
        _router.Settings.MaxKeyBytes = 1;
        _router.Send("ZADD", "s", "1", "m");
        Assert.Equal(":1\r\n", _router.Send(["ZUNIONSTORE", "d", "10", .. Enumerable.Repeat("s", 10)]));
        Assert.StartsWith("-ERR key is too long", _router.Send("ZUNIONSTORE", "dd", "1", "s"), StringComparison.Ordinal);
    }

    /// <summary>Whatever the order in the command: the highest is named first here.</summary>
    [Fact]
    public async Task Gates_are_taken_in_index_order()
    {
        using var holder = new GateHolder(_router.PartitionOf(_middle).Gate);
        Assert.Equal("deferred", _router.Send("ZUNIONSTORE", _high, "2", _middle, _low));
        var waiting = Task.Factory.StartNew(() => _router.SendFromWorker("ZUNIONSTORE", _high, "2", _middle, _low), TaskCreationOptions.LongRunning);
        await Until(() => Look(_low) == GateResult.Busy);
        Assert.Equal(GateResult.Entered, Look(_high));
        Assert.False(waiting.IsCompleted);
        holder.Release();
        Assert.Equal(":3\r\n", await waiting.WaitAsync(Patience));
        Assert.Equal(GateResult.Entered, Look(_low));
    }

    /// <summary>Two that name the same boards the other way round would wait for one another for ever if each took them as named.</summary>
    [Fact]
    public async Task Commands_that_name_the_same_boards_in_opposite_orders_do_not_block_each_other()
    {
        const int Rounds = 3000;
        using var other = new RouterClient(_router);
        var one = Task.Factory.StartNew(() => Repeat(() => _router.SendFromWorker("ZUNIONSTORE", _high, "2", _middle, _low)), TaskCreationOptions.LongRunning);
        var two = Task.Factory.StartNew(() => Repeat(() => other.SendFromWorker("ZUNION", "3", _low, _middle, _high)), TaskCreationOptions.LongRunning);
        await Task.WhenAll(one, two).WaitAsync(Patience);

        static void Repeat(Action action)
        {
            for (var i = 0; i < Rounds; i++) action();
        }
    }

    /// <summary>One moves points between boards of two partitions in transactions; whoever joins the boards meanwhile sees the sum whole.</summary>
    [Fact]
    public async Task Joined_boards_are_seen_at_one_moment()
    {
        const int Rounds = 3000;
        using var mover = new RouterClient(_router);
        _router.Send("ZADD", _low, "500", "m");
        _router.Send("ZADD", _middle, "500", "m");
        var moving = Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Rounds; i++)
                {
                    mover.SendFromWorker("MULTI");
                    mover.SendFromWorker("ZINCRBY", i % 2 == 0 ? _low : _middle, "-1", "m");
                    mover.SendFromWorker("ZINCRBY", i % 2 == 0 ? _middle : _low, "1", "m");
                    mover.SendFromWorker("EXEC");
                }
            },
            TaskCreationOptions.LongRunning);
        while (!moving.IsCompleted)
        {
            Assert.EndsWith("$1\r\nm\r\n$4\r\n1000\r\n", _router.SendFromWorker("ZUNION", "2", _middle, _low, "WITHSCORES"), StringComparison.Ordinal);
            _router.SendFromWorker("ZUNIONSTORE", _high, "2", _low, _middle);
            Assert.Equal("$4\r\n1000\r\n", _router.SendFromWorker("ZSCORE", _high, "m"));
        }
        await moving;
    }

    [Fact]
    public void Transaction_takes_the_gates_of_announced_keys()
    {
        _router.Send("MULTI");
        _router.Send("ZUNIONSTORE", _high, "2", _low, _middle);
        _router.Send("ZMPOP", "2", _high, _low, "MAX");
        Assert.Equal($"*2\r\n:3\r\n*2\r\n${_high.Length}\r\n{_high}\r\n*1\r\n*2\r\n$1\r\nc\r\n$2\r\n20\r\n", _router.SendFromWorker("EXEC"));
        _router.Send("MULTI");
        _router.Send("ZUNION", "2", _low, _middle);
        _router.PartitionOf(_middle).Gate.Close();
        Assert.StartsWith("-EXECABORT", _router.SendFromWorker("EXEC"), StringComparison.Ordinal);
    }

    private string[] WithKeys(string command) =>
        [.. command.Split(' ').Select(word => word switch { "low" => _low, "middle" => _middle, "high" => _high, _ => word })];

    private GateResult Look(string key)
    {
        var gate = _router.PartitionOf(key).Gate;
        var result = gate.TryEnterBriefly();
        if (result == GateResult.Entered) gate.Exit();
        return result;
    }

    private static async Task Until(Func<bool> condition)
    {
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        using var patience = new CancellationTokenSource(Patience);
        while (!condition()) await pulse.WaitForNextTickAsync(patience.Token);
    }
}
