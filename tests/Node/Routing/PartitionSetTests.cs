using AkkaCache.Node.Routing;

namespace AkkaCache.Node.Tests.Routing;

public class PartitionSetTests
{
    [Fact]
    public void PartitionSet_is_walked_in_order_without_duplicates()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var set = new PartitionSet();
            var twin = new SortedSet<int>();
            for (var i = random.Next(40); i > 0; i--)
            {
                var partition = random.Next(512);
                set.Add(partition);
                twin.Add(partition);
            }
            var walked = new List<int>();
            for (var index = set.Next(0); index >= 0; index = set.Next(index + 1)) walked.Add(index);
            Assert.Equal(twin, walked);
            Assert.Equal(twin.Count, set.Count);
        }
    }

    [Fact]
    public void PartitionSet_of_all_holds_every_number_below_the_count()
    {
        var set = new PartitionSet();
        set.AddAll(512);
        Assert.Equal(512, set.Count);
        Assert.Equal(511, set.Next(511));
        Assert.Equal(-1, set.Next(512));
    }
}
