using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;

namespace AkkaCache.Testing;

/// <summary>An akkacached in a process of its own, on free loopback ports unless told otherwise. Killed by its id when disposed.</summary>
public sealed class DaemonProcess : IAsyncDisposable
{
    /// <summary>Many times what a start takes, for machines that do other things meanwhile.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>SIGSTOP and SIGCONT as Linux numbers them.</summary>
    private const int Stop = 19;

    private const int Continue = 18;

    private readonly Process _process;
    private readonly ProcessOutput _output = new();
    private readonly ProcessOutput _errors = new();

    private DaemonProcess(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, IReadOnlyList<string> launcher)
    {
        var dotnet = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";
        string[] command = [.. launcher, dotnet, DaemonBinary.Path, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // Settings of whoever runs the tests are none of theirs.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AKKACACHE_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => _output.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => _errors.Add(line.Data);
        OrphanWatch.Start(_process);
        Id = _process.Id;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id { get; }

    public bool IsAlive => !_process.HasExited;

    /// <summary>Memory that it occupies now.</summary>
    public long WorkingSetBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>What it wrote to standard output so far.</summary>
    public string Output => _output.Text;

    /// <summary>What it wrote to standard error so far.</summary>
    public string Errors => _errors.Text;

    /// <summary>Where its RESP door listens. Once ready.</summary>
    public IPEndPoint Resp => Door("resp");

    /// <summary>Where its akka door listens. Once ready.</summary>
    public IPEndPoint Akka => Door("akka");

    /// <summary>Where its client door listens. Once ready, and only if it was told to open one.</summary>
    public IPEndPoint Client => Door("client");

    /// <summary>Starts a node and waits until it is ready. Ports not given are free ones; the client and HTTP doors stay closed.</summary>
    public static Task<DaemonProcess> StartAsync(params string[] arguments) => StartAsync(arguments, null);

    /// <inheritdoc cref="StartAsync(string[])"/>
    public static async Task<DaemonProcess> StartAsync(string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var daemon = Launch([.. arguments, .. MissingPorts(arguments)], environment);
        try
        {
            await daemon.WaitForLineAsync(line => line.StartsWith("ready", StringComparison.Ordinal), Patience);
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the daemon with exactly these arguments and waits for nothing.</summary>
    /// <param name="launcher">A program that becomes the daemon, and its arguments, such as <c>ip netns exec NAME</c>; none by default.</param>
    public static DaemonProcess Launch(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, IReadOnlyList<string>? launcher = null) =>
        new(arguments, environment, launcher ?? []);

    /// <summary>Runs the daemon with exactly these arguments to its end.</summary>
    public static async Task<DaemonResult> RunAsync(params string[] arguments)
    {
        await using var daemon = Launch(arguments);
        var code = await daemon.WaitForExitAsync(Patience);
        return new DaemonResult(code, daemon.Output, daemon.Errors);
    }

    /// <summary>The first line of output, earlier or later, that <paramref name="wanted"/> accepts.</summary>
    /// <exception cref="TimeoutException">None came in time, or the process ended without one; the message has what it wrote.</exception>
    public async Task<string> WaitForLineAsync(Func<string, bool> wanted, TimeSpan patience)
    {
        var line = _output.WaitAsync(wanted, patience);
        var ended = _process.WaitForExitAsync();
        if (await Task.WhenAny(line, ended) == ended) _output.End();
        return await line ?? throw new TimeoutException($"the line did not come. Output:\n{Output}\nErrors:\n{Errors}");
    }

    /// <summary>Sends a signal, as an operator or a supervisor does.</summary>
    public void Signal(PosixSignal signal)
    {
        var number = signal switch
        {
            PosixSignal.SIGTERM => 15,
            PosixSignal.SIGINT => 2,
            _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "must be SIGTERM or SIGINT"),
        };
        Signal(number);
    }

    /// <summary>Asks it to leave and waits for its end. Returns the exit code.</summary>
    public Task<int> StopAsync(PosixSignal signal = PosixSignal.SIGTERM)
    {
        Signal(signal);
        return WaitForExitAsync(Patience);
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    public void Crash() => _process.Kill();

    /// <summary>Takes the processor from it until <see cref="Resume"/>: a machine that stands still. Its connections stay. All its threads stand when this returns.</summary>
    public void Pause()
    {
        Signal(Stop);
        if (!SpinWait.SpinUntil(StandsStill, Patience)) throw new TimeoutException($"process {Id} did not stop");
    }

    public void Resume() => Signal(Continue);

    public async Task<int> WaitForExitAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"process {Id} did not end within {patience}. Output:\n{Output}\nErrors:\n{Errors}");
        }
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        OrphanWatch.Release(Id);
        _process.Dispose();
    }

    // A thread that ends meanwhile has no state any more.
    private bool StandsStill() => Directory.EnumerateDirectories($"/proc/{Id}/task").All(thread =>
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(thread, "stat"));
            return stat[stat.LastIndexOf(')') + 2] is 'T' or 'Z' or 'X';
        }
        catch (IOException)
        {
            return true;
        }
    });

    private void Signal(int number)
    {
        if (Kill(Id, number) != 0) throw new InvalidOperationException($"kill({Id}, {number}) failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private static IEnumerable<string> MissingPorts(string[] arguments)
    {
        (string Flag, string Port)[] doors = [("--resp-port", "0"), ("--akka-port", "0"), ("--client-port", "off"), ("--http-port", "off")];
        return doors.Where(door => !arguments.Any(argument => argument == door.Flag || argument.StartsWith(door.Flag + "=", StringComparison.Ordinal)))
            .SelectMany(door => new[] { door.Flag, door.Port });
    }

    private IPEndPoint Door(string name)
    {
        var start = $"{"door",-10} {name} ";
        var line = Output.Split('\n').FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal));
        return line is not null && IPEndPoint.TryParse(line[start.Length..].Split(' ')[0].Trim(), out var endpoint)
            ? endpoint
            : throw new InvalidOperationException($"the {name} door is not open. Output:\n{Output}");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}

/// <summary>How a run of the daemon ended.</summary>
public sealed record DaemonResult(int ExitCode, string Output, string Errors);
