using System.Globalization;
using AkkaCache.Node.Placement.Downing;

namespace AkkaCache.Node.Hosting.Settings;

/// <summary>Reads the section cluster of hocon/akkacache.conf, and says what of it Akka has to know.</summary>
internal static class ClusterSection
{
    /// <summary>Seeds are tried one after another; a longer list only delays.</summary>
    private const int MaxSeeds = 64;

    /// <summary>The members of the largest ring.</summary>
    private const int MaxQuorum = 1024;

    public static ClusterOptions Read(SettingMap settings)
    {
        var strategy = settings.Choice("cluster.split-brain", SplitBrainStrategies.All);
        var quorum = (int)settings.Count("cluster.quorum-size", 1, MaxQuorum, zero: "none");
        if (quorum == 0 && strategy == SplitBrainStrategy.StaticQuorum)
            throw SettingMap.Bad("cluster.quorum-size", settings.Take("cluster.quorum-size"), $"1 to {MaxQuorum} with cluster.split-brain = static-quorum");
        return new ClusterOptions
        {
            Seeds = [.. settings.List("cluster.seeds", MaxSeeds, $"at most {MaxSeeds} of HOST:PORT", text => ParseSeed(text) is not null).Select(text => ParseSeed(text)!)],
            Partitions = settings.PowerOfTwo("cluster.partitions", 16, 512),
            VirtualNodes = (int)settings.Count("cluster.virtual-nodes", 1, 1000),
            Hash = settings.Choice("cluster.hash", ("xxhash3", RingHash.XxHash3), ("fnv1a", RingHash.Fnv1a)),
            Profile = Profile(settings),
            SplitBrain = strategy,
            QuorumSize = quorum,
            LeaveTimeout = settings.Time("cluster.leave-timeout", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
        };
    }

    public static ClusterProfile Profile(SettingMap settings) =>
        settings.Choice("cluster.profile", ("lan", ClusterProfile.Lan), ("cloud", ClusterProfile.Cloud), ("test", ClusterProfile.Test));

    /// <summary>The part of Akka's configuration that follows from these settings.</summary>
    public static string AkkaOf(ClusterOptions options)
    {
        var name = SplitBrainStrategies.All.First(strategy => strategy.Strategy == options.SplitBrain).Name;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            akka.cluster.split-brain-resolver {
              active-strategy = {{name}}
              static-quorum.quorum-size = {{Math.Max(options.QuorumSize, 1)}}
            }
            """);
    }

    private static SeedAddress? ParseSeed(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 1 || !HostText.IsHost(text[..colon])) return null;
        return ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? new SeedAddress(text[..colon], port)
            : null;
    }
}
