using System.Globalization;
using AkkaCache.Differential.Comparison;
using AkkaCache.Differential.Running;
using AkkaCache.Differential.Servers;
using Xunit.Abstractions;

namespace AkkaCache.Differential;

/// <summary>The daemon against redis-server on seeded sequences.</summary>
public sealed class DaemonSequenceTests(ITestOutputHelper output)
{
    /// <summary>With these, every command and option reaches its required count in each protocol.</summary>
    private const int Sequences = 2000;

    private const int RequiredReplies = 300_000;

    /// <summary>AKKACACHE_DIFF_SEED and AKKACACHE_DIFF_SEQUENCES ask for other or more sequences than CI plays.</summary>
    [SkippableTheory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Daemon_and_redis_agree_on_seeded_sequences(int protocol)
    {
        var firstSeed = Setting("AKKACACHE_DIFF_SEED", protocol * 1_000_000);
        var sequences = Setting("AKKACACHE_DIFF_SEQUENCES", Sequences);
        await using var servers = await FreshServers.StartAsync();
        var coverage = new Coverage();
        var reports = Campaign.Run(servers.Pair, protocol, firstSeed, sequences, coverage);
        output.WriteLine(coverage.Table());
        Assert.True(reports.Count == 0, string.Join('\n', reports));
        if (sequences < Sequences) return;
        var gaps = RequiredCoverage.Gaps(coverage);
        Assert.True(gaps.Count == 0, string.Join('\n', gaps));
        Assert.InRange(coverage.Replies, RequiredReplies, long.MaxValue);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
