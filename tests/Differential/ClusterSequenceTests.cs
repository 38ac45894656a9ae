using System.Globalization;
using AkkaCache.Differential.Comparison;
using AkkaCache.Differential.Generation;
using AkkaCache.Differential.Running;
using AkkaCache.Differential.Servers;
using AkkaCache.Testing;
using AkkaCache.Testing.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Differential;

/// <summary>Sequences for clusters: all keys of one in one slot, each connection to any node.</summary>
public sealed class ClusterSequenceTests(ITestOutputHelper output)
{
    private const int Sequences = 100;

    private const int ClusterSequences = 60;

    /// <summary>The sequences themselves, before a cluster is asked: two connections of one daemon are two nodes that always agree.</summary>
    [SkippableFact]
    public async Task Daemon_and_redis_agree_on_sequences_for_clusters()
    {
        await using var servers = await FreshServers.StartAsync();
        var twice = new ServerPair(servers.Pair.Reference, servers.Pair.Candidate, servers.Pair.Candidate);
        Agree(twice, protocol: 2, Sequences, firstSequence: 0, output);
    }

    /// <summary>AKKACACHE_DIFF_SEED and AKKACACHE_DIFF_SEQUENCES ask for other or more sequences than CI plays.</summary>
    [SkippableTheory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Cluster_and_redis_agree_on_seeded_sequences(int protocol)
    {
        Skip.If(RedisProcess.WhyUnavailable() is not null, RedisProcess.WhyUnavailable());
        using var reference = RedisProcess.Start();
        var settings = new ClusterSettings { Flags = ["--maxmemory-policy", "noeviction"] };
        await ClusterProcesses.RunAsync(settings, output.WriteLine, async cluster =>
        {
            await cluster[0].UntilEveryPartitionTakesWritesAsync();
            var first = Setting("AKKACACHE_DIFF_SEED", protocol * 1_000);
            Agree(new ServerPair(reference.EndPoint, cluster.Resp), protocol, Setting("AKKACACHE_DIFF_SEQUENCES", ClusterSequences), first, output);
        });
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    /// <summary>Sequences of another slot each.</summary>
    private static void Agree(ServerPair servers, int protocol, int sequences, int firstSequence, ITestOutputHelper output)
    {
        var coverage = new Coverage();
        var reports = Campaign.Run(servers, protocol, firstSequence, sequences, coverage, number => SequenceGenerator.Write(SequenceGenerator.QuietSeed(number), $"{{{number}}}"));
        output.WriteLine($"{sequences} sequences, {coverage.Replies} replies, {coverage.Cut} sequences ended at what only clusters refuse, {reports.Count} differences");
        Assert.True(reports.Count == 0, string.Join('\n', reports));
    }
}
