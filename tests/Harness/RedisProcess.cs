using System.Diagnostics;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Testing;

/// <summary>A redis-server of our own, with nothing on disk.</summary>
public sealed class RedisProcess : RespServerProcess
{
    private const string Program = "redis-server";

    /// <summary>The reference: error texts and details of other versions differ.</summary>
    private const string ReferenceVersion = "v=7.0.15";

    private RedisProcess(string program, NodePlace place, string[] settings)
        : base(program, (port, folder) => ["--port", $"{port}", "--bind", $"{place.Address}", "--save", "", "--appendonly", "no", "--dir", folder, .. settings], place)
    {
    }

    /// <summary>Null when the reference server can be started; otherwise why not.</summary>
    public static string? WhyUnavailable()
    {
        var path = Find(Program);
        if (path is null) return "redis-server is not installed (Debian: apt-get install redis-server)";
        using var process = Process.Start(new ProcessStartInfo(path, "--version") { RedirectStandardOutput = true })!;
        var version = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return version.Contains(ReferenceVersion, StringComparison.Ordinal) ? null : $"{path} is not the reference {ReferenceVersion}: {version.Trim()}";
    }

    public static RedisProcess Start(params string[] settings) => StartAt(NodePlace.Loopback, settings);

    public static RedisProcess StartAt(NodePlace place, params string[] settings) => new(Find(Program)!, place, settings);
}
