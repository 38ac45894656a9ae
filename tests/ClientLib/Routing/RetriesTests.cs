using AkkaCache.Client.Requests;
using AkkaCache.Client.Routing;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Client.Tests.Routing;

public class RetriesTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(FailoverStrategy.NextNode, 3, 1)]
    [InlineData(FailoverStrategy.AllNodes, 3, 2)]
    [InlineData(FailoverStrategy.AllNodes, 1, 1)]
    public void Strategy_says_how_often(FailoverStrategy strategy, int nodes, int times)
    {
        var retries = NewRetries(strategy);
        var request = NewRequest();
        for (var i = 0; i < times; i++) Assert.True(retries.TryAdd(request, null!, nodes));
        Assert.False(retries.TryAdd(request, null!, nodes));
    }

    [Fact]
    public void Retry_goes_on_with_growing_pauses()
    {
        var retries = NewRetries(FailoverStrategy.Retry);
        var request = NewRequest();
        foreach (var pause in new[] { 25, 50, 100, 200, 400, 400 })
        {
            Assert.True(retries.TryAdd(request, null!, 3));
            _time.Advance(TimeSpan.FromMilliseconds(pause - 1));
            Assert.Empty(retries.TakeDue(_time.GetTimestamp()));
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Same(request, Assert.Single(retries.TakeDue(_time.GetTimestamp())));
        }
    }

    [Fact]
    public void Due_requests_keep_their_order()
    {
        var retries = NewRetries(FailoverStrategy.NextNode);
        Request[] requests = [NewRequest(), NewRequest(), NewRequest()];
        foreach (var request in requests) retries.TryAdd(request, null!, 3);
        Assert.Equal(requests, retries.TakeDue(_time.GetTimestamp()));
    }

    private static Request<long> NewRequest() => Request<long>.Rent(RequestKind.Read, Maps.Integer);

    private Retries NewRetries(FailoverStrategy strategy) => new(new CacheClientOptions { Nodes = ["h"], Failover = strategy, TimeProvider = _time });
}
