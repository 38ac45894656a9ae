using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Roles;

/// <summary>What a quorum's pongs allow a primary or candidate (rule 5). Kept from the beginning of the candidacy.</summary>
internal sealed class Lease(Replica replica, Epoch epoch)
{
    private readonly Dictionary<NodeId, long> _vouchedAt = [];

    /// <summary>The first ping that named the term: pongs of earlier ones say nothing about it.</summary>
    private long _namedFrom = long.MaxValue;

    /// <summary>By this node's clock; no end for one that is its own quorum.</summary>
    public long End { get; private set; } = long.MinValue;

    /// <summary>A ping that leaves at <paramref name="sentAt"/> names the term.</summary>
    public void Named(long sentAt) => _namedFrom = Math.Min(_namedFrom, sentAt);

    public void Vouched(NodeId voter, long sentAt, long at)
    {
        if (sentAt >= _namedFrom && at > _vouchedAt.GetValueOrDefault(voter, long.MinValue)) _vouchedAt[voter] = at;
    }

    /// <summary>The lease lasts as long as the oldest ping of the youngest quorum allows.</summary>
    public void Update()
    {
        var node = replica.Node;
        var vouching = new List<NodeId>();
        if (replica.MayVote && node.Rules.VouchesFor(epoch, replica.Promised)) vouching.Add(node.Self);
        if (node.Configuration.IsQuorum(vouching))
        {
            End = long.MaxValue;
            return;
        }
        End = long.MinValue;
        foreach (var (voter, at) in _vouchedAt.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key))
        {
            if (voter == node.Self) continue;
            vouching.Add(voter);
            if (!node.Configuration.IsQuorum(vouching)) continue;
            End = at + node.Settings.Lease;
            return;
        }
    }
}
