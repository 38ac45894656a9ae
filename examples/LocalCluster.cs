using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using AkkaCache.Client;

namespace AkkaCache.Examples;

/// <summary>Nodes for an example to play with: processes of akkacached on loopback and free ports, stopped when disposed; or, with <c>--node HOST:PORT</c>, a node that runs already.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    /// <summary>Since .NET 10 these signals end a process without its exit handlers, which stop the nodes.</summary>
    private readonly PosixSignalRegistration[] _signals =
        [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, _ => Environment.Exit(1)))];

    private readonly List<LocalNode> _nodes = [];
    private readonly string? _running;
    private readonly string[] _flags;

    private LocalCluster(string? running, string[] flags)
    {
        _running = running;
        _flags = flags;
    }

    /// <summary>The nodes that were started here, in the order of their numbers; none with <c>--node</c>.</summary>
    public IReadOnlyList<LocalNode> Nodes => _nodes;

    /// <summary>How to connect to the nodes. <c>ConnectAsync("HOST:PORT")</c> would do; the times are for machines that run several nodes and much else besides.</summary>
    public CacheClientOptions ClientOptions => new()
    {
        Nodes = _running is null ? [.. _nodes.Select(node => NodeAddress.Parse(node.Address))] : [_running],
        ConnectTimeout = TimeSpan.FromMinutes(1),
        OperationTimeout = TimeSpan.FromMinutes(1),
        Silence = TimeSpan.FromSeconds(30),
    };

    /// <summary>Starts so many nodes, or none if the arguments name one that runs.</summary>
    public static async Task<LocalCluster> StartAsync(string[] arguments, int nodes, params string[] flags)
    {
        var running = arguments switch
        {
            [] => null,
            ["--node", var address] => address,
            _ => throw new ArgumentException($"{string.Join(' ', arguments)}: must be nothing, or --node HOST:PORT of a node's client door"),
        };
        if (running is not null) return new LocalCluster(running, []);

        // All nodes have the same list of seeds. It need not name nodes that are added later.
        var akkaPorts = Enumerable.Range(0, nodes).Select(_ => FreePort()).ToList();
        var cluster = new LocalCluster(null, [.. akkaPorts.SelectMany(port => new[] { "--seed", $"127.0.0.1:{port}" }), .. flags]);
        try
        {
            await Task.WhenAll(akkaPorts.Select(cluster.AddAsync));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more node, which joins the others.</summary>
    public Task<LocalNode> AddAsync() => AddAsync(FreePort());

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.KillAsync();
        foreach (var signal in _signals) signal.Dispose();
    }

    private async Task<LocalNode> AddAsync(int akkaPort)
    {
        var name = $"node-{_nodes.Count + 1}";
        var clientPort = FreePort();
        var node = new LocalNode(name, $"127.0.0.1:{clientPort}", ["--name", name, "--akka-port", $"{akkaPort}", "--client-port", $"{clientPort}", "--resp-port", "off", "--http-port", "off", .. _flags]);
        _nodes.Add(node);
        await node.StartAsync();
        return node;
    }

    /// <summary>Below the ports that systems give to outgoing connections: one of those may be taken while a node is down that wants it back.</summary>
    private static int FreePort()
    {
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var port = Random.Shared.Next(15_000, 32_000);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another one, then.
            }
        }
    }
}

/// <summary>A node in a process of its own. It can be started again after its end, with the same name and ports.</summary>
internal sealed class LocalNode(string name, string address, string[] flags)
{
    /// <summary>Many times what a start takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private Process? _process;

    public string Name => name;

    /// <summary>HOST:PORT of its client door.</summary>
    public string Address => address;

    /// <summary>Starts the process and waits until it says that it is ready.</summary>
    public async Task StartAsync()
    {
        var process = new Process { StartInfo = new ProcessStartInfo("dotnet", [DaemonPath(), .. flags]) { RedirectStandardOutput = true } };
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            // The last line is null: the process has ended.
            if (line.Data is null) ready.TrySetException(new InvalidOperationException($"{name} ended; what it wrote to standard error says why"));
            else if (line.Data.StartsWith("ready", StringComparison.Ordinal)) ready.TrySetResult();
        };
        AppDomain.CurrentDomain.ProcessExit += KillNow;
        process.Start();
        _process = process;
        process.BeginOutputReadLine();
        await ready.Task.WaitAsync(Patience);
    }

    /// <summary>Ends the process as a crash does: what only this node knew is lost.</summary>
    public Task KillAsync()
    {
        _process?.Kill();
        return EndedAsync();
    }

    /// <summary>Asks the node to leave (SIGTERM): it hands over what it holds, then ends.</summary>
    public async Task LeaveAsync()
    {
        if (_process is null) return;
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        await EndedAsync();
    }

    private async Task EndedAsync()
    {
        if (_process is null) return;
        await _process.WaitForExitAsync();
        AppDomain.CurrentDomain.ProcessExit -= KillNow;
        _process.Dispose();
        _process = null;
    }

    /// <summary>The example itself is told to end.</summary>
    private void KillNow(object? sender, EventArgs e) => _process?.Kill();

    /// <summary>From examples/NAME/bin/CONFIGURATION/FRAMEWORK/ to the daemon of the same build.</summary>
    private static string DaemonPath()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.GetFullPath(Path.Combine(output.FullName, "../../../../../src/Daemon/bin", output.Parent!.Name, output.Name, "akkacached.dll"));
    }
}
