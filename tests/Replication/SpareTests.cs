using AkkaCache.Protocol.Topology;

namespace AkkaCache.Replication.Tests;

/// <summary>Three nodes, two copies: the planned backup is lost, and writes need two.</summary>
public class SpareTests
{
    private static readonly NodeId First = new("n1");
    private static readonly NodeId Second = new("n2");
    private static readonly NodeId Third = new("n3");

    [Fact]
    public void Third_node_takes_a_copy_when_the_planned_backup_is_silent_and_gives_it_up_when_that_is_back()
    {
        var network = Network(leastInSync: 2);
        network.Pass(TimeSpan.FromSeconds(3), Second);
        Assert.Equal([First, Third], network[First][0].Chosen!.InSync.ToArray());
        network.Pass(TimeSpan.FromSeconds(6));
        Assert.Equal([First, Second], network[First][0].Chosen!.InSync.Order().ToArray());
    }

    [Fact]
    public void Without_need_nobody_else_takes_a_copy()
    {
        var network = Network(leastInSync: 0);
        network.Pass(TimeSpan.FromSeconds(3), Second);
        Assert.Equal([First], network[First][0].Chosen!.InSync.ToArray());
    }

    /// <summary>Of two nodes one leaves: nobody is there to take its copy, and it waits until nobody counts on it.</summary>
    [Fact]
    public void Copy_of_a_node_that_leaves_is_given_up_when_nobody_else_is_there()
    {
        var network = new RulesNetwork(new ReplicationSettings { LeastInSync = 2 }, First, Second);
        network.Plan(new PartitionOwners(First, [Second]));
        network.Pass(TimeSpan.FromSeconds(6));
        Assert.Equal([First, Second], network[First][0].Chosen!.InSync.Order().ToArray());
        network.Plan(new PartitionOwners(First, []));
        network.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal([First], network[First][0].Chosen!.InSync.ToArray());
        network.Plan(new PartitionOwners(First, [Second]));
        network.Pass(TimeSpan.FromSeconds(6));
        Assert.Equal([First, Second], network[First][0].Chosen!.InSync.Order().ToArray());
    }

    private static RulesNetwork Network(int leastInSync)
    {
        var network = new RulesNetwork(new ReplicationSettings { LeastInSync = leastInSync }, First, Second, Third);
        network.Plan(new PartitionOwners(First, [Second]));
        network.Pass(TimeSpan.FromSeconds(6));
        Assert.Equal([First, Second], network[First][0].Chosen!.InSync.Order().ToArray());
        return network;
    }
}
