using AkkaCache.Client.Routing;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Client.Tests.Routing;

public class ClusterPictureTests
{
    private static readonly NodeId A = new("a");
    private static readonly NodeId B = new("b");

    [Fact]
    public void Highest_epoch_counts_whoever_tells()
    {
        var picture = ClusterPicture.Empty.With(Map([A, B], epoch: 5, A)).With(Map([A, B], epoch: 4, B));
        Assert.Equal(A, picture.Map!.Partitions[0].Owners.Primary);
        Assert.Equal(B, picture.With(Map([A, B], epoch: 6, B)).Map!.Partitions[0].Owners.Primary);
    }

    [Fact]
    public void Primary_that_one_node_does_not_know_stays_known()
    {
        var picture = ClusterPicture.Empty.With(Map([A, B], epoch: 5, A)).With(Map([A, B], epoch: 5, NodeId.None));
        Assert.Equal(A, picture.Map!.Partitions[0].Owners.Primary);
    }

    [Fact]
    public void Cluster_that_began_anew_replaces_the_old_whatever_its_epochs()
    {
        var picture = ClusterPicture.Empty.With(Map([A], epoch: 50, A)).With(Map([B], epoch: 1, B));
        Assert.Equal((1L, B), (picture.Map!.Partitions[0].Epoch, picture.Map.Partitions[0].Owners.Primary));
        Assert.Equal([B], picture.Map.Nodes.Select(node => node.Id));
    }

    [Fact]
    public void Backup_that_is_no_node_any_more_is_left_out()
    {
        var told = Map([A, B], epoch: 5, A, backup: B);
        var picture = ClusterPicture.Empty.With(told).With(Map([A], epoch: 4, A));
        Assert.Empty(picture.Map!.Partitions[0].Owners.Backups);
    }

    /// <summary>Nodes introduce themselves to each other after they became members of one cluster.</summary>
    [Fact]
    public void Name_and_doors_stay_known_when_another_node_has_not_heard_of_them()
    {
        var picture = ClusterPicture.Empty.With(Map(new ClientMapNode(A, "first", "h", 1, 2, ClientMapHealth.Healthy))).With(Map(new ClientMapNode(A, "10.0.0.1:4053", "10.0.0.1", 0, 0, ClientMapHealth.Degraded)));
        Assert.Equal(new ClientMapNode(A, "first", "h", 1, 2, ClientMapHealth.Degraded), Assert.Single(picture.Map!.Nodes));

        // Doors that were closed are told as well.
        var moved = new ClientMapNode(A, "first", "h", 0, 3, ClientMapHealth.Healthy);
        Assert.Equal(moved, Assert.Single(picture.With(Map(moved)).Map!.Nodes));
    }

    [Fact]
    public void Lost_primary_is_awaited_for_a_while_or_until_there_is_another()
    {
        var picture = ClusterPicture.Empty.With(Map([A, B], epoch: 5, A)).Awaiting(A, until: 100);
        Assert.True(picture.IsAwaited(0, now: 99));
        Assert.False(picture.IsAwaited(0, now: 100));
        Assert.False(picture.IsAwaited(1, now: 99));
        Assert.False(picture.IsAwaited(16, now: 99));
        Assert.True(picture.With(Map([A, B], epoch: 5, NodeId.None)).IsAwaited(0, now: 99));
        Assert.False(picture.With(Map([A, B], epoch: 6, B)).IsAwaited(0, now: 99));
    }

    private static ClientMap Map(NodeId[] nodes, long epoch, NodeId primary, NodeId backup = default)
    {
        var states = new PartitionState[16];
        states[0] = new PartitionState(epoch, new PartitionOwners(primary, backup.IsNone ? [] : [backup]));
        return new ClientMap(new PartitionMap(1, new PartitionLayout(16), [.. nodes], [.. states]), [.. nodes.Select(node => new ClientMapNode(node, "", "h", 1, 0, ClientMapHealth.Healthy))]);
    }

    private static ClientMap Map(ClientMapNode node) => new(PartitionMap.OfLoneNode(node.Id, new PartitionLayout(16)), [node]);
}
