using AkkaCache.Commands.Keys;
using AkkaCache.Commands.Strings;
using AkkaCache.Commands.Tests.Fixture;

namespace AkkaCache.Commands.Tests.Strings;

public sealed class SetTests : IDisposable
{
    private readonly CommandBench _bench = new([.. StringCommands.Rows, .. KeyCommands.Rows]);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Set_plain_replaces_value_and_forgets_time_to_live()
    {
        Assert.Equal("+OK", _bench.Line("SET k v1 EX 10"));
        Assert.Equal("+OK", _bench.Line("SET k v2"));
        Assert.Equal("\"v2\"", _bench.Line("GET k"));
        Assert.Equal(":-1", _bench.Line("TTL k"));
        Assert.Equal(["SET k v1 PXAT 1700000010000", "SET k v2"], _bench.Effects());
    }
}
