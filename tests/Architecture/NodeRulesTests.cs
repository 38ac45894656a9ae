using System.Reflection;
using AkkaCache.Architecture.Tests.Reading;
using AkkaCache.Architecture.Tests.Rules;

namespace AkkaCache.Architecture.Tests;

public class NodeRulesTests
{
    [Fact]
    public void Areas_import_only_what_the_picture_allows() => Violations.None(NodeRules.Usings(Repository.Sources("src/Node")));

    [Fact]
    public void Types_use_only_areas_that_the_picture_allows()
    {
        var uses = TypeReferences.Of(Assembly.Load("AkkaCache.Node")).ToList();
        Assert.Contains(uses, use => use is { User: "AkkaCache.Node.Doors.Resp", Used: "AkkaCache.Node.Routing" });
        Violations.None(NodeRules.Metadata(uses));
    }

    [Fact]
    public void Picture_has_no_cycle()
    {
        Assert.Empty(NodeRules.Cycles(NodeRules.Allowed));
        Assert.Equal(["A", "B"], NodeRules.Cycles(new Dictionary<string, string[]> { ["A"] = ["B"], ["B"] = ["A", "C"], ["C"] = [] }));
    }

    [Theory]
    [InlineData("AkkaCache.Node.Partitions", "AkkaCache.Node.Routing", "Partitions sees Routing (src/Node/X.cs)")]
    [InlineData("AkkaCache.Node.Telemetry", "AkkaCache.Node.Partitions", "Telemetry sees Partitions (src/Node/X.cs)")]
    [InlineData("AkkaCache.Node.Sessions", "AkkaCache.Node.Doors.Resp", "Sessions sees Doors (src/Node/X.cs)")]
    [InlineData("AkkaCache.Node.Doors.Resp", "AkkaCache.Node.Admin.Info", "Doors sees Admin (src/Node/X.cs)")]
    [InlineData("AkkaCache.Node.Newcomer", "System", "Newcomer is not in the table of the node's areas (src/Node/X.cs)")]
    public void Forbidden_import_is_found(string user, string used, string violation)
        => Assert.Equal([violation], NodeRules.Usings([new SourceFile("src/Node/X.cs", $"using {used};\n\nnamespace {user};\n")]));

    [Theory]
    [InlineData("AkkaCache.Node.Doors.Resp", "AkkaCache.Node.Doors")]
    [InlineData("AkkaCache.Node.Doors.Resp", "AkkaCache.Node.Partitions")]
    [InlineData("AkkaCache.Node.Hosting", "AkkaCache.Node.Budget")]
    [InlineData("AkkaCache.Node.Partitions", "AkkaCache.Engine.Store")]
    public void Allowed_import_is_left_alone(string user, string used)
        => Assert.Empty(NodeRules.Usings([new SourceFile("src/Node/X.cs", $"using {used};\n\nnamespace {user};\n")]));

    /// <summary>This assembly stands in for the node's: its types use each other in every way that must be seen.</summary>
    [Fact]
    public void Use_without_a_using_line_is_found_in_metadata()
    {
        var uses = TypeReferences.Of(typeof(NodeRulesTests).Assembly).ToList();
        Assert.Contains(uses, use => use is { User: "AkkaCache.Architecture.Tests.Planted.Code", Used: "AkkaCache.Architecture.Tests.Rules" });
        Assert.Contains(uses, use => use is { User: "AkkaCache.Architecture.Tests.Planted.Lambda", Used: "AkkaCache.Architecture.Tests.Rules" });
        Assert.Contains(uses, use => use is { User: "AkkaCache.Architecture.Tests.Planted.Field", Used: "AkkaCache.Architecture.Tests.Reading" });
        Assert.DoesNotContain(uses, use => use is { User: "AkkaCache.Architecture.Tests.Planted.Field", Used: "AkkaCache.Architecture.Tests.Rules" });
        Assert.Equal(["Partitions sees Routing (a uses b)"], NodeRules.Metadata([new NamespaceUse("AkkaCache.Node.Partitions", "AkkaCache.Node.Routing", "a uses b")]));
    }
}
