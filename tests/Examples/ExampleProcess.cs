using System.Diagnostics;

namespace AkkaCache.Examples.Tests;

/// <summary>What an example printed and how it ended.</summary>
internal sealed record ExampleProcess(int ExitCode, string Output, string Errors)
{
    /// <summary>Many times what any of them takes, for machines that do other things meanwhile.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs an example to its end. One that does not come to it is killed with the nodes that it started.</summary>
    public static async Task<ExampleProcess> RunAsync(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Find(name), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            // Its nodes share its standard error, which ends with the last of them: none is left behind.
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return new ExampleProcess(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Asserts that it printed exactly these lines, complained of nothing, and ended well.</summary>
    public void AssertPrinted(string lines)
    {
        Assert.Equal("", Errors);
        Assert.Equal(lines, Output.TrimEnd());
        Assert.Equal(0, ExitCode);
    }

    /// <summary>tests/Examples/bin/Release/net10.0/: the examples were built with the same configuration and framework.</summary>
    internal static string Find(string name)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.GetFullPath(Path.Combine(output.FullName, "../../../../../examples", name, "bin", output.Parent!.Name, output.Name, $"AkkaCache.Examples.{name}.dll"));
    }
}
