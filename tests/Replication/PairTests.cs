using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Testing.Allocation;

namespace AkkaCache.Replication.Tests;

/// <summary>Two nodes: the second joins the first and becomes its backup.</summary>
public class PairTests
{
    private static readonly NodeId First = new("n1");
    private static readonly NodeId Second = new("n2");
    private readonly RulesNetwork _network = new(new ReplicationSettings(), First, Second);

    private Replica Primary => _network[First][0];

    private Replica Backup => _network[Second][0];

    [Fact]
    public void Newcomer_becomes_a_voter_and_takes_a_snapshot()
    {
        Primary.Executed(5);
        _network.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(2, _network[Second].Configuration.Number);
        Assert.Contains("cut 0 n2 1", _network.CallsOf(First));
        Assert.Equal([First, Second], Primary.Chosen!.InSync.ToArray());
        Assert.Equal(Primary.Position, Backup.Position);
    }

    /// <summary>Found by a cluster without any writes on a slow machine: nothing told the copy that the rest would not come, nor the primary that it had not.</summary>
    [Fact]
    public void Snapshot_whose_end_is_lost_is_sent_again_although_nothing_is_written()
    {
        _network.Loses = message => message is SnapshotEnd;
        _network.Pass(TimeSpan.FromSeconds(2));
        Assert.False(Backup.IsValid);
        _network.Loses = static _ => false;
        _network.Pass(TimeSpan.FromSeconds(10));
        Assert.True(Backup.IsValid);
        Assert.Equal([First, Second], Primary.Chosen!.InSync.ToArray());
    }

    [Fact]
    public void Write_is_committed_when_the_backup_has_it()
    {
        Join();
        Primary.Executed(1);
        Assert.Equal(0, Primary.CommitIndex);
        Assert.False(Primary.MayAnswer(1, isWrite: true, Primary.Epoch, _network.Now));
        Primary.Flush(_network.Now);
        _network.Deliver();
        Assert.Equal(1, Primary.CommitIndex);
        Assert.True(Primary.MayAnswer(1, isWrite: true, Primary.Epoch, _network.Now));
        Assert.Equal(["apply 0 0 1"], _network.CallsOf(Second).TakeLast(1));
    }

    [Fact]
    public void Silent_backup_is_voted_out_and_the_write_goes_through()
    {
        Join();
        Primary.Executed(1);
        _network.Pass(TimeSpan.FromSeconds(3), Second);
        Assert.Equal([First], Primary.Chosen!.InSync.ToArray());
        Assert.Equal(1, Primary.CommitIndex);
    }

    /// <summary>The voter with the lowest ordinal is half of two and enough; the other is not.</summary>
    [Fact]
    public void Of_two_only_the_first_goes_on_without_the_other()
    {
        Join();
        _network.Pass(TimeSpan.FromSeconds(20), First);
        Assert.False(Backup.MayServe(_network.Now));
        Assert.False(Backup.IsPrimary);
        Assert.True(Primary.MayServe(_network.Now));
    }

    [Fact]
    public void Planned_move_changes_places_and_loses_nothing()
    {
        Join();
        Primary.Executed(3);
        _network.Plan(new PartitionOwners(Second, [First]));
        _network.Pass(TimeSpan.FromSeconds(3));
        var successor = Backup;
        Assert.True(successor.MayServe(_network.Now));
        Assert.False(Primary.IsPrimary);
        Assert.Equal(3, successor.History.LastIndex);
        Assert.Equal([Second, First], successor.Chosen!.InSync.ToArray());
        Assert.Equal(["close to hand over 0", "close 0"], _network.CallsOf(First).Where(call => call.StartsWith("close", StringComparison.Ordinal)));
    }

    [Fact]
    public void Effects_executed_while_a_message_is_under_way_share_the_next()
    {
        Join();
        for (var i = 0; i < 5; i++)
        {
            Primary.Executed(1);
            Assert.Equal(i == 0, Primary.WantsFlush);
            Primary.Flush(_network.Now);
        }
        _network.Deliver();
        Assert.Equal(["apply 0 0 1", "apply 0 0 4"], _network.CallsOf(Second).TakeLast(2));
        Assert.Equal(5, Primary.CommitIndex);
    }

    [Fact]
    public void Copy_that_is_the_same_stays()
    {
        Join();
        Assert.True(Primary.CanCompare);
        Primary.Compare(true);
        Primary.Compare(null);
        _network.Pass(TimeSpan.FromSeconds(3));
        Assert.True(Backup.IsValid);
        Assert.Equal(["cut 0 n2 1"], _network.CallsOf(First).Where(call => call.StartsWith("cut", StringComparison.Ordinal)));
    }

