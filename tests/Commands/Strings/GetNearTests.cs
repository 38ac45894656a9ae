using AkkaCache.Commands.Keys;
using AkkaCache.Commands.SortedSets;
using AkkaCache.Commands.Strings;
using AkkaCache.Commands.Tests.Fixture;
using AkkaCache.Commands.Tests.Readers;

namespace AkkaCache.Commands.Tests.Strings;

/// <summary>GETNEAR, and that whatever changes a key tells those who keep it.</summary>
public sealed class GetNearTests : IDisposable
{
    private readonly CommandBench _bench = new([.. StringCommands.Rows, .. KeyCommands.Rows, .. SortedSetCommands.Rows]);
    private readonly FakeReader _reader = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Session_that_is_not_told_may_not_keep()
    {
        _bench.Line("SET k v");
        Assert.Equal("[\"v\", :0]", _bench.Line("GETNEAR k"));
        Assert.Equal("[nil, :0]", _bench.Line("GETNEAR absent"));
    }

    [Fact]
    public void Reader_may_keep_until_the_key_ends()
    {
        _bench.Session.KeyReader = _reader;
        _bench.Line("SET k v");
        _bench.Line("SET ends v PX 5000");
        Assert.Equal("[\"v\", :-1]", _bench.Line("GETNEAR k"));
        Assert.Equal("[\"v\", :5000]", _bench.Line("GETNEAR ends"));
        Assert.Equal("[nil, :-1]", _bench.Line("GETNEAR absent"));
        Assert.Empty(_reader.Told);
    }

    [Fact]
    public void Board_is_refused_and_not_kept()
    {
        _bench.Session.KeyReader = _reader;
        _bench.Line("ZADD k 1 m");
        Assert.StartsWith("-WRONGTYPE", _bench.Line("GETNEAR k"), StringComparison.Ordinal);
        _bench.Line("ZADD k 2 m");
        Assert.Empty(_reader.Told);
    }

    [Theory]
    [InlineData("SET k w")]
    [InlineData("SET k v KEEPTTL")]
    [InlineData("MSET a b k w")]
    [InlineData("APPEND k w")]
    [InlineData("SETRANGE k 0 w")]
    [InlineData("GETSET k w")]
    [InlineData("DEL k")]
    [InlineData("UNLINK k")]
    [InlineData("GETDEL k")]
    [InlineData("GETEX k PX 1000")]
    [InlineData("PEXPIRE k 1000")]
    [InlineData("PEXPIRE k -1")]
    [InlineData("RENAME k l")]
    [InlineData("RENAME o k")]
    [InlineData("COPY o k REPLACE")]
    [InlineData("ZADD absent 1 m", "absent")]
    [InlineData("SET absent v", "absent")]
    [InlineData("INCR absent", "absent")]
    [InlineData("PERSIST ends", "ends")]
    public void Change_is_told(string command, string key = "k")
    {
        _bench.Session.KeyReader = _reader;
        _bench.Line("SET k v");
        _bench.Line("SET o v");
        _bench.Line("SET ends v PX 5000");
        _bench.Line("GETNEAR " + key);
        _bench.Line(command);
        Assert.Equal([$"${key.Length}{key}"], _reader.Told);
    }

    [Fact]
    public void Flush_is_told()
    {
        _bench.Session.KeyReader = _reader;
        _bench.Line("SET k v");
        _bench.Line("GETNEAR k");
        _bench.Line("FLUSHALL");
        Assert.StartsWith(":", Assert.Single(_reader.Told), StringComparison.Ordinal);
    }

    [Fact]
    public void Expiry_and_eviction_are_told()
    {
        _bench.Session.KeyReader = _reader;
        _bench.Line("SET k v");
        _bench.Line("SET l v");
        _bench.Line("GETNEAR k");
        _bench.Line("GETNEAR l");
        var (ofK, ofL) = (SpaceOf("k"u8), SpaceOf("l"u8));
        ofK.Expire(ofK.Store.Find("k"u8));
        ofL.Evict(ofL.Store.Find("l"u8));
        Assert.Equal(["$1k", "$1l"], _reader.Told);
    }

    private AkkaCache.Commands.Execution.PartitionSpace SpaceOf(ReadOnlySpan<byte> key)
    {
        foreach (var space in _bench.Keyspace.Spaces)
        {
            if (space.Store.Find(key) >= 0) return space;
        }
        throw new InvalidOperationException("the key is nowhere");
    }
}
