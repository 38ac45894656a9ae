using System.Collections.Frozen;
using Akka.Actor;
using AkkaCache.Node.Placement.Planning;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Placement;

/// <summary>The nodes of the cluster as this one knows them. Written by the membership listener and by health checks, read by anyone without a lock.</summary>
public sealed class NodeDirectory
{
    private readonly Lock _changes = new();
    private FrozenDictionary<NodeId, NodeEntry> _entries = FrozenDictionary<NodeId, NodeEntry>.Empty;
    private NodeTold? _own;

    /// <summary>The members, in no order.</summary>
    public IReadOnlyCollection<NodeEntry> All => Volatile.Read(ref _entries).Values;

    /// <summary>Null when it is no member.</summary>
    public NodeEntry? Find(NodeId node) => Volatile.Read(ref _entries).GetValueOrDefault(node);

    /// <summary>A check found the node slow or behind, or found that it no longer is.</summary>
    public void SetDegraded(NodeId node, bool isDegraded) => Change(node, entry => entry with { IsDegraded = isDegraded });

    internal void SetReachable(NodeId node, bool isReachable) => Change(node, entry => entry with { IsReachable = isReachable });

    internal void SetLeaving(NodeId node) => Change(node, entry => entry with { IsLeaving = true });

    /// <summary>What a node tells of itself.</summary>
    internal void SetTold(NodeTold told) => Change(told.From, entry => entry.With(told));

    /// <summary>What this node tells of itself, which it may know before it is a member.</summary>
    internal void SetOwn(NodeTold own)
    {
        lock (_changes) _own = own;
        SetTold(own);
    }

    /// <summary>The members from now on; of those that stay, what is known stays known.</summary>
    internal void SetMembers(IEnumerable<ClusterNode> members)
    {
        lock (_changes)
        {
            var known = _entries;
            Volatile.Write(ref _entries, members.ToFrozenDictionary(member => member.Id, member => known.GetValueOrDefault(member.Id) ?? NewEntry(member)));
        }
    }

    private NodeEntry NewEntry(ClusterNode member)
    {
        var entry = NodeEntry.Of(member);
        return _own is not null && _own.From == member.Id ? entry.With(_own) : entry;
    }

    private void Change(NodeId node, Func<NodeEntry, NodeEntry> change)
    {
        lock (_changes)
        {
            if (!_entries.TryGetValue(node, out var entry)) return;
            var entries = _entries.ToDictionary();
            entries[node] = change(entry);
            Volatile.Write(ref _entries, entries.ToFrozenDictionary());
        }
    }
}

/// <summary>What is known of one node.</summary>
public sealed record NodeEntry
{
    public required NodeId Node { get; init; }

    /// <summary>Of its akka door.</summary>
    public required Address Address { get; init; }

    public required int Weight { get; init; }
    public required string Zone { get; init; }

    /// <summary>Until it has told its name: host and port of its akka door.</summary>
    public required string Name { get; init; }

    /// <summary>As clients reach it.</summary>
    public required string Host { get; init; }

    /// <summary>0 while it is not known, or when there is none.</summary>
    public int RespPort { get; init; }

    /// <inheritdoc cref="RespPort"/>
    public int ClientPort { get; init; }

    public bool IsReachable { get; init; } = true;
    public bool IsDegraded { get; init; }
    public bool IsLeaving { get; init; }

    public NodeState State => !IsReachable ? NodeState.Unhealthy : IsLeaving ? NodeState.Leaving : IsDegraded ? NodeState.Degraded : NodeState.Healthy;

    internal NodeEntry With(NodeTold told) => this with
    {
        Name = told.Name.Length == 0 ? Name : told.Name,
        Host = told.Host,
        RespPort = told.RespPort,
        ClientPort = told.ClientPort,
    };

    internal static NodeEntry Of(ClusterNode node) => new()
    {
        Node = node.Id,
        Address = node.Address,
        Weight = node.Weight,
        Zone = node.Zone,
        Name = $"{node.Address.Host}:{node.Address.Port}",
        Host = node.Address.Host ?? "",
    };
}

public enum NodeState
{
    Healthy,

    /// <summary>There, but slow or behind.</summary>
    Degraded,

    /// <summary>Some member cannot reach it.</summary>
    Unhealthy,

    /// <summary>It hands over what it holds.</summary>
    Leaving,
}
