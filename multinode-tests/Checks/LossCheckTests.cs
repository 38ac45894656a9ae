using System.Diagnostics;
using AkkaCache.Multinode.Load;
using static AkkaCache.Multinode.Checks.Made;

namespace AkkaCache.Multinode.Checks;

/// <summary>What a kill at 100 may take in the modes async and none.</summary>
public sealed class LossCheckTests
{
    private const long KilledAt = 100;

    /// <summary>Until 1100.</summary>
    private static readonly TimeSpan ServedOn = TimeSpan.FromMicroseconds(1);

    [Fact]
    public void Last_writes_of_a_partition_may_be_lost_in_async()
    {
        var (loss, findings) = Suffix(Kept("a", 1, 10, 11), Lost("b", 1, 20, 60), Lost("c", 1, 30, 70), Kept("d", 2, 80, 81), Kept("e", 1, 110, 120));
        Assert.True(findings.IsClean, findings.ToString());
        Assert.Equal(new Loss(2, 1, Stopwatch.GetElapsedTime(60, KilledAt)), loss);
    }

    [Fact]
    public void Concurrent_writes_have_no_order_to_be_lost_in()
    {
        Assert.True(Suffix(Kept("a", 1, 20, 60), Lost("b", 1, 30, 50)).Findings.IsClean);
        Assert.False(Suffix(Kept("a", 1, 51, 60), Lost("b", 1, 30, 50)).Findings.IsClean);
    }

    [Fact]
    public void Hole_is_wrong() => Assert.Equal(1, Suffix(Kept("a", 1, 10, 11), Lost("b", 1, 20, 21), Kept("c", 1, 30, 31)).Findings.Wrong);

    [Fact]
    public void Write_after_the_kill_may_not_be_lost() => Assert.Equal(1, Suffix(Lost("a", 1, 110, 120)).Findings.Lost);

    [Fact]
    public void Keys_of_the_killed_node_go_in_none_and_no_others()
    {
        var (taken, findings) = Node(Lost("a", 1, 10, 11), Lost("b", 1, 20, 21), Kept("c", 2, 30, 31), Kept("d", 1, 110, 120));
        Assert.True(findings.IsClean, findings.ToString());
        Assert.Equal(2, taken);
    }

    [Fact]
    public void Key_that_outlives_its_node_is_wrong() => Assert.Equal(1, Node(Lost("a", 1, 10, 11), Kept("b", 1, 20, 21)).Findings.Wrong);

    [Fact]
    public void Key_of_another_node_may_not_go() => Assert.Equal(1, Node(Lost("a", 2, 10, 11)).Findings.Lost);

    [Fact]
    public void Key_written_after_the_kill_may_not_go() => Assert.Equal(1, Node(Lost("a", 1, 110, 120)).Findings.Lost);

    [Fact]
    public void Key_written_while_the_node_died_may_go_or_stay() => Assert.True(Node(Lost("a", 1, 90, 120), Kept("b", 1, 90, 120)).Findings.IsClean);

    [Fact]
    public void Node_that_is_cut_off_may_answer_for_a_while_what_goes_with_it()
    {
        var (loss, findings) = Suffix(ServedOn, Kept("a", 1, 10, 11), Lost("b", 1, 20, 60), Lost("c", 1, 400, 500), Kept("d", 1, 700, 800));
        Assert.True(findings.IsClean, findings.ToString());
        Assert.Equal(2, loss.Lost);
        Assert.Equal(1, Suffix(ServedOn, Lost("b", 1, 20, 60), Kept("c", 1, 200, 300), Lost("d", 1, 400, 500)).Findings.Wrong);
        Assert.Equal(1, Suffix(ServedOn, Lost("b", 1, 1_200, 1_300)).Findings.Lost);
    }

    [Fact]
    public void Node_that_is_cut_off_in_none_takes_what_it_answered_meanwhile_and_no_more()
    {
        Assert.True(Node(ServedOn, Lost("a", 1, 10, 11), Lost("b", 1, 400, 500), Kept("c", 1, 700, 800)).Findings.IsClean);
        Assert.Equal(1, Node(ServedOn, Lost("a", 1, 1_200, 1_300)).Findings.Lost);
        Assert.Equal(1, Node(ServedOn, Lost("a", 2, 400, 500)).Findings.Lost);
    }

    private static LoadOperation[] Kept(string key, int partition, long called, long returned) => [Insert(key, partition, called, returned), Final("v", key, partition)];

    private static LoadOperation[] Lost(string key, int partition, long called, long returned) => [Insert(key, partition, called, returned), Final(null, key, partition)];

    private static (Loss Loss, Findings Findings) Suffix(params LoadOperation[][] operations) => Suffix(TimeSpan.Zero, operations);

    private static (Loss Loss, Findings Findings) Suffix(TimeSpan servedOn, params LoadOperation[][] operations)
    {
        var findings = new Findings();
        return (SuffixCheck.Look(new History([.. operations.SelectMany(some => some)]), KilledAt, servedOn, findings), findings);
    }

    private static (int Taken, Findings Findings) Node(params LoadOperation[][] operations) => Node(TimeSpan.Zero, operations);

    private static (int Taken, Findings Findings) Node(TimeSpan servedOn, params LoadOperation[][] operations)
    {
        var findings = new Findings();
        return (NodeLossCheck.Look(new History([.. operations.SelectMany(some => some)]), new HashSet<int> { 1 }, KilledAt, servedOn, findings), findings);
    }
}
