using System.Globalization;
using AkkaCache.Differential.Generation;
using AkkaCache.Differential.Known;
using AkkaCache.Differential.Raw;
using AkkaCache.Differential.Running;
using AkkaCache.Differential.Servers;
using Xunit.Abstractions;

namespace AkkaCache.Differential;

/// <summary>The daemon against redis-server on bytes that no client sends: same errors, and the connection ends where Redis ends it.</summary>
public sealed class RawBytesTests(ITestOutputHelper output)
{
    private const int MutatedPipelines = 3000;
    private const int MaxReports = 10;

    [SkippableFact]
    public async Task Daemon_and_redis_agree_on_unusual_and_broken_requests()
    {
        await using var servers = await FreshServers.StartAsync();
        var differences = new List<string>();
        foreach (var name in ProtocolErrors.All.Keys)
            if (RawExchange.Compare(servers.Pair, ProtocolErrors.Bytes(name), out _) is { } difference) differences.Add($"{name}: {difference}");
        Assert.True(differences.Count == 0, string.Join('\n', differences.Select(text => text.Length > 1500 ? text[..300] + " … " + text[^900..] : text)));
    }

    [SkippableFact]
    public async Task Known_differences_in_bytes_are_as_listed()
    {
        await using var servers = await FreshServers.StartAsync();
        var wrong = new List<string>();
        foreach (var (reason, bytes, reference, candidate) in KnownRawDifferences.All)
        {
            var (expected, actual) = RawExchange.Hold(servers.Pair, Vocabulary.Bytes(bytes));
            if (RawExchange.Show(expected) != reference || RawExchange.Show(actual) != candidate || reference == candidate)
                wrong.Add($"{reason}\n  reference: {RawExchange.Show(expected)}\n  candidate: {RawExchange.Show(actual)}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [SkippableFact]
    public async Task Daemon_and_redis_agree_on_mutated_pipelines()
    {
        await using var servers = await FreshServers.StartAsync();
        var differences = new List<string>();
        var replies = 0;
        var stopped = 0;
        var foreign = 0;
        for (var seed = 0; seed < MutatedPipelines && differences.Count < MaxReports; seed++)
        {
            // After a pipeline that only one server saw to its end their states differ: every pipeline begins with nothing.
            using (var control = new Duet(servers.Pair)) control.Ask("FLUSHALL");
            var bytes = Mutations.Draw(seed);
            var difference = RawExchange.Compare(servers.Pair, bytes, out var count);
            replies += count;
            if (difference is null) continue;
            using (var control = new Duet(servers.Pair)) control.Ask("FLUSHALL");
            if (RawExchange.NamesForeignCommand(servers.Pair, bytes))
            {
                foreign++;
                continue;
            }
            using (var control = new Duet(servers.Pair)) control.Ask("FLUSHALL");
            if (RawExchange.IsStoppedByZeroByte(servers.Pair, bytes)) stopped++;
            else differences.Add(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {difference}"));
        }
        output.WriteLine($"{replies} replies; {stopped} pipelines where the reference stopped at a zero byte, {foreign} with a command that only it has");
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.True(stopped > 0, KnownRawDifferences.ZeroByteInLine + " No pipeline showed it.");
    }
}
