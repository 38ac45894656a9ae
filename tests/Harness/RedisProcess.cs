using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Testing;

/// <summary>A redis-server of our own: own port on loopback, nothing on disk, stopped with the object.</summary>
public sealed class RedisProcess : IDisposable
{
    /// <summary>The reference: error texts and details of other versions differ.</summary>
    private const string ReferenceVersion = "v=7.0.15";

    /// <summary>Somebody else may take the free port between our look and redis's bind; a few tries make that harmless.</summary>
    private const int MaxStarts = 5;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly string _folder;

    private RedisProcess(Process process, string folder, IPEndPoint endPoint)
    {
        _process = process;
        _folder = folder;
        EndPoint = endPoint;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Null when the reference server can be started; otherwise why not.</summary>
    public static string? WhyUnavailable()
    {
        var path = FindProgram();
        if (path is null) return "redis-server is not installed (Debian: apt-get install redis-server)";
        using var process = Process.Start(new ProcessStartInfo(path, "--version") { RedirectStandardOutput = true })!;
        var version = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return version.Contains(ReferenceVersion, StringComparison.Ordinal) ? null : $"{path} is not the reference {ReferenceVersion}: {version.Trim()}";
    }

    public static RedisProcess Start(params string[] settings)
    {
        for (var attempt = 1; ; attempt++)
        {
            var started = TryStart(settings);
            if (started is not null) return started;
            if (attempt == MaxStarts) throw new InvalidOperationException($"redis-server did not start in {MaxStarts} attempts");
        }
    }

    private static RedisProcess? TryStart(string[] settings)
    {
        var endPoint = new IPEndPoint(IPAddress.Loopback, FreePort());
        var folder = Directory.CreateTempSubdirectory("akkacache-redis-").FullName;
        var start = new ProcessStartInfo(FindProgram()!) { RedirectStandardOutput = true };
        string[] fixedSettings = ["--port", $"{endPoint.Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder];
        foreach (var setting in fixedSettings.Concat(settings)) start.ArgumentList.Add(setting);
        var process = new Process { StartInfo = start };
        OrphanWatch.Start(process);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var redis = new RedisProcess(process, folder, endPoint);
        if (redis.IsReady()) return redis;
        redis.Dispose();
        return null;
    }

    private bool IsReady()
    {
        var started = Stopwatch.GetTimestamp();
        while (!_process.HasExited && Stopwatch.GetElapsedTime(started) < StartDeadline)
        {
            try
            {
                using var connection = new RespConnection(EndPoint);
                connection.Send("PING\r\n"u8);
                if (connection.Read().Kind is ReplyKind.Simple or ReplyKind.Error) return true;
            }
            catch (SocketException)
            {
                Thread.Yield();
            }
        }
        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? FindProgram() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Append("/usr/bin").Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        OrphanWatch.Release(_process.Id);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
