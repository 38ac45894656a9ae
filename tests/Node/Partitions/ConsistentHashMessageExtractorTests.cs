using Akka.Cluster.Sharding;
using AkkaCache.Node.Partitions;
using AkkaCache.Testing.Allocation;

namespace AkkaCache.Node.Tests.Partitions;

public class ConsistentHashMessageExtractorTests
{
    private readonly ConsistentHashMessageExtractor _extractor = new(256);

    [Fact]
    public void Partition_message_goes_to_the_entity_and_shard_of_its_number()
    {
        for (var partition = 0; partition < 256; partition++)
        {
            var message = new StartPartition(partition);
            var entity = _extractor.EntityId(message);
            Assert.Equal(_extractor.IdOf(partition), entity);
            Assert.Same(entity, _extractor.ShardId(entity!, message));
            Assert.Same(message, _extractor.EntityMessage(message));
            Assert.True(_extractor.TryParse(entity, out var back));
            Assert.Equal(partition, back);
        }
    }

    [Fact]
    public void Shard_is_derived_from_the_entity_alone_whatever_the_hint()
    {
        Assert.Equal("7", _extractor.ShardId("7"));
        Assert.Equal("7", _extractor.ShardId("7", new ShardRegion.StartEntity("7")));
        Assert.Equal("7", _extractor.ShardId("7", new ShardingEnvelope("9", "text")));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    [InlineData(int.MinValue)]
    public void Message_for_a_partition_that_is_none_has_no_entity(int partition)
    {
        Assert.Null(_extractor.EntityId(new StartPartition(partition)));
    }

    [Fact]
    public void Message_of_another_kind_has_no_entity()
    {
        Assert.Null(_extractor.EntityId("text"));
    }

    [Theory]
    [InlineData("256")]
    [InlineData("-1")]
    [InlineData("07")]
    [InlineData("")]
    [InlineData("x")]
    public void Id_of_no_partition_has_no_shard(string id)
    {
        // The region drops what has no shard, with a warning; null would make it throw.
        Assert.Equal("", _extractor.ShardId(id));
        Assert.False(_extractor.TryParse(id, out _));
    }

    [Fact]
    public void Extraction_allocates_nothing()
    {
        var message = new StartPartition(17);
        Assert.Equal(0, Allocated.By(1000, _ => _extractor.ShardId(_extractor.EntityId(message)!, message)));
    }
}
