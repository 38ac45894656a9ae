using AkkaCache.Node.Placement.Planning;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Placement;

/// <summary>Makes nodes known to each other: names and doors, which are known only once the doors are open. The rules, without clock or network.</summary>
/// <remarks>A node tells itself to every member, and asks those that it does not know to do the same, until they have. Times are ticks of 100 ns.</remarks>
internal sealed class Introductions(NodeId self, Action<NodeId, NodeTold> send)
{
    /// <summary>A question to a member is repeated at this pace, for it may not have opened its doors yet.</summary>
    internal static readonly long Pace = TimeSpan.FromSeconds(1).Ticks;

    private readonly HashSet<NodeId> _known = [];
    private NodeTold? _own;
    private IReadOnlyCollection<NodeId> _others = [];

    /// <summary>When <see cref="Tick"/> has something to do; the greatest number when never.</summary>
    public long Due { get; private set; } = long.MaxValue;

    /// <summary>This node's doors are open.</summary>
    public void Introduce(NodeTold own, long now)
    {
        _own = own;
        foreach (var node in _others) Tell(node);
        Review(now);
    }

    public void MembersChanged(IEnumerable<NodeId> members, long now)
    {
        var before = _others;
        _others = [.. members.Where(node => node != self)];
        _known.IntersectWith(_others);
        foreach (var node in _others)
        {
            if (!before.Contains(node)) Tell(node);
        }
        Review(now);
    }

    /// <returns>True when it is from a member.</returns>
    public bool Received(NodeTold told, long now)
    {
        if (!_others.Contains(told.From)) return false;
        _known.Add(told.From);
        if (told.Asks) Tell(told.From);
        if (_known.Count == _others.Count) Due = long.MaxValue;
        return true;
    }

    public void Tick(long now)
    {
        if (Due > now) return;
        foreach (var node in _others)
        {
            if (!_known.Contains(node)) Tell(node);
        }
        Due = long.MaxValue;
        Review(now);
    }

    private void Tell(NodeId to)
    {
        if (_own is not null) send(to, _own with { Asks = !_known.Contains(to) });
    }

    private void Review(long now)
    {
        if (_own is null || _known.Count == _others.Count) Due = long.MaxValue;
        else if (Due == long.MaxValue) Due = now + Pace;
    }
}
