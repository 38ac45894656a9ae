using System.ComponentModel;
using System.Diagnostics;
using AkkaCache.Testing;

namespace AkkaCache.Client.Benchmarks;

/// <summary>A garnet-server of our own: the one that GARNET names or that is on the path; otherwise the .NET tool, installed once under the temporary folder.</summary>
internal sealed class GarnetProcess : RespServerProcess
{
    private const string Program = "garnet-server";
    private const string Variable = "GARNET";

    /// <summary>What other figures of this project were measured with.</summary>
    private const string Version = "2.2.8";

    private GarnetProcess(string program)
        : base(program, (port, _) => ["--port", $"{port}", "--bind", "127.0.0.1"])
    {
    }

    /// <summary>Starts one, or says why it cannot be had.</summary>
    public static async Task<(GarnetProcess? Server, string? WhyNot)> TryStartAsync()
    {
        try
        {
            var program = Environment.GetEnvironmentVariable(Variable) ?? Find(Program) ?? await InstalledAsync();
            return File.Exists(program) ? (new GarnetProcess(program), null) : (null, $"{Variable} = {program}: there is no such file");
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            return (null, e.Message);
        }
    }

    private static async Task<string> InstalledAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"akkacache-garnet-{Version}");
        var program = Path.Combine(folder, Program);
        if (File.Exists(program)) return program;
        var start = new ProcessStartInfo("dotnet", ["tool", "install", Program, "--tool-path", folder, "--version", Version]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var install = Process.Start(start)!;
        var texts = await Task.WhenAll(install.StandardOutput.ReadToEndAsync(), install.StandardError.ReadToEndAsync());
        await install.WaitForExitAsync();
        return install.ExitCode == 0 ? program : throw new InvalidOperationException(string.Join(' ', string.Concat(texts).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
    }
}
