using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using AkkaCache.Testing;

namespace AkkaCache.Daemon.Tests;

/// <summary>The daemon as a process: what it prints, how it starts, how it ends.</summary>
public class DaemonStartTests
{
    [Fact]
    public async Task Daemon_first_lines_tell_version_node_doors_and_limits_and_then_that_it_is_ready()
    {
        await using var daemon = await DaemonProcess.StartAsync("--name", "first-1", "--maxmemory", "100mb", "--maxmemory-policy", "volatile-lru");

        var lines = daemon.Output.Split('\n');
        Assert.Equal(9, lines.Length);
        Assert.StartsWith("akkacached 0.1.0 (.NET ", lines[0], StringComparison.Ordinal);
        Assert.Equal("node       first-1, cluster of one, 256 partitions, weight 1", lines[1]);
        Assert.StartsWith("door       resp ", lines[2], StringComparison.Ordinal);
        Assert.Equal($"door       akka 127.0.0.1:{daemon.Akka.Port}", lines[3]);
        Assert.StartsWith("door       link 127.0.0.1:", lines[4], StringComparison.Ordinal);
        Assert.Equal("door       client off", lines[5]);
        Assert.Equal("door       http off", lines[6]);
        Assert.Equal("limits     maxmemory 100mb, max-items unlimited, policy volatile-lru, max-connections 10000", lines[7]);
        Assert.StartsWith("ready      after ", lines[8], StringComparison.Ordinal);
        Assert.Equal("", daemon.Errors);
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGINT)]
    public async Task Daemon_told_to_end_leaves_quietly_with_exit_code_0(PosixSignal signal)
    {
        await using var daemon = await DaemonProcess.StartAsync();
        var linesBefore = daemon.Output.Split('\n').Length;

        Assert.Equal(0, await daemon.StopAsync(signal));
        Assert.Equal(linesBefore, daemon.Output.Split('\n').Length);
        Assert.Equal("", daemon.Errors);
    }

    [Fact]
    public async Task Daemon_ended_by_a_client_answers_nothing_says_who_it_was_and_exits_with_code_0()
    {
        await using var daemon = await DaemonProcess.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(daemon.Resp);
        await client.GetStream().WriteAsync("SHUTDOWN ABORT\r\nSHUTDOWN NOSAVE NOW FORCE\r\nPING\r\n"u8.ToArray());
        using var replies = new StreamReader(client.GetStream());

        Assert.Equal("-ERR No shutdown in progress.\r\n", await replies.ReadToEndAsync().WaitAsync(DaemonProcess.Patience));
        Assert.Equal(0, await daemon.WaitForExitAsync(DaemonProcess.Patience));
        Assert.EndsWith("Client 1 ended the node with SHUTDOWN", daemon.Output, StringComparison.Ordinal);
        Assert.Equal("", daemon.Errors);
    }

    [Fact]
    public async Task Daemon_told_to_end_before_it_is_ready_ends_with_exit_code_0()
    {
        // Nobody answers at that seed, so the node never becomes ready.
        using var taken = new TakenPort();
        await using var daemon = DaemonProcess.Launch(["--resp-port", "0", "--akka-port", "0", "--client-port", "0", "--seed", $"127.0.0.1:{taken.Number}"]);
        await daemon.WaitForLineAsync(line => line.StartsWith("limits", StringComparison.Ordinal), DaemonProcess.Patience);

        Assert.Equal(0, await daemon.StopAsync());
        Assert.DoesNotContain("ready ", daemon.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--akka-port", "doors.akka.port")]
    [InlineData("--resp-port", "doors.resp.port")]
    public async Task Used_port_is_one_line_and_exit_code_1(string flag, string key)
    {
        using var taken = new TakenPort();
        var result = await DaemonProcess.RunAsync(["--akka-port=0", "--resp-port=0", flag, taken.Number.ToString(CultureInfo.InvariantCulture)]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"akkacached: {key} = {taken.Number}: 127.0.0.1:{taken.Number} is in use by another process; choose another port, or 0 for a free one", result.Errors);
        Assert.Equal("", result.Output);
    }

    [Theory]
    [InlineData("akkacached: replication.factor = 9: must be 1 to 7 (from --replicas)", "--replicas", "9")]
    [InlineData("akkacached: memory.maxmemroy = 1gb: unknown setting; did you mean memory.maxmemory? (from --set)", "--set", "memory.maxmemroy=1gb")]
    [InlineData("akkacached: --frobnicate: unknown flag; see --help", "--frobnicate")]
    [InlineData("akkacached: health2: unknown flag; see --help", "health2")]
    [InlineData("akkacached: --maxmemory: `reference` takes nothing behind it but the name of a profile; see --help", "reference", "--maxmemory", "1gb")]
    [InlineData("akkacached: /nowhere/at.all: cannot be read: Could not find a part of the path '/nowhere/at.all'.", "--config", "/nowhere/at.all")]
    public async Task Bad_setting_is_one_line_and_exit_code_1(string message, params string[] arguments)
    {
        var result = await DaemonProcess.RunAsync(arguments);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(message, result.Errors);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task Layers_file_environment_and_flags_win_in_that_order()
    {
        var file = Path.Combine(Path.GetTempPath(), $"akkacache-{Guid.NewGuid():n}.conf");
        await File.WriteAllTextAsync(file, "akkacache { memory { maxmemory = 1gb, max-items = 10, policy = noeviction } }");
        try
        {
            await using var daemon = await DaemonProcess.StartAsync(
                ["--config", file, "--maxmemory-policy", "volatile-ttl"],
                new Dictionary<string, string> { ["AKKACACHE_MEMORY_MAX_ITEMS"] = "20", ["AKKACACHE_MEMORY_POLICY"] = "allkeys-random" });
            Assert.Contains("maxmemory 1gb, max-items 20, policy volatile-ttl", daemon.Output, StringComparison.Ordinal);

            using var client = new TcpClient();
            await client.ConnectAsync(daemon.Resp);
            await client.GetStream().WriteAsync("INFO server\r\nQUIT\r\n"u8.ToArray());
            using var replies = new StreamReader(client.GetStream());
            Assert.Contains($"\r\nconfig_file:{file}\r\n", await replies.ReadToEndAsync().WaitAsync(DaemonProcess.Patience), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Version_help_and_reference_print_and_end()
    {
        var version = await DaemonProcess.RunAsync("--version");
        Assert.Equal((0, "akkacached 0.1.0", ""), (version.ExitCode, version.Output, version.Errors));

        var help = await DaemonProcess.RunAsync("--help");
        Assert.Equal(0, help.ExitCode);
        Assert.Contains("--maxmemory-policy NAME", help.Output, StringComparison.Ordinal);

        var reference = await DaemonProcess.RunAsync("reference");
        Assert.Equal(0, reference.ExitCode);
        Assert.Contains("virtual-nodes = 150", reference.Output, StringComparison.Ordinal);

        var profile = await DaemonProcess.RunAsync("reference", "cloud");
        Assert.Equal(0, profile.ExitCode);
        Assert.Contains("stable-after = 10 s", profile.Output, StringComparison.Ordinal);
    }
}
