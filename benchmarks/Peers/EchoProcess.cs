using System.Diagnostics;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Peers.Benchmarks;

/// <summary>This program once more, as the other node. It ends when its input does.</summary>
internal sealed class EchoProcess : IAsyncDisposable
{
    private readonly Process _process;

    private EchoProcess(Process process) => _process = process;

    public static EchoProcess Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(EchoProcess).Assembly.Location);
        start.ArgumentList.Add("echo");
        return new EchoProcess(Process.Start(start)!);
    }

    public static async Task RunAsync()
    {
        var inbox = new EchoInbox();
        using var node = new BenchmarkNode(inbox);
        inbox.Sender = node.Links;
        Console.WriteLine(node.Id.Value);
        await Console.In.ReadToEndAsync();
    }

    /// <summary>Waits on this thread: with inline completions an awaiting program would go on, and block, on the thread that serves all sockets.</summary>
    public NodeId ReadId() => new(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the other process ended"));

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
