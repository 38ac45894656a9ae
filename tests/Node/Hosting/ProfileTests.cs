using Akka.Configuration.Hocon;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Hosting.Settings;

namespace AkkaCache.Node.Tests.Hosting;

public class ProfileTests
{
    public static TheoryData<ClusterProfile> Profiles => [.. Enum.GetValues<ClusterProfile>()];

    [Fact]
    public void Profile_lan_says_what_the_reference_says()
    {
        Assert.Subset(Flat(NodeOptionsReader.ReferenceText()).ToHashSet(), Flat(NodeOptionsReader.ProfileText(ClusterProfile.Lan)).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Profiles_set_the_same_keys_and_are_valid(ClusterProfile profile)
    {
        Assert.Equal(Keys(ClusterProfile.Lan), Keys(profile));
        Assert.Equal(profile, With(profile).Read().Cluster.Profile);
    }

    [Fact]
    public void Cloud_is_more_patient_than_lan_and_test_less()
    {
        var times = new[] { ClusterProfile.Test, ClusterProfile.Lan, ClusterProfile.Cloud }.Select(profile => With(profile).Read()).ToArray();
        Func<NodeOptions, TimeSpan>[] each =
        [
            options => options.Replication.SuspectAfter,
            options => options.Replication.GiveUpAfter,
            options => options.Replication.Lease,
            options => options.Replication.BackupTimeout,
            options => options.Akka.GetTimeSpan("akka.cluster.failure-detector.acceptable-heartbeat-pause"),
            options => options.Akka.GetTimeSpan("akka.cluster.split-brain-resolver.stable-after"),
        ];
        Assert.All(each, time => Assert.True(time(times[0]) < time(times[1]) && time(times[1]) < time(times[2])));
    }

    [Fact]
    public void Whatever_is_set_elsewhere_wins_over_the_profile()
    {
        var options = new NodeOptionsReader()
            .AddHocon("akkacache { cluster.profile = cloud, replication.lease = 9 s }\nakka.cluster.gossip-interval = 7 s", "file")
            .AddEnvironment([new("AKKACACHE_HEALTH_TIMEOUT", "6 s")])
            .Read();

        Assert.Equal((9, 6, 3), (options.Replication.Lease.TotalSeconds, options.Health.Timeout.TotalSeconds, options.Replication.SuspectAfter.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(7), options.Akka.GetTimeSpan("akka.cluster.gossip-interval"));
        Assert.Equal(TimeSpan.FromSeconds(10), options.Akka.GetTimeSpan("akka.cluster.split-brain-resolver.stable-after"));
        Assert.Equal("ddata", options.Akka.GetString("akka.cluster.sharding.state-store-mode"));
    }

    private static NodeOptionsReader With(ClusterProfile profile) => new NodeOptionsReader().Set("cluster.profile", profile.ToString(), "test");

    private static IEnumerable<string> Keys(ClusterProfile profile) => Flat(NodeOptionsReader.ProfileText(profile)).Select(setting => setting.Split('=')[0]).Order();

    /// <summary>Every value of a text as PATH=VALUE, those of Akka included.</summary>
    private static IEnumerable<string> Flat(string hocon)
    {
        var layer = HoconLayer.Parse(hocon, "");
        return layer.Settings.Select(setting => $"{setting.Key}={setting.Value.Text}").Concat(Flat(layer.Akka.Root.GetObject(), ""));
    }

    private static IEnumerable<string> Flat(HoconObject section, string prefix) => section.Items.SelectMany(item =>
        item.Value.GetObject() is { } inner ? Flat(inner, $"{prefix}{item.Key}.") : [$"{prefix}{item.Key}={item.Value}"]);
}
