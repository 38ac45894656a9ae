using AkkaCache.Protocol.Topology;

namespace AkkaCache.Protocol.Tests.Topology;

public class PartitionLayoutTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Every_slot_lies_in_the_range_of_its_partition(int count)
    {
        var layout = new PartitionLayout(count);
        for (var slot = 0; slot < HashSlot.Count; slot++)
        {
            var partition = layout.OfSlot(slot);
            Assert.InRange(partition, 0, count - 1);
            Assert.True(layout.SlotsOf(partition).Contains(slot));
        }
    }

    [Fact]
    public void Ranges_follow_each_other_and_cover_all_slots()
    {
        var layout = new PartitionLayout();
        var next = 0;
        for (var partition = 0; partition < layout.Count; partition++)
        {
            Assert.Equal(next, layout.SlotsOf(partition).First);
            Assert.Equal(layout.SlotsPerPartition, layout.SlotsOf(partition).Count);
            next = layout.SlotsOf(partition).Last + 1;
        }
        Assert.Equal(HashSlot.Count, next);
    }

    [Fact]
    public void Key_belongs_to_the_partition_of_its_slot()
    {
        var layout = new PartitionLayout(64);
        Assert.Equal(layout.OfSlot(HashSlot.Of("foo"u8)), layout.OfKey("foo"u8));
        Assert.Equal(12182 / 256, layout.OfKey("foo"u8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-16)]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(1024)]
    public void Count_outside_the_limits_is_refused_with_what_is_allowed(int count)
    {
        Assert.False(PartitionLayout.IsValid(count));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new PartitionLayout(count));
        Assert.Contains($"partitions = {count}: must be a power of two from 16 to 512", error.Message);
    }
}
