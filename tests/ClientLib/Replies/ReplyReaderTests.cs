using System.Text;
using AkkaCache.Client.Replies;

namespace AkkaCache.Client.Tests.Replies;

public class ReplyReaderTests
{
    [Theory]
    [InlineData(":42\r\n", 42)]
    [InlineData("$2\r\n-7\r\n", -7)]
    [InlineData("+9\r\n", 9)]
    public void Integers_are_read(string reply, long value) => Assert.Equal(value, new ReplyReader(Encoding.ASCII.GetBytes(reply)).Integer());

    [Theory]
    [InlineData(",1.5\r\n", 1.5)]
    [InlineData(",inf\r\n", double.PositiveInfinity)]
    [InlineData(",-inf\r\n", double.NegativeInfinity)]
    [InlineData("$4\r\n1e10\r\n", 1e10)]
    [InlineData(":3\r\n", 3)]
    public void Doubles_are_read(string reply, double value) => Assert.Equal(value, new ReplyReader(Encoding.ASCII.GetBytes(reply)).Double());

    [Theory]
    [InlineData("_\r\n", true)]
    [InlineData("$-1\r\n", true)]
    [InlineData("*-1\r\n", true)]
    [InlineData("$0\r\n\r\n", false)]
    public void Nulls_are_seen(string reply, bool isNull) => Assert.Equal(isNull, new ReplyReader(Encoding.ASCII.GetBytes(reply)).IsNull);

    [Fact]
    public void Any_reply_becomes_a_value()
    {
        var reader = new ReplyReader("*5\r\n$1\r\na\r\n:2\r\n,1.5\r\n_\r\n%1\r\n+k\r\n#t\r\n"u8);
        var value = RespValue.Read(ref reader);
        Assert.Equal("[a, 2, 1.5, (null), [k, 1]]", value.ToString());
        Assert.Equal((2L, 1.5, true), (value.Items[1].AsInteger(), value.Items[2].AsNumber(), value.Items[3].IsNull));
    }

    [Fact]
    public void Reply_of_another_kind_is_an_error_of_the_protocol() =>
        Assert.Equal(CacheErrorCode.Protocol, Assert.Throws<CacheException>(() => new ReplyReader("*1\r\n:1\r\n"u8).Integer()).Code);

    [Theory]
    [InlineData("WRONGTYPE Operation against", CacheErrorCode.WrongType)]
    [InlineData("OOM command not allowed", CacheErrorCode.CacheFull)]
    [InlineData("ERR key is too long", CacheErrorCode.KeyTooLong)]
    [InlineData("ERR board is full: the limit of members is 3", CacheErrorCode.BoardFull)]
    [InlineData("ERR too many boards: the limit is 3", CacheErrorCode.BoardFull)]
    [InlineData("ERR value is not an integer or out of range", CacheErrorCode.NotAnInteger)]
    [InlineData("ERR value is not a valid float", CacheErrorCode.InvalidScore)]
    [InlineData("ERR min or max is not a float", CacheErrorCode.InvalidRange)]
    [InlineData("ERR no such key", CacheErrorCode.NotFound)]
    [InlineData("CLUSTERDOWN Hash slot not served", CacheErrorCode.NodeUnhealthy)]
    [InlineData("NOREPLICAS Not enough", CacheErrorCode.NotEnoughCopies)]
    [InlineData("UNKNOWN the outcome", CacheErrorCode.OutcomeUnknown)]
    [InlineData("ERR something else", CacheErrorCode.CommandFailed)]
    [InlineData("", CacheErrorCode.CommandFailed)]
    public void Errors_have_codes(string text, CacheErrorCode code) => Assert.Equal(code, ReplyError.Of(Encoding.ASCII.GetBytes(text)).Code);
}
