using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Akka.Cluster;
using AkkaCache.Node.Placement.Planning;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Placement;

/// <summary>The cluster's members as Akka's events tell of them: who is up, in the order of their age, and who is gone.</summary>
internal sealed class MemberList
{
    /// <summary>Many times the nodes that can go while somebody still has to hear of it.</summary>
    internal const int MaxGone = 256;

    private readonly Dictionary<UniqueAddress, Member> _members = [];
    private readonly Queue<NodeId> _gone = [];

    /// <summary>Those that were up and are not gone, the oldest first.</summary>
    public IReadOnlyList<PlanMember> ByAge { get; private set; } = [];

    public ImmutableArray<NodeId> Ids => [.. ByAge.Select(member => member.Node.Id)];

    /// <summary>Removed or declared down, the last ones.</summary>
    public ImmutableArray<NodeId> Gone => [.. _gone];

    /// <summary>Takes a member's new status. True when that changes anything here.</summary>
    public bool Apply(Member member)
    {
        if (member.Status is MemberStatus.Down or MemberStatus.Removed) return Remove(member);
        if (member.Status is not (MemberStatus.Up or MemberStatus.Leaving or MemberStatus.Exiting)) return false;
        _members[member.UniqueAddress] = member;
        Order();
        return true;
    }

    /// <summary>It formed the cluster, alone or as the first of those that were let in together.</summary>
    public static bool IsFirst(Member member) => member.Status == MemberStatus.Up && UpNumberOf(member) == 1;

    private bool Remove(Member member)
    {
        var id = ClusterNode.IdOf(member.UniqueAddress);
        var was = _members.Remove(member.UniqueAddress);
        if (!_gone.Contains(id))
        {
            if (_gone.Count == MaxGone) _gone.Dequeue();
            _gone.Enqueue(id);
            was = true;
        }
        if (was) Order();
        return was;
    }

    private void Order() =>
        ByAge = [.. _members.Values.Order(Member.AgeOrdering).Select(member => new PlanMember(ClusterNode.Of(member), member.Status == MemberStatus.Up))];

    /// <summary>Members are numbered in the order in which they came up. Akka compares by it but does not show it.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_UpNumber")]
    private static extern int UpNumberOf(Member member);
}
