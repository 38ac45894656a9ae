using AkkaCache.Node.Hosting;
using AkkaCache.Node.Hosting.Settings;

namespace AkkaCache.Node.Tests.Hosting;

public class HoconBracketsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a { b = 1 }", 0)]
    [InlineData("a {", 1)]
    [InlineData("a {\n b {\n  c = 1\n }\n", 1)]
    [InlineData("a {\n b = [1,\n 2", 2)]
    [InlineData("a = \"{\"\nb = \"\\\"{\"", 0)]
    [InlineData("a = \"\"\"\n{\n\"\"\"\nb {", 4)]
    [InlineData("a = 1 # {\nb = 2 // {\nc = 3", 0)]
    [InlineData("a = \"#\" {", 1)]
    [InlineData("a = ${b}\nc = \"no end {\nd = 1", 0)]
    [InlineData("} {", 1)]
    public void Bracket_that_is_open_at_the_end_is_found(string hocon, int line) => Assert.Equal(line, HoconBrackets.OpenLine(hocon));

    [Fact]
    public void Reference_closes_all_it_opens() => Assert.Equal(0, HoconBrackets.OpenLine(NodeOptionsReader.ReferenceText()));
}
