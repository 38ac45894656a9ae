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
}
