using AkkaCache.Architecture.Tests.Reading;
using AkkaCache.Architecture.Tests.Rules;

namespace AkkaCache.Architecture.Tests;

public class FileRulesTests
{
    private static readonly IReadOnlyList<SourceFile> Src = Repository.Sources("src");

    [Fact]
    public void Repository_is_found_and_read()
    {
        Assert.Contains(Src, source => source.Path == "src/Protocol/Resp/RespReader.cs");
        Assert.DoesNotContain(Repository.Paths, path => path.Contains("/obj/", StringComparison.Ordinal));
    }

    [Fact]
    public void Source_files_are_short() => Violations.None(FileRules.TooLong(Src));

    [Fact]
    public void Long_file_is_found()
    {
        Assert.Empty(FileRules.TooLong([new SourceFile("a.cs", string.Concat(Enumerable.Repeat("x\n", 400)))]));
        Assert.Equal(["a.cs: 401 lines, at most 400"], FileRules.TooLong([new SourceFile("a.cs", string.Concat(Enumerable.Repeat("x\n", 401)))]));
    }

    [Fact]
    public void Only_generators_have_partial_types() => Violations.None(FileRules.PartialTypes(Src));

    [Theory]
    [InlineData("public sealed partial class X", true)]
    [InlineData("    internal readonly partial struct X", true)]
    [InlineData("[LoggerMessage(1)]\npartial class X", false)]
    [InlineData("// a partial class is split", false)]
    [InlineData("/// <summary>partial record</summary>", false)]
    [InlineData("partial record X", true)]
    public void Partial_type_is_found(string text, bool violation)
        => Assert.Equal(violation, FileRules.PartialTypes([new SourceFile("a.cs", text)]).Any());

    [Fact]
    public void Unsafe_code_stays_where_it_belongs() => Violations.None(FileRules.UnsafeElsewhere(Src));

    [Theory]
    [InlineData("src/Node/Routing/X.cs", "internal unsafe class X", true)]
    [InlineData("src/Node/Doors/Sockets/X.cs", "internal unsafe class X", false)]
    [InlineData("src/Engine/Store/X.cs", "    private unsafe void X()", false)]
    [InlineData("src/Commands/X.cs", "[LibraryImport(\"libc\")]", true)]
    [InlineData("src/Commands/X.cs", "    // never unsafe", false)]
    public void Unsafe_code_elsewhere_is_found(string path, string text, bool violation)
        => Assert.Equal(violation, FileRules.UnsafeElsewhere([new SourceFile(path, text)]).Any());

    [Fact]
    public void Folders_say_what_is_inside() => Violations.None(FileRules.EmptyFolderNames(Repository.Paths));

    [Fact]
    public void Empty_folder_name_is_found()
    {
        Assert.Equal(["src/Node/Utils/X.cs: a folder named Utils"], FileRules.EmptyFolderNames(["src/Node/Utils/X.cs", "src/Node/Utils.cs"]));
        Assert.Single(FileRules.EmptyFolderNames(["tests/common/X.cs"]));
    }

    [Fact]
    public void Namespaces_match_folders()
    {
        foreach (var folder in new[] { "src", "tests" })
        {
            var projects = Repository.Projects(folder);
            Assert.NotEmpty(projects);
            Violations.None(FileRules.MisplacedNamespaces(Repository.Sources(folder), projects));
        }
    }

    [Theory]
    [InlineData("src/Node/Doors/Resp/X.cs", "namespace AkkaCache.Node.Doors.Resp;", true)]
    [InlineData("src/Node/Doors/Resp/X.cs", "namespace AkkaCache.Node.Doors;", false)]
    [InlineData("src/Node/X.cs", "namespace AkkaCache.Node\n{\n", true)]
    [InlineData("src/Node/Doors/X.cs", "class X;", false)]
    [InlineData("src/Node/Program.cs", "await Run();", true)]
    public void Misplaced_namespace_is_found(string path, string text, bool right)
    {
        var project = ProjectFile.Parse("src/Node/AkkaCache.Node.csproj", "<Project />");
        Assert.Equal(right, !FileRules.MisplacedNamespaces([new SourceFile(path, text)], [project]).Any());
    }

    [Fact]
    public void Usings_are_sorted()
    {
        foreach (var folder in new[] { "src", "tests", "multinode-tests", "benchmarks", "examples" }) Violations.None(FileRules.UnsortedUsings(Repository.Sources(folder)));
    }

    [Theory]
    [InlineData("using System;\nusing System.Text;\nusing Akka.Actor;\nusing AkkaCache.X;\nusing static System.Math;\nusing A = B;\n", true)]
    [InlineData("using Akka.Actor;\nusing System;\n", false)]
    [InlineData("using AkkaCache.X;\nusing Akka.Actor;\n", false)]
    [InlineData("using static System.Math;\nusing Akka.Actor;\n", false)]
    public void Unsorted_using_is_found(string text, bool right) => Assert.Equal(right, !FileRules.UnsortedUsings([new SourceFile("src/X.cs", text)]).Any());

    [Fact]
    public void Repository_names_no_package_sources()
    {
        Violations.None(FileRules.PackageSources(Repository.Paths));
        Assert.Equal(["src/NuGet.Config"], FileRules.PackageSources(["src/NuGet.Config", "docs/nuget.config.md"]));
    }

    [Fact]
    public void Nothing_is_left_unfinished() => Violations.None(FileRules.UnfinishedWork(Src));

    [Fact]
    public void Unfinished_work_is_found()
    {
        SourceFile[] sources = [new("a.cs", "// TODO" + ": later"), new("b.cs", "throw new NotImplementedException();"), new("c.cs", "// methodology")];
        Assert.Equal(["a.cs: TODO", "b.cs: throw new NotImplementedException"], FileRules.UnfinishedWork(sources));
    }
}
