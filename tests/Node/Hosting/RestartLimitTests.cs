using AkkaCache.Node.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace AkkaCache.Node.Tests.Hosting;

public class RestartLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Tries_are_counted_and_end()
    {
        var limit = new RestartLimit(_time);
        for (var i = 1; i <= RestartLimit.MostTries; i++)
        {
            Assert.True(limit.TryAgain());
            Assert.Equal(i, limit.Tries);
        }
        Assert.False(limit.TryAgain());
    }

    [Fact]
    public void Tries_of_long_ago_do_not_count()
    {
        var limit = new RestartLimit(_time);
        for (var i = 0; i < 3 * RestartLimit.MostTries; i++)
        {
            Assert.True(limit.TryAgain());
            _time.Advance(RestartLimit.Window / (RestartLimit.MostTries - 1));
        }
    }
}
