namespace AkkaCache.Architecture.Tests.Reading;

/// <summary>The files of the repository that holds these tests, without what builds leave behind.</summary>
internal static class Repository
{
    private static readonly string[] Built = ["bin", "obj", "artifacts", ".git", "BenchmarkDotNet.Artifacts"];

    private static readonly Lazy<string> Found = new(FindRoot);

    public static string Root => Found.Value;

    /// <summary>All files as paths from the root, with '/'.</summary>
    public static IReadOnlyList<string> Paths { get; } = [.. Walk(Root).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<SourceFile> Sources(string folder) =>
        [.. Paths.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path))))];

    public static IReadOnlyList<ProjectFile> Projects(string folder) =>
        [.. Paths.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal) && path.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(path => ProjectFile.Parse(path, File.ReadAllText(Path.Combine(Root, path))))];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AkkaCache.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"no AkkaCache.sln above {AppContext.BaseDirectory}");
    }

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder)) yield return file;
        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            if (Built.Contains(Path.GetFileName(inner))) continue;
            foreach (var file in Walk(inner)) yield return file;
        }
    }
}
