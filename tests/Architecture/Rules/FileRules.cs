using System.Text.RegularExpressions;
using AkkaCache.Architecture.Tests.Reading;

namespace AkkaCache.Architecture.Tests.Rules;

/// <summary>How files are cut and named.</summary>
internal static class FileRules
{
    /// <summary>A file that needs more does more than one thing.</summary>
    public const int MaxLines = 400;

    /// <summary>Names that say nothing about what is inside.</summary>
    private static readonly string[] EmptyNames = ["Util", "Utils", "Utilities", "Helper", "Helpers", "Common", "Manager", "Managers", "Misc", "Enums", "Interfaces"];

    private static readonly Regex PartialType = new("^\\s*(?:(?:public|internal|private|file|static|sealed|abstract|readonly|ref|unsafe)\\s+)*partial\\s+(?:class|struct|interface|record)\\b", RegexOptions.Multiline);

    /// <summary>What makes a source generator ask for a partial type.</summary>
    private static readonly Regex Generator = new("\\[(?:LoggerMessage|GeneratedRegex|JsonSerializable|LibraryImport)\\b");

    /// <summary>Where memory is handled by hand: the engine's native memory, the calls of the socket loop into the kernel, and what the daemon gives back to it.</summary>
    private static readonly string[] UnsafeFolders = ["src/Engine/", "src/Node/Doors/Sockets/", "src/Daemon/Footprint/"];

    private static readonly Regex UnsafeCode = new("^\\s*[^/\\s].*\\bunsafe\\b|\\[(?:LibraryImport|DllImport)\\b", RegexOptions.Multiline);

    private static readonly Regex Using = new("^using [A-Za-z]");

    private static readonly Regex SystemUsing = new("^using (?:static )?System\\b");

    private static readonly Regex Unfinished = new("\\b(?:TODO|FIXME|HACK|XXX)\\b|throw new NotImplementedException");

    public static IEnumerable<string> TooLong(IEnumerable<SourceFile> sources) =>
        from source in sources where source.Lines.Count > MaxLines select $"{source.Path}: {source.Lines.Count} lines, at most {MaxLines}";

    public static IEnumerable<string> PartialTypes(IEnumerable<SourceFile> sources) =>
        from source in sources
        where PartialType.IsMatch(source.Text) && !Generator.IsMatch(source.Text)
        select $"{source.Path}: a partial type that no generator asks for";

    public static IEnumerable<string> EmptyFolderNames(IEnumerable<string> paths) =>
        from path in paths
        from folder in path.Split('/')[..^1]
        where EmptyNames.Contains(folder, StringComparer.OrdinalIgnoreCase)
        select $"{path}: a folder named {folder}";

    public static IEnumerable<string> UnsafeElsewhere(IEnumerable<SourceFile> sources) =>
        from source in sources
        where UnsafeCode.IsMatch(source.Text) && !UnsafeFolders.Any(folder => source.Path.StartsWith(folder, StringComparison.Ordinal))
        select $"{source.Path}: unsafe code outside {string.Join(" and ", UnsafeFolders)}";

    public static IEnumerable<string> UnfinishedWork(IEnumerable<SourceFile> sources) =>
        from source in sources where Unfinished.IsMatch(source.Text) select $"{source.Path}: {Unfinished.Match(source.Text).Value}";

    /// <summary>Namespaces before types and aliases, those of the runtime first, each by the alphabet: as <c>dotnet format</c> has it, whose look at this takes a minute.</summary>
    public static IEnumerable<string> UnsortedUsings(IEnumerable<SourceFile> sources)
    {
        foreach (var source in sources)
        {
            var usings = source.Lines.Where(line => Using.IsMatch(line)).ToList();
            var sorted = usings.OrderBy(line => line.StartsWith("using static ", StringComparison.Ordinal) ? 1 : line.Contains('=', StringComparison.Ordinal) ? 2 : 0)
                .ThenBy(line => !SystemUsing.IsMatch(line)).ThenBy(line => line.TrimEnd(';'), StringComparer.OrdinalIgnoreCase);
            if (usings.Zip(sorted).FirstOrDefault(pair => pair.First != pair.Second) is { First: { } line }) yield return $"{source.Path}: {line} is not in its place";
        }
    }

    /// <summary>Sources of packages are the machine's business, not the repository's.</summary>
    public static IEnumerable<string> PackageSources(IEnumerable<string> paths) =>
        from path in paths where path.Split('/')[^1].Equals("nuget.config", StringComparison.OrdinalIgnoreCase) select path;

    /// <summary>The root namespace of the project, then its folders. A file without types (top-level statements, attributes) has none.</summary>
    public static IEnumerable<string> MisplacedNamespaces(IEnumerable<SourceFile> sources, IReadOnlyList<ProjectFile> projects)
    {
        foreach (var source in sources)
        {
            if (source.Namespace is null && !source.DeclaresTypes) continue;
            var project = projects.Where(candidate => source.Path.StartsWith(candidate.Folder + "/", StringComparison.Ordinal)).MaxBy(candidate => candidate.Folder.Length);
            if (project is null) continue;
            var expected = string.Join('.', source.Folders.Skip(project.Folder.Split('/').Length).Prepend(project.RootNamespace));
            if (source.Namespace != expected) yield return $"{source.Path}: namespace {source.Namespace}, expected {expected}";
        }
    }
}
