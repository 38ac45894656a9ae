using System.Net;
using System.Runtime.InteropServices;

namespace AkkaCache.Testing.Cluster;

/// <summary>A place in a cluster under test: a name, its ports, and the process that runs there now, if one does.</summary>
public sealed class ClusterNode : IAsyncDisposable
{
    private readonly string[] _arguments;
    private readonly IReadOnlyList<string> _launcher;
    private readonly List<string> _before = [];
    private DaemonProcess? _daemon;

    internal ClusterNode(string name, IPEndPoint resp, IPEndPoint akka, IPEndPoint client, IEnumerable<string> arguments, IReadOnlyList<string> launcher)
    {
        Name = name;
        Resp = resp;
        Akka = akka;
        Client = client;
        _arguments = [.. arguments];
        _launcher = launcher;
    }

    public string Name { get; }

    public IPEndPoint Resp { get; }

    public IPEndPoint Akka { get; }

    /// <summary>Port 0: the door is closed.</summary>
    public IPEndPoint Client { get; }

    public bool IsRunning => _daemon is { IsAlive: true };

    /// <summary>Its last process was told to leave, and did.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>The number of its process.</summary>
    public int ProcessId => Daemon.Id;

    /// <summary>What its processes wrote, those before included.</summary>
    public IEnumerable<string> Lines => _before.Concat(_daemon is null ? [] : Written(_daemon));

    private DaemonProcess Daemon => _daemon ?? throw new InvalidOperationException($"{Name} does not run");

    /// <summary>Starts a process on the node's ports and waits for nothing.</summary>
    public void Start()
    {
        if (_daemon is not null) throw new InvalidOperationException($"{Name} runs already");
        HasLeft = false;
        _daemon = DaemonProcess.Launch(_arguments, launcher: _launcher);
    }

    public Task UntilReadyAsync() => Daemon.WaitForLineAsync(line => line.StartsWith("ready", StringComparison.Ordinal), ClusterProcesses.Patience);

    /// <summary>Waits until one key of every partition was written through this node.</summary>
    public Task<ProbeResult> UntilEveryPartitionTakesWritesAsync(TimeSpan? patience = null) => WriteProbe.RunAsync(Resp, patience ?? ClusterProcesses.Patience);

    /// <summary>SIGKILL: what it held is gone.</summary>
    public async Task KillAsync()
    {
        Daemon.Crash();
        await EndedAsync();
    }

    /// <summary>SIGTERM: it leaves the cluster, and its end is waited for.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public async Task LeaveAsync()
    {
        Daemon.Signal(PosixSignal.SIGTERM);
        var code = await EndedAsync();
        HasLeft = true;
        if (code != 0) throw new InvalidOperationException($"{Name} left with exit code {code}");
    }

    /// <summary>SIGSTOP: it stands still, its connections stay.</summary>
    public void Pause() => Daemon.Pause();

    /// <summary>SIGCONT.</summary>
    public void Resume() => Daemon.Resume();

    /// <summary>The end of what its processes wrote, those before included.</summary>
    public string LastLines(int count)
    {
        var lines = Lines.ToList();
        return $"--- {Name} ({Resp}, {(IsRunning ? "runs" : "does not run")}), last {Math.Min(count, lines.Count)} of {lines.Count} lines\n{string.Join('\n', lines.TakeLast(count))}\n";
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemon is null) return;
        await _daemon.DisposeAsync();
        Forget();
    }

    private static IEnumerable<string> Written(DaemonProcess daemon) => $"{daemon.Output}\n{daemon.Errors}".TrimEnd().Split('\n');

    private async Task<int> EndedAsync()
    {
        var code = await Daemon.WaitForExitAsync(ClusterProcesses.Patience);
        await Daemon.DisposeAsync();
        Forget();
        return code;
    }

    private void Forget()
    {
        _before.AddRange([.. Written(_daemon!), $"(process {_daemon!.Id} ended)"]);
        _daemon = null;
    }
}
