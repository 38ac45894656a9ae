namespace AkkaCache.Client.Tests.Options;

public class CacheClientOptionsTests
{
    private static readonly CacheClientOptions Good = new() { Nodes = ["localhost"] };

    [Fact]
    public void Defaults_are_allowed() => Good.Check();

    [Fact]
    public async Task Options_that_are_not_allowed_name_the_option_the_value_and_what_is()
    {
        (CacheClientOptions Options, string Message)[] bad =
        [
            (Good with { Nodes = [] }, "Nodes = none: must be at least one address"),
            (Good with { Nodes = [new NodeAddress("h", 70000)] }, "Nodes = h:70000: must be HOST:PORT"),
            (Good with { ConnectTimeout = TimeSpan.Zero }, "ConnectTimeout = 00:00:00: must be 00:00:00.1000000 to 00:05:00"),
            (Good with { OperationTimeout = TimeSpan.FromHours(1) }, "OperationTimeout = 01:00:00: must be 00:00:00.0100000 to 00:10:00"),
            (Good with { Silence = TimeSpan.FromMilliseconds(1) }, "Silence = 00:00:00.0010000: must be 00:00:00.5000000 to 00:05:00"),
            (Good with { Failover = (FailoverStrategy)9 }, "Failover = 9: must be Retry, NextNode or AllNodes"),
            (Good with { FramesUnderWay = 0 }, "FramesUnderWay = 0: must be 1 to 64"),
            (Good with { ReplyWindowBytes = 1 }, "ReplyWindowBytes = 1: must be 64 KB to 64 MB"),
            (Good with { Serializer = null! }, "Serializer = null: must be set"),
        ];
        foreach (var (options, message) in bad)
        {
            var error = await Assert.ThrowsAsync<CacheException>(() => CacheClient.ConnectAsync(options));
            Assert.Equal((CacheErrorCode.InvalidConfiguration, message), (error.Code, error.Message));
        }
    }

    [Theory]
    [InlineData("host", "host", 4054)]
    [InlineData("host:1", "host", 1)]
    [InlineData("[::1]", "[::1]", 4054)]
    [InlineData("[::1]:7", "[::1]", 7)]
    public void Addresses_are_read(string text, string host, int port) => Assert.Equal(new NodeAddress(host, port), NodeAddress.Parse(text));

    [Theory]
    [InlineData("host:0")]
    [InlineData("host:x")]
    [InlineData(":1")]
    public void Bad_addresses_are_refused(string text) => Assert.Equal(CacheErrorCode.InvalidConfiguration, Assert.Throws<CacheException>(() => NodeAddress.Parse(text)).Code);
}
