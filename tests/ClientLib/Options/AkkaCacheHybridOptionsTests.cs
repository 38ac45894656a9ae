using Microsoft.Extensions.DependencyInjection;

namespace AkkaCache.Client.Tests.Options;

public class AkkaCacheHybridOptionsTests
{
    public static TheoryData<AkkaCacheHybridOptions, string> Refused => new()
    {
        { new() { KeyPrefix = "" }, "KeyPrefix = " },
        { new() { KeyPrefix = "{all}:" }, "KeyPrefix = {all}:" },
        { new() { MaximumKeyLength = 0 }, "MaximumKeyLength = 0" },
        { new() { MaximumPayloadBytes = 1L << 40 }, "MaximumPayloadBytes = 1099511627776" },
        { new() { ReadTimeout = TimeSpan.Zero }, "ReadTimeout = 00:00:00" },
        { new() { TagLifetime = TimeSpan.FromSeconds(1) }, "TagLifetime = 00:00:01" },
        { new() { RemovalMemory = TimeSpan.FromDays(2) }, "RemovalMemory = 2.00:00:00" },
        { new() { FirstLevel = null! }, "FirstLevel = null" },
        { new() { FirstLevel = new NearCacheOptions { MaxItems = 0 } }, "FirstLevel.MaxItems = 0" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Option_that_is_not_allowed_is_named_when_it_is_added(AkkaCacheHybridOptions options, string named)
    {
        var refused = Assert.Throws<CacheException>(() => new ServiceCollection().AddAkkaCacheHybridCache(options));
        Assert.Equal(CacheErrorCode.InvalidConfiguration, refused.Code);
        Assert.StartsWith(named + ": must be ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_allowed() => Assert.Single(new ServiceCollection().AddAkkaCacheHybridCache(), service => service.ServiceType == typeof(AkkaCacheHybridOptions));
}
