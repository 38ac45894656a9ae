using System.Diagnostics;
using System.Net;
using System.Text;

namespace AkkaCache.Fuzz.Tests.Running;

/// <summary>The real program on loopback, with ports of its own.</summary>
internal sealed class DaemonProcess : IDisposable
{
    /// <summary>A cluster of one forms within seconds; a loaded machine gets more.</summary>
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IPEndPoint? _resp;

    private DaemonProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException("the daemon ended"));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public IPEndPoint Resp => _resp ?? throw new InvalidOperationException("the daemon has not said where its RESP door is:\n" + Output);

    public bool IsAlive => !_process.HasExited;

    public long WorkingSetBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>All that it has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    public static async Task<DaemonProcess> Start(params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "akkacached.dll"), "--resp-port", "0", "--akka-port", "0", "--client-port", "off", "--http-port", "off"];
        foreach (var argument in arguments.Concat(settings)) start.ArgumentList.Add(argument);
        var daemon = new DaemonProcess(Process.Start(start)!);
        try
        {
            await daemon._ready.Task.WaitAsync(StartDeadline);
        }
        catch (Exception e)
        {
            daemon.Dispose();
            throw new InvalidOperationException($"the daemon was not ready within {StartDeadline}: {e.Message}\n{daemon.Output}", e);
        }
        return daemon;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["door", "resp", var endpoint, ..]) _resp = IPEndPoint.Parse(endpoint);
        if (words is ["ready", ..]) _ready.TrySetResult();
    }
}
