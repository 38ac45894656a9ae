namespace AkkaCache.Multinode.Checks;

public sealed class QuantilesTests
{
    [Fact]
    public void Quantiles_of_ten_times()
    {
        var times = new Quantiles(Enumerable.Range(1, 10).Reverse().Select(seconds => TimeSpan.FromSeconds(seconds)));
        Assert.Equal("median 5.00 s, p90 9.00 s, worst 10.00 s (of 10)", times.ToString());
    }

    [Fact]
    public void Quantiles_of_nothing() => Assert.Equal("median 0.00 s, p90 0.00 s, worst 0.00 s (of 0)", new Quantiles([]).ToString());
}
