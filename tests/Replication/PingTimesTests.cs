using AkkaCache.Replication.Roles;

namespace AkkaCache.Replication.Tests;

public sealed class PingTimesTests
{
    [Fact]
    public void Nothing_is_known_before_the_first_ping() => Assert.Equal(0, new PingTimes().Percentile99);

    [Fact]
    public void Longest_of_few_counts()
    {
        var times = new PingTimes();
        foreach (var time in new[] { 3, 9, 4 }) times.Add(time);
        Assert.Equal(9, times.Percentile99);
    }

    [Fact]
    public void What_is_long_ago_is_forgotten()
    {
        var times = new PingTimes();
        times.Add(1000);
        for (var i = 0; i < 64; i++) times.Add(5);
        Assert.Equal(5, times.Percentile99);
    }
}
