using AkkaCache.Protocol.Topology;

namespace AkkaCache.Replication.Tests;

/// <summary>A partition moves to its backup, and everybody is there.</summary>
public class HandOverTests
{
    private static readonly NodeId First = new("n1");
    private static readonly NodeId Second = new("n2");
    private static readonly NodeId Third = new("n3");

    private readonly ReplicationSettings _settings = new();

    /// <summary>
    /// The others' promises make a quorum before the old primary's arrives, as messages go in this network. Its lease was waited out then, though it had promised: the partition took no writes for 1.65 s.
    /// </summary>
    [Fact]
    public void Lease_of_an_old_primary_that_promises_after_a_quorum_is_not_waited_out()
    {
        var network = new RulesNetwork(_settings, First, Second, Third);
        network.Plan(new PartitionOwners(First, [Second]));
        network.Pass(TimeSpan.FromSeconds(5));
        List<RuleBranch> taken = [];
        network.CarrierOf(Second).Taking = taken.Add;
        network.Plan(new PartitionOwners(Second, [First]));
        network.Pass(new TimeSpan(_settings.LeaseWait / 2));
        Assert.Contains(RuleBranch.WaitedOutLease, taken);
        Assert.Contains(RuleBranch.LeaseWaitCutShort, taken);
        Assert.True(network[Second][0].IsPrimary);
        Assert.False(network[First][0].IsPrimary);
    }

    /// <summary>
    /// A node that was cut off had been given up with what it held, came back, was handed that again, half a second later heard that it was declared down meanwhile, and took with it all that had
    /// been written since.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Node_that_was_silent_is_handed_nothing_until_it_is_steady(int copies)
    {
        var settings = _settings with { Copies = copies };
        var network = new RulesNetwork(settings, First, Second, Third);
        NodeId[] backups = copies == 1 ? [] : [Third];
        network.Plan(new PartitionOwners(Second, [.. backups]));
        network.Pass(TimeSpan.FromSeconds(5));
        Assert.True(network[Second][0].IsPrimary);
        network.Plan(new PartitionOwners(First, [.. backups]));
        network.Pass(TimeSpan.FromSeconds(2), silent: First);
        network.Pass(new TimeSpan(settings.SteadyAfter) - TimeSpan.FromMilliseconds(200));
        Assert.Equal([Second, .. backups], network[Second][0].Chosen?.InSync);
        network.Pass(TimeSpan.FromSeconds(1));
        Assert.True(network[First][0].IsPrimary);
        Assert.False(network[Second][0].IsPrimary);
    }
}
