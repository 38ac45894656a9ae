using System.Text;
using AkkaCache.Client.Requests;

namespace AkkaCache.Client.Tests.Requests;

public class CommandBytesTests
{
    [Fact]
    public void Command_is_an_array_of_bulk_strings()
    {
        var commands = new CommandBytes();
        commands.Begin(5).Add("SET"u8).AddKey("ä").Add("v"u8).Add(-7).Add(1.5);
        Assert.Equal("*5\r\n$3\r\nSET\r\n$2\r\nä\r\n$1\r\nv\r\n$2\r\n-7\r\n$3\r\n1.5\r\n", Encoding.UTF8.GetString(commands.Span));
        Assert.Equal("ä", Encoding.UTF8.GetString(commands.FirstKey));
    }

    [Fact]
    public void First_key_of_several_commands_counts_and_is_forgotten_with_them()
    {
        var commands = new CommandBytes();
        commands.Begin(1).Add("MULTI"u8).Begin(2).Add("GET"u8).AddKey("a").Begin(2).Add("GET"u8).AddKey("b");
        Assert.Equal("a", Encoding.UTF8.GetString(commands.FirstKey));
        commands.Clear();
        Assert.Equal((0, -1), (commands.Length, commands.KeyLength));
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "+inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e300, "1E+300")]
    public void Scores_are_written_so_that_they_come_back(double score, string text) =>
        Assert.Equal($"*1\r\n${text.Length}\r\n{text}\r\n", Encoding.UTF8.GetString(new CommandBytes().Begin(1).Add(score).Span));

    [Fact]
    public void Long_arguments_fit()
    {
        var value = new byte[5_000_000];
        var commands = new CommandBytes();
        commands.Begin(2).Add(value).Add(value);
        Assert.Equal(10_000_000 + 4 + (2 * 12), commands.Length);
    }
}
