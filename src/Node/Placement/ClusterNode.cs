using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Placement;

/// <summary>A member of the cluster as placement sees it.</summary>
/// <param name="Id">This run of its process: a restarted one has another identity at the same address.</param>
/// <param name="Weight">Its share beside the others'; members tell each other by a role.</param>
/// <param name="Zone">What it may fail together with, empty for none; told by a role too.</param>
/// <param name="LinkPort">Where the others' links reach it, 0 when it has not told; a role too, since it is needed before anything can be sent.</param>
public sealed record ClusterNode(NodeId Id, Address Address, int Weight, string Zone = "", int LinkPort = 0)
{
    private const string WeightRole = "weight-";
    private const string LinkRole = "link-";
    private const string ZoneRole = "zone-";

    /// <summary>The roles by which a node of this weight, zone and link port announces itself.</summary>
    public static string[] RolesOf(int weight, string zone, int linkPort)
    {
        var ofWeight = WeightRole + weight.ToString(CultureInfo.InvariantCulture);
        var ofLink = LinkRole + linkPort.ToString(CultureInfo.InvariantCulture);
        return zone.Length == 0 ? [ofWeight, ofLink] : [ofWeight, ofLink, ZoneRole + zone];
    }

    public static NodeId IdOf(UniqueAddress address) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{address.Address.Host}:{address.Address.Port}/{RunOf(address):x8}"));

#if SABOTAGE
    private static uint RunOf(UniqueAddress address) => Replication.Sabotage.Is(Replication.Sabotage.KeepsIdentity) ? 0 : (uint)address.Uid;
#else
    private static uint RunOf(UniqueAddress address) => (uint)address.Uid;
#endif

    public static ClusterNode Of(Member member)
    {
        var weight = 1;
        var zone = "";
        var linkPort = 0;
        foreach (var role in member.Roles)
        {
            if (role.StartsWith(WeightRole, StringComparison.Ordinal) && int.TryParse(role.AsSpan(WeightRole.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var told))
                weight = Math.Clamp(told, 1, RingMember.MaxWeight);
            else if (role.StartsWith(LinkRole, StringComparison.Ordinal) && ushort.TryParse(role.AsSpan(LinkRole.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
                linkPort = port;
            else if (role.StartsWith(ZoneRole, StringComparison.Ordinal) && role.Length - ZoneRole.Length <= RingMember.MaxZoneLength)
                zone = role[ZoneRole.Length..];
        }
        return new ClusterNode(IdOf(member.UniqueAddress), member.Address, weight, zone, linkPort);
    }
}
