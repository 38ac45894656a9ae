using System.Diagnostics;
using System.Net.Sockets;
using AkkaCache.Testing;
using AkkaCache.Testing.Cluster;
using AkkaCache.Testing.Wire;
using Xunit.Abstractions;

namespace AkkaCache.Multinode.Cluster;

/// <summary>The harness by itself, with a cluster of one.</summary>
public sealed class ClusterProcessesTests(ITestOutputHelper output)
{
    private static readonly ClusterSettings One = new() { Nodes = 1 };

    [Fact]
    public async Task Node_that_is_killed_and_started_again_has_its_ports_and_takes_writes()
    {
        await using var cluster = await ClusterProcesses.StartAsync(One);
        await cluster[0].UntilEveryPartitionTakesWritesAsync();
        await cluster[0].KillAsync();
        Assert.False(cluster[0].IsRunning);
        Assert.Throws<SocketException>(() => new RespConnection(cluster[0].Resp));

        cluster[0].Start();
        await cluster[0].UntilReadyAsync();
        var probe = await cluster[0].UntilEveryPartitionTakesWritesAsync();
        output.WriteLine($"every partition took a write after {probe.All.TotalMilliseconds:F0} ms");
        Assert.Equal(256, probe.Partitions.Count);
    }

    [Fact]
    public async Task Probe_through_a_node_that_does_not_run_says_which_partitions_take_no_writes()
    {
        await using var cluster = await ClusterProcesses.StartAsync(One);
        await cluster[0].LeaveAsync();
        var error = await Assert.ThrowsAsync<TimeoutException>(() => cluster[0].UntilEveryPartitionTakesWritesAsync(TimeSpan.FromMilliseconds(200)));
        Assert.Contains("256 partitions take no writes", error.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionRefused", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_that_is_paused_answers_when_it_goes_on()
    {
        await using var cluster = await ClusterProcesses.StartAsync(One);
        using var connection = new RespConnection(cluster[0].Resp, TimeSpan.FromMilliseconds(300));
        cluster[0].Pause();
        connection.Send("PING\r\n"u8);
        Assert.Equal(ReplyKind.Silence, connection.Read().Kind);

        cluster[0].Resume();
        using var other = new RespConnection(cluster[0].Resp);
        other.Send("PING\r\n"u8);
        Assert.Equal("PONG", other.Read().AsString);
    }

    [Fact]
    public async Task Failed_test_shows_what_the_nodes_wrote_and_leaves_none_behind()
    {
        var shown = "";
        ClusterProcesses? used = null;
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => ClusterProcesses.RunAsync(One, text => shown = text, cluster =>
        {
            used = cluster;
            throw new InvalidOperationException("planted");
        }));
        Assert.Equal("planted", error.Message);
        Assert.Contains("--- node-1", shown, StringComparison.Ordinal);
        Assert.Contains("ready      after", shown, StringComparison.Ordinal);
        Assert.False(used![0].IsRunning);
    }

    [Fact]
    public async Task Cluster_that_cannot_start_says_why()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => ClusterProcesses.StartAsync(One with { Replicas = 9 }));
        Assert.Contains("replication.factor = 9: must be 1 to 7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_outlives_no_test_run()
    {
        using var kept = Sleeper();
        using var left = Sleeper();
        using var watch = OrphanWatch.StartShell();
        watch.StandardInput.WriteLine($"+{kept.Id}");
        watch.StandardInput.WriteLine($"+{left.Id}");
        watch.StandardInput.WriteLine($"-{kept.Id}");
        watch.StandardInput.Close();

        await left.WaitForExitAsync().WaitAsync(DaemonProcess.Patience);
        await watch.WaitForExitAsync().WaitAsync(DaemonProcess.Patience);
        Assert.False(kept.HasExited);
        kept.Kill();
    }

    private static Process Sleeper() => Process.Start(new ProcessStartInfo("sleep", "600"))!;
}
