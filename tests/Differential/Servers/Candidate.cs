using System.Globalization;
using System.Net;
using AkkaCache.Testing;

namespace AkkaCache.Differential.Servers;

/// <summary>The server under test: our daemon as a process of its own, or, to look at another build, whatever listens at the loopback port AKKACACHE_DIFF_CANDIDATE.</summary>
internal sealed class Candidate : IAsyncDisposable
{
    private const string Override = "AKKACACHE_DIFF_CANDIDATE";

    private readonly DaemonProcess? _daemon;

    private Candidate(IPEndPoint endPoint, DaemonProcess? daemon)
    {
        EndPoint = endPoint;
        _daemon = daemon;
    }

    public IPEndPoint EndPoint { get; }

    public static async Task<Candidate> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(Override) is { Length: > 0 } port)
            return new Candidate(new IPEndPoint(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture)), daemon: null);
        var daemon = await DaemonProcess.StartAsync();
        return new Candidate(daemon.Resp, daemon);
    }

    public ValueTask DisposeAsync() => _daemon?.DisposeAsync() ?? ValueTask.CompletedTask;
}