    [Fact]
    public void Copy_that_differs_is_void_at_once_and_replaced_without_a_write()
    {
        Join();
        var version = Primary.Chosen!.Version;
        Primary.Compare(false);
        _network.Deliver();
        Assert.False(Backup.IsValid);
        Assert.Equal(Position.Invalid, Backup.Position);
        Assert.False(Primary.CanCompare);
        _network.Pass(TimeSpan.FromSeconds(5));
        Assert.True(Backup.IsValid);
        Assert.Equal(["cut 0 n2 1", "cut 0 n2 2"], _network.CallsOf(First).Where(call => call.StartsWith("cut", StringComparison.Ordinal)));
        Assert.Equal([First, Second], Primary.Chosen!.InSync.ToArray());
        Assert.Equal(version + 2, Primary.Chosen.Version);
    }

    [Fact]
    public void Comparison_of_another_moment_says_nothing()
    {
        Join();
        Primary.Executed(1);
        Assert.False(Primary.CanCompare);
        Primary.Flush(_network.Now);
        Assert.True(Primary.CanCompare);
        _network.Deliver();
        Backup.Receive(First, new Comparison(0, Primary.Epoch, 1, new Position(Primary.Epoch, 0), false), _network.Now);
        Assert.True(Backup.IsValid);
    }

    [Fact]
    public void Write_that_a_term_had_committed_may_be_answered_after_its_end()
    {
        Join();
        var epoch = Primary.Epoch;
        Primary.Executed(3);
        _network.Plan(new PartitionOwners(Second, [First]));
        _network.Pass(TimeSpan.FromSeconds(3));
        Assert.False(Primary.IsPrimary);
        Assert.True(Primary.MayAnswer(3, isWrite: true, epoch, _network.Now));
        Assert.False(Primary.MayAnswer(4, isWrite: true, epoch, _network.Now));
    }

    [Fact]
    public void Write_that_was_not_safe_when_its_primary_ran_again_is_answered_in_the_next_term()
    {
        Join();
        var epoch = Primary.Epoch;
        _network.Loses = message => message is Effects effects && effects.Epoch == epoch;
        Primary.Executed(3);
        Assert.False(Primary.MayAnswer(3, isWrite: true, epoch, _network.Now));
        Primary.Receive(Second, new Refusal(0, epoch, Epoch.Of(epoch.Round + 1, 2)), _network.Now);
        var ran = false;
        for (var tick = 0; tick < 100 && !(ran && Primary.IsPrimary); tick++)
        {
            _network.Pass(TimeSpan.FromMilliseconds(50));
            ran |= Primary.Epoch != epoch;
            Assert.True(Primary.MayAnswer(3, isWrite: true, epoch, _network.Now) || Primary.MayAnswerLater(3, epoch));
        }
        Assert.True(Primary.Epoch > epoch);
        Assert.True(Primary.MayAnswer(3, isWrite: true, epoch, _network.Now));
        Assert.False(Primary.MayAnswer(4, isWrite: true, epoch, _network.Now));
        Assert.False(Primary.MayAnswerLater(4, epoch));
    }

    [Fact]
    public void Write_of_a_term_whose_lease_had_ended_may_not_be_answered_after_it()
    {
        Join();
        _network.Plan(new PartitionOwners(Second, [First]));
        _network.Pass(TimeSpan.FromSeconds(3));
        var epoch = Backup.Epoch;
        Backup.Executed(1);
        _network.Pass(TimeSpan.FromSeconds(1));
        // It stands still until its lease is over, and hears then that the other has taken over.
        _network.Pass(TimeSpan.FromSeconds(10), Second);
        _network.Pass(TimeSpan.FromSeconds(2));
        Assert.NotEqual(epoch, Backup.Epoch);
        Assert.False(Backup.MayAnswer(1, isWrite: true, epoch, _network.Now));
    }

    [Fact]
    public void Voter_that_missed_a_choice_is_told_of_it_later()
    {
        Join();
        _network.Plan(new PartitionOwners(First, []));
        Primary.Executed(1);
        _network.Pass(TimeSpan.FromSeconds(3), Second);
        Assert.Equal([First], Primary.Chosen!.InSync.ToArray());
        Assert.Equal([First, Second], Backup.Accepted!.InSync.ToArray());
        _network.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal([First], Backup.Accepted!.InSync.ToArray());
    }

    [Fact]
    public void Executing_allocates_nothing()
    {
        Join();
        Assert.Equal(0, Allocated.By(10_000, round =>
        {
            Primary.Executed(1);
            Primary.MayServe(_network.Now);
            Primary.MayAnswer(1, isWrite: true, Epoch.None, _network.Now);
        }));
    }

    private void Join() => _network.Pass(TimeSpan.FromSeconds(5));
}
