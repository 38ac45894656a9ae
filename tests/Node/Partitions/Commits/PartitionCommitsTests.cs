using AkkaCache.Node.Partitions.Commits;
using AkkaCache.Node.Replicas;

namespace AkkaCache.Node.Tests.Partitions.Commits;

public sealed class PartitionCommitsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private readonly FakeCommits _point = new();
    private readonly PartitionCommits _commits = new(new PendingFlushes());

    [Fact]
    public void Nothing_to_wait_for_is_not_waited_for() => Assert.True(_commits.Await(default, TimeSpan.Zero));

    [Fact]
    public void What_is_committed_is_not_waited_for()
    {
        var mark = _point.Mark(isWrite: true);
        _point.Commit(mark.Index);
        Assert.True(_commits.Await(mark, TimeSpan.Zero));
    }

    [Fact]
    public void What_is_not_committed_in_time_is_unknown()
    {
        var mark = _point.Mark(isWrite: true);
        _point.Commit(mark.Index - 1);
        Assert.False(_commits.Await(mark, TimeSpan.Zero));
    }

    [Fact]
    public async Task Wait_ends_with_the_commit()
    {
        var (first, second) = (_point.Mark(isWrite: true), _point.Mark(isWrite: true));
        var waits = Task.Run(() => _commits.Await(second, Long));
        _point.Commit(first.Index);
        _point.Commit(second.Index);
        Assert.True(await waits);
    }

    [Fact]
    public async Task Wait_ends_when_the_partition_changes_hands()
    {
        var mark = _point.Mark(isWrite: false);
        var waits = Task.Run(() => _commits.Await(mark, Long));
        _point.Lose();
        Assert.False(await waits);
    }
}
