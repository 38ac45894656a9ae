using System.Net.Sockets;
using System.Text;
using AkkaCache.Testing;

namespace AkkaCache.Daemon.Tests;

/// <summary>Journals of real daemons, played back by the daemon.</summary>
public sealed class ReplayVerbTests : IDisposable
{
    private const int Writes = 2000;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("journal");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Journals_of_two_daemons_one_of_which_is_killed_are_played_back()
    {
        await using (var first = await DaemonProcess.StartAsync(Arguments()))
        await using (var second = await DaemonProcess.StartAsync(Arguments("--seed", $"127.0.0.1:{first.Akka.Port}")))
        {
            await Write(second);
            second.Crash();
            Assert.Equal(0, await first.StopAsync());
        }
        var journals = _directory.GetFiles();
        Assert.Equal(2, journals.Length);
        foreach (var journal in journals)
        {
            var output = new StringWriter();
            var code = await CommandLine.Run(["replay", journal.FullName], output, output);
            Assert.True(code == ExitCode.Ok, output.ToString());
            Assert.EndsWith("all equal", output.ToString().TrimEnd(), StringComparison.Ordinal);

            var listing = new StringWriter();
            Assert.Equal(ExitCode.Ok, await CommandLine.Run(["journal", journal.FullName, "3"], listing, listing));
            Assert.Contains("Planned(", listing.ToString(), StringComparison.Ordinal);
            Assert.Contains("Partition 3", listing.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("Partition 4", listing.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("replay: takes the name of one file; see --help", "replay")]
    [InlineData("replay: takes the name of one file; see --help", "replay", "a", "b")]
    [InlineData("Could not find file", "replay", "/nowhere.journal")]
    [InlineData("journal: takes the name of a file and the number of a partition; see --help", "journal", "a", "b")]
    [InlineData("Could not find file", "journal", "/nowhere.journal", "1")]
    public async Task Replay_or_listing_without_a_journal_fails_and_says_why(string message, params string[] arguments)
    {
        var output = new StringWriter();
        Assert.Equal(ExitCode.Failed, await CommandLine.Run(arguments, output, output));
        Assert.Contains(message, output.ToString(), StringComparison.Ordinal);
    }

    private string[] Arguments(params string[] others)
        => ["--profile", "test", "--replication", "sync", "--set", "cluster.partitions=16", "--set", $"replication.journal={_directory.FullName}", .. others];

    private static async Task Write(DaemonProcess daemon)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(daemon.Resp);
        var commands = string.Concat(Enumerable.Range(0, Writes).Select(i => $"SET key{i} {i}\r\n"));
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(commands));
        using var replies = new StreamReader(client.GetStream());
        for (var i = 0; i < Writes; i++) Assert.NotNull(await replies.ReadLineAsync().WaitAsync(DaemonProcess.Patience));
    }
}
