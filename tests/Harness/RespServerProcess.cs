using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AkkaCache.Testing.Cluster;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Testing;

/// <summary>Somebody else's server that speaks RESP, in a process of our own: own port on loopback, a folder that goes with it, stopped with the object.</summary>
public abstract class RespServerProcess : IDisposable
{
    /// <summary>Somebody else may take the free port between our look and the server's bind; a few tries make that harmless.</summary>
    private const int MaxStarts = 5;

    /// <summary>Many times what a start takes, for machines that do other things meanwhile.</summary>
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _folder;

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="arguments">By its port and its folder.</param>
    /// <param name="place">Where it runs; on loopback when not given.</param>
    protected RespServerProcess(string program, Func<int, string, IEnumerable<string>> arguments, NodePlace? place = null)
    {
        var (address, launcher) = place ?? NodePlace.Loopback;
        for (var attempt = 1; ; attempt++)
        {
            EndPoint = new IPEndPoint(address, FreePort());
            _folder = Directory.CreateTempSubdirectory("akkacache-server-").FullName;
            _process = Start([.. launcher, program, .. arguments(EndPoint.Port, _folder)], _folder);
            if (IsReady()) return;
            Stop();
            if (attempt == MaxStarts) throw new InvalidOperationException($"{program} did not start in {MaxStarts} attempts");
        }
    }

    public IPEndPoint EndPoint { get; }

    public int Id => _process.Id;

    public void Dispose()
    {
        Stop();
        GC.SuppressFinalize(this);
    }

    /// <summary>Where a program lies; null when it is not on the path.</summary>
    protected static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Append("/usr/bin").Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static Process Start(string[] command, string folder)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, WorkingDirectory = folder };
        var process = new Process { StartInfo = start };
        OrphanWatch.Start(process);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
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

    private void Stop()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        OrphanWatch.Release(_process.Id);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
