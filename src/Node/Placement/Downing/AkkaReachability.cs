using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Akka.Cluster;

namespace AkkaCache.Node.Placement.Downing;

/// <summary>Who hears nothing of whom, as Akka's gossip has it. Akka knows it and shows only who is heard by not everybody.</summary>
internal static class AkkaReachability
{
    private const string ReadViewType = "Akka.Cluster.ClusterReadView, Akka.Cluster";
    private const string ReachabilityType = "Akka.Cluster.Reachability, Akka.Cluster";

    /// <summary>The members that are to stay, the oldest first, and what they say of each other.</summary>
    public static DowningView Of(Cluster cluster)
    {
        var members = cluster.State.Members.Where(member => member.Status is not (MemberStatus.Down or MemberStatus.Exiting or MemberStatus.Removed)).ToList();
        var silent = new HashSet<(UniqueAddress, UniqueAddress)>();
        var nodes = members.Select(member => member.UniqueAddress).ToHashSet();
        var reachability = ReachabilityOf(ReadViewOf(cluster));
        foreach (var observer in nodes)
            foreach (var subject in UnreachableFrom(reachability, observer).Where(nodes.Contains)) silent.Add((observer, subject));
        return new DowningView([.. members.Order(Member.AgeOrdering).Select(member => new DowningMember(member.UniqueAddress, member.Status is MemberStatus.Up or MemberStatus.Leaving))], silent);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_ReadView")]
    [return: UnsafeAccessorType(ReadViewType)]
    private static extern object ReadViewOf(Cluster cluster);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Reachability")]
    [return: UnsafeAccessorType(ReachabilityType)]
    private static extern object ReachabilityOf([UnsafeAccessorType(ReadViewType)] object view);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "AllUnreachableFrom")]
    private static extern ImmutableHashSet<UniqueAddress> UnreachableFrom([UnsafeAccessorType(ReachabilityType)] object reachability, UniqueAddress observer);
}
