using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Cluster;

public sealed class PartitionKeysTests
{
    [Fact]
    public void Every_partition_has_keys_of_its_own()
    {
        for (var partition = 0; partition < PartitionKeys.Partitions; partition++)
        {
            Assert.Equal(partition, PartitionKeys.PartitionOf(PartitionKeys.KeyIn(partition, "a")));
            Assert.Equal(partition, PartitionKeys.PartitionOf(PartitionKeys.KeyIn(partition, "another")));
        }
    }
}
