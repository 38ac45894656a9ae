using Akka.Actor;
using Akka.Cluster;

namespace AkkaCache.Node.Placement.Downing;

/// <summary>Tells Akka who decides which members are declared down: <see cref="DowningRule"/>. Named in hocon/akkacache.conf.</summary>
public sealed class ConnectedPartsProvider(ActorSystem system, Cluster cluster) : IDowningProvider
{
    private const string Section = "akka.cluster.split-brain-resolver";

    public TimeSpan DownRemovalMargin => system.Settings.Config.GetTimeSpan("akka.cluster.down-removal-margin");

    /// <summary>How long who reaches whom must have been the same before anybody is declared down.</summary>
    public static TimeSpan StableAfter(ActorSystem system) => system.Settings.Config.GetTimeSpan($"{Section}.stable-after");

    public Props? DowningActorProps
    {
        get
        {
            var config = system.Settings.Config.GetConfig(Section);
            var strategy = SplitBrainStrategies.All.First(strategy => strategy.Name == config.GetString("active-strategy")).Strategy;
            return Props.Create(() => new DowningActor(cluster, StableAfter(system), strategy, config.GetInt("static-quorum.quorum-size")));
        }
    }
}
