using AkkaCache.Differential.Running;
using AkkaCache.Differential.Servers;

namespace AkkaCache.Differential;

/// <summary>The daemon against a redis-server with cluster support, where a node without others can be compared with it.</summary>
public sealed class ClusterTests
{
    private const int Keys = 2000;

    [SkippableFact]
    public async Task Daemon_and_redis_cluster_agree_on_slots()
    {
        const int seed = 11;
        await using var servers = await FreshServers.StartAsync("--cluster-enabled", "yes");
        using var duet = new Duet(servers.Pair);
        var random = new Random(seed);
        var differences = new List<string>();
        for (var i = 0; i < Keys; i++) Compare(RandomKey(random));
        foreach (var key in (string[])["", "{", "}", "{}", "{}a", "a{}", "a{b}c", "{a}{b}", "{{a}}", "}a{", "a{b", "a}b{c}d"]) Compare(key);
        Assert.True(differences.Count == 0, $"seed {seed}:\n{string.Join('\n', differences)}");

        void Compare(string key)
        {
            var (expected, actual) = duet.Ask("CLUSTER", "KEYSLOT", key);
            if (expected.ToString() != actual.ToString()) differences.Add($"{key}: {expected}, not {actual}");
        }
    }

    [SkippableFact]
    public async Task Daemon_and_redis_cluster_agree_on_wrong_arguments()
    {
        await using var servers = await FreshServers.StartAsync("--cluster-enabled", "yes");
        using var duet = new Duet(servers.Pair);
        foreach (var words in (string[][])[["CLUSTER"], ["CLUSTER", "KEYSLOT"], ["CLUSTER", "KEYSLOT", "a", "b"], ["CLUSTER", "NOSUCH"], ["CLUSTER", "SLOTS", "x"], ["CLUSTER", "HELP", "x"]])
        {
            var (expected, actual) = duet.Ask(words);
            Assert.Equal(expected.ToString(), actual.ToString());
        }
    }

    /// <summary>Letters, with braces often enough that hash tags of all kinds occur.</summary>
    private static string RandomKey(Random random)
    {
        var key = new char[random.Next(1, 20)];
        for (var i = 0; i < key.Length; i++) key[i] = "{}abcdefgh"[random.Next(10)];
        return new string(key);
    }
}
