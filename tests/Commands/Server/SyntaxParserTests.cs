using AkkaCache.Commands.Server.Catalog;
using AkkaCache.Commands.Table;

namespace AkkaCache.Commands.Tests.Server;

public sealed class SyntaxParserTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("key value", "key:key value:string")]
    [InlineData("[message]", "message:string?")]
    [InlineData("key [key ...]", "key:key*")]
    [InlineData("[section [section ...]]", "section:string*?")]
    [InlineData("score member [score member ...]", "score_member:block*(score:double member:string)")]
    [InlineData("[NX | XX] [CH]", "nx_xx:oneof?(nx:pure-token=NX xx:pure-token=XX) ch:pure-token=CH?")]
    [InlineData("[EX seconds | PERSIST]", "seconds_persist:oneof?(seconds:integer=EX persist:pure-token=PERSIST)")]
    [InlineData("[LIMIT offset count]", "offset_count:block=LIMIT?(offset:integer count:integer)")]
    [InlineData("numkeys key [key ...] [WEIGHTS weight [weight ...]] [LIMIT limit]", "numkeys:integer key:key* weight:double=WEIGHTS*? limit:integer=LIMIT?")]
    [InlineData("<ON | OFF>", "on_off:oneof(on:pure-token=ON off:pure-token=OFF)")]
    [InlineData("[TYPE <A | B>]", "a_b:oneof=TYPE?(a:pure-token=A b:pure-token=B)")]
    [InlineData("[protover [SETNAME clientname]]", "protover_clientname:block?(protover:integer clientname:string=SETNAME?)")]
    public void Notation_becomes_a_tree(string syntax, string tree) => Assert.Equal(tree, Show(SyntaxParser.Parse(syntax)));

    [Theory]
    [InlineData("[a")]
    [InlineData("a]")]
    [InlineData("<a | b")]
    [InlineData("...")]
    public void Notation_with_a_mistake_is_refused(string syntax) => Assert.Throws<FormatException>(() => SyntaxParser.Parse(syntax));

    [Fact]
    public void Every_row_of_the_table_parses_and_names_its_keys()
    {
        foreach (var row in AllCommands.NewTable().All.SelectMany(row => row.Subcommands.Prepend(row)))
        {
            var arguments = SyntaxParser.Parse(row.Syntax);
            Assert.True(row.Keys.First == 0 || HasKey(arguments), $"{row.Name} has a key and its syntax '{row.Syntax}' has none");
        }
    }

    private static bool HasKey(IEnumerable<SyntaxArgument> arguments) => arguments.Any(argument => argument.Type == "key" || HasKey(argument.Children));

    private static string Show(IEnumerable<SyntaxArgument> arguments) => string.Join(' ', arguments.Select(Show));

    private static string Show(SyntaxArgument argument)
        => $"{argument.Name}:{argument.Type}" + (argument.Token.Length > 0 ? "=" + argument.Token : "")
        + (argument.IsMultiple ? "*" : "") + (argument.IsOptional ? "?" : "")
        + (argument.Children.Count > 0 ? $"({Show(argument.Children)})" : "");
}
