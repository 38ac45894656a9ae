using System.Globalization;
using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Node.Routing.AllNodes;
using AkkaCache.Protocol.Vectors;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Node.Tests.Routing.AllNodes;

public sealed class CopyWaitsTests : IEverywhere, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RouterFixture _router = new();
    private readonly CopyWaits _waits;

    /// <summary>Of each partition: term, last effect, what each backup has acknowledged.</summary>
    private readonly long[][] _progress;

    private int _looks;

    public CopyWaitsTests()
    {
        _router.Node.Everywhere = this;
        _progress = [.. Enumerable.Range(0, _router.Partitions.PartitionCount).Select(_ => new long[] { 5, 10, 10, 10 })];
        _waits = new CopyWaits(_router.Partitions, new Lazy<INode>(() => _router.Node), TimeProvider.System, NullLogger<CopyWaits>.Instance);
    }

    public void Dispose()
    {
        _waits.Dispose();
        _router.Dispose();
    }

    public bool IsAlone { get; set; }

    public bool TryRun(CommandVector command, int first, int count, IPartitionReplies replies)
    {
        Assert.Equal("WAIT", Encoding.ASCII.GetString(command[0]));
        lock (_progress)
        {
            for (var i = 0; i < count; i++)
            {
                var words = _progress[first + i].Select(value => string.Create(CultureInfo.InvariantCulture, $":{value}\r\n"));
                replies.Add(first + i, Encoding.ASCII.GetBytes($"*{_progress[first + i].Length}\r\n{string.Concat(words)}"));
            }
            _looks++;
        }
        return true;
    }

    void IEverywhere.Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message) => throw new InvalidOperationException();

    [Fact]
    public async Task Copies_that_have_everything_are_answered_with_their_number() => Assert.Equal(2, await Wait(1));

    [Fact]
    public async Task Wait_ends_when_the_last_partition_has_what_was_written_before_it_and_not_what_came_later()
    {
        Set(3, [5, 12, 11, 12]);
        var wait = Begin(2);
        await UntilLookedAsync();
        Assert.False(wait.IsOver);

        // More is written meanwhile, so no copy ever has everything.
        Set(3, [5, 40, 12, 39]);
        Assert.Equal(2, await wait.Copies);
    }

    [Fact]
    public async Task Time_ends_it_with_the_copies_that_have_everything_by_then()
    {
        Set(0, [5, 12, 11, 12]);
        Assert.Equal(1, await Wait(2, TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public async Task Partition_whose_term_changed_counts_as_one_without_backups()
    {
        Set(0, [5, 12, 11, 11]);
        var wait = Begin(1, TimeSpan.FromMilliseconds(500));
        await UntilLookedAsync();
        Set(0, [6, 13, 13, 13]);
        Assert.Equal(0, await wait.Copies);
    }

    [Fact]
    public async Task Partition_that_has_no_backups_lets_all_wait()
    {
        Set(7, [5, 10]);
        Assert.Equal(0, await Wait(1, TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public async Task Lone_node_waits_for_the_time_to_be_over()
    {
        IsAlone = true;
        Assert.Equal(0, await Wait(1, TimeSpan.FromMilliseconds(50)));
        Assert.Equal(0, _looks);
    }

    [Fact]
    public async Task Many_waits_share_a_look()
    {
        Set(3, [5, 12, 11, 11]);
        var waits = Enumerable.Range(0, 1000).Select(_ => Begin(1)).ToList();
        await UntilLookedAsync();
        Set(3, [5, 12, 12, 11]);
        foreach (var wait in waits) Assert.Equal(1, await wait.Copies.WaitAsync(Patience));
        Assert.InRange(_looks, 2, 500);
    }

    [Fact]
    public async Task Nobody_looks_for_a_connection_that_has_ended()
    {
        Set(3, [5, 12, 11, 11]);
        var wait = Begin(1);
        await UntilLookedAsync();
        wait.IsWanted = false;

        // Only that nothing happens can show it: the look that is under way, and the one that may have begun before, and no more in fifty times its pace.
        var looks = Volatile.Read(ref _looks);
        await Task.Delay(100);
        Assert.InRange(Volatile.Read(ref _looks), looks, looks + 2);
        Assert.False(wait.IsOver);
    }

    [Fact]
    public async Task Node_that_ends_answers_with_what_it_knows()
    {
        Set(3, [5, 12, 11, 12]);
        var wait = Begin(2);
        await UntilLookedAsync();
        _waits.Dispose();
        Assert.Equal(1, await wait.Copies.WaitAsync(Patience));
        Assert.Equal(0, await Wait(1));
    }

    private void Set(int partition, long[] progress)
    {
        lock (_progress) _progress[partition] = progress;
    }

    private FakeWait Begin(long wanted, TimeSpan? limit = null)
    {
        var wait = new FakeWait(wanted, limit ?? Timeout.InfiniteTimeSpan);
        _waits.Await(wait);
        return wait;
    }

    private Task<long> Wait(long wanted, TimeSpan? limit = null) => Begin(wanted, limit).Copies.WaitAsync(Patience);

    /// <summary>A whole look after now.</summary>
    private Task UntilLookedAsync()
    {
        var wanted = Volatile.Read(ref _looks) + 2;
        return Task.Run(() => Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref _looks) >= wanted, Patience)));
    }

    private sealed class FakeWait(long wanted, TimeSpan limit) : ICopyWait
    {
        private readonly TaskCompletionSource<long> _copies = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Wanted => wanted;
        public TimeSpan Limit => limit;
        public bool IsWanted { get; set; } = true;
        public bool IsOver => _copies.Task.IsCompleted;
        public Task<long> Copies => _copies.Task;

        public void Answer(long copies) => _copies.SetResult(copies);
    }
}
