using AkkaCache.Architecture.Tests.Reading;

namespace AkkaCache.Architecture.Tests.Rules;

/// <summary>Which project may see which other. The rules are functions over what was read; each returns the violations.</summary>
internal static class ProjectRules
{
    /// <summary>Projects of src/ by folder, and what each may reference. A project that is not listed is a violation: add it here, with a thought.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>
    {
        ["Engine"] = [],
        ["Protocol"] = [],
        ["Commands"] = ["Engine", "Protocol"],
        ["Replication"] = ["Protocol"],
        ["ClientLib"] = ["Protocol"],
        ["Node"] = ["Commands", "Replication", "Engine", "Protocol"],
        ["Embedded"] = ["Node", "ClientLib"],
        ["Daemon"] = ["Node"],
        ["Cli"] = [],
    };

    /// <summary>Projects whose packages may be Akka's; of Protocol only its folder Remoting may use them, see <see cref="AkkaImports"/>.</summary>
    private static readonly string[] AkkaProjects = ["Protocol", "Node", "ClientLib"];

    private static readonly string[] AkkaNamespaces = ["AkkaCache.Protocol.Remoting", "AkkaCache.Node", "AkkaCache.Client"];

    public static IEnumerable<string> References(IEnumerable<ProjectFile> projects)
    {
        foreach (var project in projects)
        {
            if (!Allowed.TryGetValue(project.Name, out var allowed))
            {
                yield return $"{project.Folder}: not in the table of projects";
                continue;
            }
            foreach (var reference in project.References.Except(allowed)) yield return $"{project.Folder} references {reference}";
        }
    }

    /// <summary>Project references are transitive, so a using line can reach further than the project file says.</summary>
    public static IEnumerable<string> Usings(IEnumerable<SourceFile> sources, IReadOnlyDictionary<string, string> namespaces)
    {
        foreach (var source in sources)
        {
            var project = source.Folders[1];
            foreach (var used in source.Usings)
            {
                var owner = namespaces.FirstOrDefault(pair => Within(used, pair.Value)).Key;
                if (owner is null || owner == project || Allowed.GetValueOrDefault(project, []).Contains(owner)) continue;
                yield return $"{source.Path} uses {used} of {owner}";
            }
        }
    }

    public static IEnumerable<string> AkkaPackages(IEnumerable<ProjectFile> projects) =>
        from project in projects
        where !AkkaProjects.Contains(project.Name)
        from package in project.Packages
        where Within(package, "Akka") && package != "Akka.Analyzers"
        select $"{project.Folder} references the package {package}";

    public static IEnumerable<string> AkkaImports(IEnumerable<SourceFile> sources) =>
        from source in sources
        where !AkkaNamespaces.Any(allowed => Within(source.Namespace ?? "", allowed))
        from used in source.Usings
        where Within(used, "Akka")
        select $"{source.Path} uses {used}";

    /// <summary>Whether a name is the namespace itself or lies within it: "Akka" holds "Akka.Actor", not "AkkaCache".</summary>
    public static bool Within(string name, string ancestor) => name == ancestor || name.StartsWith(ancestor + ".", StringComparison.Ordinal);
}
