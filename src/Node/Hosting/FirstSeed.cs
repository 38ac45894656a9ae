using Akka.Cluster;

namespace AkkaCache.Node.Hosting;

/// <summary>How the first of the seeds enters: it forms the cluster when there is none, and must not when there is one.</summary>
/// <remarks>
/// <para>
/// Akka's first seed forms a cluster when it has no answer from the other seeds for a while. That is wrong for one that was killed and comes back at once: the others may need longer to
/// answer, because they are busy, or because they still hold its address for broken, and then there are two clusters, one of them empty. (Seen on a machine with fifty times the work it can do.)
/// </para>
/// <para>
/// So silence of a seed that takes connections never means that there is no cluster; only its word does, which every seed gives that waits for the first one itself, or that
/// nobody takes connections at all. Whoever is never answered begins anew (<see cref="JoinWatch"/>).
/// </para>
/// </remarks>
internal sealed class FirstSeed(Cluster cluster, IReadOnlyList<SeedAddress> others, TimeProvider time)
{
    /// <summary>Other seeds that were started with this one take connections by then.</summary>
    private static readonly TimeSpan AloneAfter = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    /// <summary>How long Akka lets silence pass before it takes it for an answer. Longer than <see cref="JoinWatch"/> waits.</summary>
    public static TimeSpan SilenceIsNoAnswerFor => TimeSpan.FromMinutes(10);

    /// <summary>Whether a node with these options is one. One that was in a cluster before joins as any other.</summary>
    public static bool Is(NodeOptions options) =>
        options.Cluster.Before.Count == 0 && options.Cluster.Seeds.Count > 1 && options.Cluster.Seeds[0] == new SeedAddress(options.Node.Host, options.OtherDoors.Akka.Number);

    public void Begin() => _ = Enter();

    private async Task Enter()
    {
        var started = time.GetTimestamp();
        using var pace = new PeriodicTimer(Pace, time);
        var there = await SeedReach.Among(others);
        while (there.Count == 0 && time.GetElapsedTime(started) < AloneAfter)
        {
            await pace.WaitForNextTickAsync();
            there = await SeedReach.Among(others);
        }
        if (!cluster.IsTerminated) cluster.JoinSeedNodes(there.Select(seed => ClusterJoin.AddressOf(cluster, seed)).Prepend(cluster.SelfAddress));
    }
}
