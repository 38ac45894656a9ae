using AkkaCache.Protocol.Topology;

namespace AkkaCache.Replication.Tests;

/// <summary>
/// Of all that suspect a primary, the one that is to follow asks at once. While all drew lots, the last of the fifty partitions of a lost node waited for two seconds and more until somebody had drawn one.
/// </summary>
public class FirstToAskTests
{
    private static readonly NodeId First = new("n1");
    private static readonly NodeId Second = new("n2");
    private static readonly NodeId Third = new("n3");

    /// <summary>Of the network, and some for messages.</summary>
    private static readonly TimeSpan Ticks = TimeSpan.FromMilliseconds(3 * 50);

    private readonly ReplicationSettings _settings = new() { GiveUpAfter = TimeSpan.FromSeconds(2).Ticks };

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Backup_follows_as_soon_as_it_may(int seed)
    {
        var network = Network(seed, new PartitionOwners(First, [Second]));
        Assert.Equal([First, Second], network[First][0].Chosen!.InSync.ToArray());
        network.Pass(new TimeSpan(_settings.SuspectAfter + _settings.LeaseWait) + Ticks, silent: First);
        Assert.True(network[Second][0].IsPrimary);
    }

    /// <summary>It asks in vain until then, so it has to wait for the end of a rest.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Partition_of_a_node_that_is_given_up_is_opened_as_soon_as_it_may_be(int seed)
    {
        var network = Network(seed, new PartitionOwners(First, []));
        Assert.Equal([First], network[First][0].Chosen!.InSync.ToArray());
        network.Pass(new TimeSpan(_settings.GiveUpAfter + _settings.BackOff + _settings.LeaseWait) + Ticks, silent: First);
        Assert.True(network[Second][0].IsPrimary || network[Third][0].IsPrimary);
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 40)];

    private RulesNetwork Network(int seed, PartitionOwners owners)
    {
        var network = new RulesNetwork(_settings, static _ => null, seed, First, Second, Third);
        network.Plan(owners);
        network.Pass(TimeSpan.FromSeconds(5));
        return network;
    }
}
