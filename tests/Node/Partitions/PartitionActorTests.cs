using System.Text;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Node.Tests.Partitions;

public class PartitionActorTests : TestKit
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
    private readonly Events _events = new();
    private readonly PartitionTable _table = new(new PartitionLayout(16), index => new Partition(index, 7, 4096));

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public void Actor_started_opens_the_gate_at_the_next_epoch()
    {
        var partition = _table[3];
        Assert.False(partition.Gate.IsOpen);

        var actor = Start(partition);

        AwaitAssert(() => Assert.Equal(["3 opened at 1"], _events.Log));
        Assert.True(partition.Gate.IsOpen);
        Assert.Equal(1, partition.Epoch);
        Assert.Equal(actor, partition.Owner);
    }

    [Fact]
    public void Actor_stopped_closes_the_gate_and_one_started_later_opens_it_with_the_same_content()
    {
        var partition = _table[3];
        var first = Start(partition);
        Add(partition, "key", 0);

        Watch(first);
        first.Tell(HandOver.Instance);
        ExpectTerminated(first);
        Assert.Equal(GateResult.Closed, partition.Gate.TryEnterBriefly());
        Assert.Null(partition.Owner);

        Start(partition);
        Assert.Equal(2, partition.Epoch);
        Assert.Equal(1, partition.Space.Store.Count);
        Assert.Equal(["3 opened at 1", "3 closed", "3 opened at 2"], _events.Log);
    }

    [Fact]
    public void Actor_asked_to_be_there_answers()
    {
        Start(_table[5]).Tell(new StartPartition(5), TestActor);
        ExpectMsg(new PartitionStarted(5));
    }

    [Fact]
    public void Partition_that_failed_half_way_is_closed_and_starts_empty()
    {
        var partition = _table[3];
        Start(partition);
        Add(partition, "key", 0);
        var watcher = new Watcher();
        Under(partition, () =>
        {
            partition.Space.Watches.Add("key"u8, watcher);
            partition.Fault(new InvalidOperationException("half-way"));
        });

        AwaitAssert(() => Assert.Equal(["3 opened at 1", "3 closed", "3 opened at 2"], _events.Log));
        Assert.Equal(0, partition.Space.Store.Count);
        Assert.True(watcher.Told);
        Add(partition, "key", 0);
    }

    [Fact]
    public void Failed_partition_lets_nobody_in_before_it_is_rebuilt()
    {
        var partition = _table[3];
        partition.Open(ActorRefs.Nobody);
        Under(partition, () => partition.Fault(new InvalidOperationException("half-way")));
        Assert.Equal(GateResult.Closed, partition.Gate.TryEnterBriefly());
    }

    [Fact]
    public void Pulse_has_due_entries_removed_in_slices_and_leaves_the_others()
    {
        var partition = _table[3];
        Start(partition);
        const int due = 3 * Partition.ExpirySlice + 5;
        for (var i = 0; i < due; i++) Add(partition, $"due{i}", NowMs + 50);
        for (var i = 0; i < 10; i++) Add(partition, $"later{i}", NowMs + 60_000);
        Add(partition, "never", 0);
        using var pulse = new ExpiryPulse(_table, _time, TimeSpan.FromMilliseconds(100));

        _time.Advance(TimeSpan.FromMilliseconds(100));

        AwaitAssert(() => Assert.Equal(11, partition.Space.Store.Count), TimeSpan.FromSeconds(20));
        Assert.Equal(due, partition.Space.Statistics.Expired);
        Assert.Equal(due, partition.Space.Effects.LastSequence);
    }

    [Fact]
    public void Pulse_before_the_due_time_removes_nothing_and_comes_to_rest()
    {
        var partition = _table[3];
        Start(partition);
        Add(partition, "key", NowMs + 60_000);
        using var pulse = new ExpiryPulse(_table, _time, TimeSpan.FromMilliseconds(100));

        // The first pulses sort the store's timer wheel; then there is nothing to be told until the key is nearly due.
        _time.Advance(TimeSpan.FromMilliseconds(100));
        AwaitAssert(() => Assert.True(partition.Space.Store.NextDueMs > NowMs));
        AwaitAssert(() => Assert.False(partition.ExpiryQueued));
        partition.Close();
        partition.Open(TestActor);
        for (var i = 0; i < 5; i++) _time.Advance(TimeSpan.FromMilliseconds(100));

        ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal(1, partition.Space.Store.Count);
    }

    [Fact]
    public void Pulse_sends_one_message_until_the_actor_has_come_to_it()
    {
        var partition = _table[3];
        partition.Open(TestActor);
        Add(partition, "key", NowMs + 1);
        using var pulse = new ExpiryPulse(_table, _time, TimeSpan.FromMilliseconds(100));

        for (var i = 0; i < 5; i++) _time.Advance(TimeSpan.FromMilliseconds(100));
        ExpectMsg<EntriesDue>();
        ExpectNoMsg(TimeSpan.Zero);

        partition.ExpiryQueued = false;
        _time.Advance(TimeSpan.FromMilliseconds(100));
        ExpectMsg<EntriesDue>();
    }

    [Fact]
    public async Task Expiry_leaves_a_busy_gate_alone_and_comes_back_with_the_pulse()
    {
        var partition = _table[3];
        Start(partition);
        Add(partition, "key", NowMs + 1);
        using var pulse = new ExpiryPulse(_table, _time, TimeSpan.FromMilliseconds(100));
        using var held = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        var holder = Task.Factory.StartNew(
            () => Under(partition, () =>
            {
                held.Release();
                release.Wait();
            }),
            TaskCreationOptions.LongRunning);
        await held.WaitAsync();

        _time.Advance(TimeSpan.FromMilliseconds(100));
        await AwaitAssertAsync(() => Assert.False(partition.ExpiryQueued));
        Assert.Equal(1, partition.Space.Store.Count);

        release.Release();
        await holder;
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await AwaitAssertAsync(() => Assert.Equal(0, partition.Space.Store.Count));
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _table.Dispose();
    }

    private IActorRef Start(Partition partition)
    {
        var actor = Sys.ActorOf(PartitionActor.Props(partition, [_events], _time, NullLogger.Instance));
        AwaitAssert(() => Assert.Equal(actor, partition.Owner));
        AwaitAssert(() => Assert.True(partition.Gate.IsOpen));
        return actor;
    }

    private static void Add(Partition partition, string key, long dueMs) => Under(partition, () =>
    {
        var store = partition.Space.Store;
        var entry = store.AddString(Encoding.UTF8.GetBytes(key), "value"u8, 0);
        if (dueMs != 0) store.SetDue(entry, dueMs);
    });

    private static void Under(Partition partition, Action action)
    {
        Assert.True(partition.Gate.TryEnter());
        try
        {
            action();
        }
        finally
        {
            partition.Gate.Exit();
        }
    }

    private sealed class Watcher : AkkaCache.Commands.Execution.IWatcher
    {
        public bool Told { get; private set; }

        public void KeyChanged() => Told = true;
    }

    private sealed class Events : IPartitionEvents
    {
        private readonly List<string> _log = [];

        public IReadOnlyList<string> Log
        {
            get
            {
                lock (_log) return [.. _log];
            }
        }

        public void Opened(int partition, long epoch)
        {
            lock (_log) _log.Add($"{partition} opened at {epoch}");
        }

        public void Closed(int partition)
        {
            lock (_log) _log.Add($"{partition} closed");
        }
    }
}
