using AkkaCache.Architecture.Tests.Reading;
using AkkaCache.Architecture.Tests.Rules;

namespace AkkaCache.Architecture.Tests;

/// <summary>Each rule over the repository, and over a planted example that must fail.</summary>
public class ProjectRulesTests
{
    private static readonly Dictionary<string, string> Namespaces = new()
    {
        ["Engine"] = "AkkaCache.Engine",
        ["Protocol"] = "AkkaCache.Protocol",
        ["Node"] = "AkkaCache.Node",
    };

    [Fact]
    public void Projects_reference_only_what_the_picture_allows() => Violations.None(ProjectRules.References(Repository.Projects("src")));

    [Theory]
    [InlineData("src/Engine", "<ProjectReference Include='../Protocol/AkkaCache.Protocol.csproj' />", "src/Engine references Protocol")]
    [InlineData("src/Commands", "<ProjectReference Include='..\\Node\\AkkaCache.Node.csproj' />", "src/Commands references Node")]
    [InlineData("src/Novelty", "", "src/Novelty: not in the table of projects")]
    public void Forbidden_reference_is_found(string folder, string items, string violation)
    {
        var project = ProjectFile.Parse(folder + "/X.csproj", $"<Project><ItemGroup>{items}</ItemGroup></Project>");
        Assert.Equal([violation], ProjectRules.References([project]));
    }

    [Fact]
    public void Sources_use_only_namespaces_of_projects_that_the_picture_allows()
    {
        var namespaces = Repository.Projects("src").ToDictionary(project => project.Name, project => project.RootNamespace);
        Assert.True(namespaces.Count >= 5);
        Violations.None(ProjectRules.Usings(Repository.Sources("src"), namespaces));
    }

    [Theory]
    [InlineData("src/Protocol/Resp/X.cs", "using AkkaCache.Engine.Store;", true)]
    [InlineData("src/Engine/X.cs", "using static AkkaCache.Protocol.Resp.ErrorText;", true)]
    [InlineData("src/Engine/X.cs", "using Text = AkkaCache.Protocol.Resp.ErrorText;", true)]
    [InlineData("src/Daemon/X.cs", "global using AkkaCache.Engine;", true)]
    [InlineData("src/Daemon/X.cs", "using AkkaCache.Node.Hosting;", false)]
    [InlineData("src/Node/X.cs", "using AkkaCache.Engine.Store;", false)]
    [InlineData("src/Engine/X.cs", "using AkkaCache.Engineering;", false)]
    public void Forbidden_using_is_found(string path, string line, bool forbidden)
        => Assert.Equal(forbidden ? 1 : 0, ProjectRules.Usings([new SourceFile(path, "using System;\n" + line + "\n")], Namespaces).Count());

    [Fact]
    public void Assemblies_of_Engine_and_Protocol_reference_none_of_ours()
    {
        foreach (var name in new[] { "AkkaCache.Engine", "AkkaCache.Protocol" })
        {
            Assert.Empty(ProjectReferences.OwnReferences(name));
        }
        Assert.Contains("AkkaCache.Protocol", ProjectReferences.OwnReferences("AkkaCache.Commands"));
    }

    [Fact]
    public void Akka_stays_in_remoting_and_node()
    {
        Violations.None(ProjectRules.AkkaPackages(Repository.Projects("src")));
        Violations.None(ProjectRules.AkkaImports(Repository.Sources("src")));
    }

    [Fact]
    public void Akka_elsewhere_is_found()
    {
        var project = ProjectFile.Parse("src/Engine/E.csproj", "<Project><ItemGroup><PackageReference Include='Akka.Remote' /><PackageReference Include='Akka.Analyzers' /></ItemGroup></Project>");
        Assert.Equal(["src/Engine references the package Akka.Remote"], ProjectRules.AkkaPackages([project]));

        SourceFile[] sources =
        [
            new("src/Protocol/Resp/X.cs", "using Akka.Actor;\nnamespace AkkaCache.Protocol.Resp;\n"),
            new("src/Protocol/Remoting/X.cs", "using Akka.Actor;\nnamespace AkkaCache.Protocol.Remoting;\n"),
            new("src/Commands/X.cs", "using AkkaCache.Engine;\nnamespace AkkaCache.Commands;\n"),
        ];
        Assert.Equal(["src/Protocol/Resp/X.cs uses Akka.Actor"], ProjectRules.AkkaImports(sources));
    }
}
