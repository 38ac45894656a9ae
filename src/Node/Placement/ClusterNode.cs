using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Placement;

/// <summary>A member of the cluster as placement sees it.</summary>
/// <param name="Id">This run of its process: a restarted one has another identity at the same address.</param>
/// <param name="Weight">Its share beside the others'; members tell each other by a role.</param>
public sealed record ClusterNode(NodeId Id, Address Address, int Weight)
{
    private const string WeightRole = "weight-";

    /// <summary>The role by which a node of this weight announces it.</summary>
    public static string RoleOf(int weight) => WeightRole + weight.ToString(CultureInfo.InvariantCulture);

    public static NodeId IdOf(UniqueAddress address) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{address.Address.Host}:{address.Address.Port}/{(uint)address.Uid:x8}"));

    public static ClusterNode Of(Member member)
    {
        var weight = 1;
        foreach (var role in member.Roles)
        {
            if (role.StartsWith(WeightRole, StringComparison.Ordinal) && int.TryParse(role.AsSpan(WeightRole.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var told))
                weight = Math.Clamp(told, 1, RingMember.MaxWeight);
        }
        return new ClusterNode(IdOf(member.UniqueAddress), member.Address, weight);
    }
}
