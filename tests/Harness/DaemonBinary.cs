namespace AkkaCache.Testing;

/// <summary>Where the built daemon lies: beside this build's own output, or where AKKACACHE_TEST_DAEMON says.</summary>
internal static class DaemonBinary
{
    /// <summary>Lets the tests run against a published daemon.</summary>
    private const string Override = "AKKACACHE_TEST_DAEMON";

    private const string SolutionFile = "AkkaCache.sln";

    public static string Path { get; } = Find();

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable(Override) is { Length: > 0 } path) return path;
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output;
        while (root is not null && !File.Exists(System.IO.Path.Combine(root.FullName, SolutionFile))) root = root.Parent;
        if (root is null) throw new InvalidOperationException($"no {SolutionFile} above {AppContext.BaseDirectory}; set {Override}");

        // tests/X/bin/Release/net10.0/: the daemon was built with the same configuration and framework.
        var found = System.IO.Path.Combine(root.FullName, "src", "Daemon", "bin", output.Parent!.Name, output.Name, "akkacached.dll");
        return File.Exists(found) ? found : throw new FileNotFoundException($"the daemon is not built; set {Override}", found);
    }
}
