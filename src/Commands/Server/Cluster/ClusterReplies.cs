using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Server.Cluster;

/// <summary>CLUSTER SLOTS, SHARDS and LINKS: the replies that are trees.</summary>
internal static class ClusterReplies
{
    /// <summary>One entry per run of slots: first, last, the primary.</summary>
    /// <remarks>
    /// No backups: to clients they are replicas to read from, but reads are served by primaries. And to clients a node is either: StackExchange.Redis 3.4 took one that
    /// is the backup of some slots and the primary of others for a replica and sent no writes to it.
    /// </remarks>
    public static void Slots(ref CommandContext context)
    {
        if (!ClusterCommands.IsShown(context)) return;
        var picture = context.Node.Cluster.Take();
        var reply = context.Reply;
        var runs = picture.SlotsByPrimary();
        // A client can do nothing with a node whose address is not known yet; that is soon over.
        runs.RemoveAll(run => !picture.Nodes[run.Primary].IsReachable);
        reply.ArrayHeader(runs.Count);
        foreach (var (primary, slots) in runs)
        {
            reply.ArrayHeader(3);
            reply.Integer(slots.First);
            reply.Integer(slots.Last);
            SlotNode(reply, picture.Nodes[primary]);
        }
    }

    /// <summary>One entry per set of copies, and one for each node that holds nothing.</summary>
    public static void Shards(ref CommandContext context)
    {
        if (!ClusterCommands.IsShown(context)) return;
        var picture = context.Node.Cluster.Take();
        var reply = context.Reply;
        var shards = new List<List<ClusterRange>>();
        foreach (var range in picture.Ranges)
        {
            var shard = shards.Find(shard => shard[0].HasCopiesOf(range));
            if (shard is null) shards.Add(shard = []);
            shard.Add(range);
        }
        var idle = Enumerable.Range(0, picture.Nodes.Length).Where(node => !shards.Exists(shard => Holds(shard[0], node))).ToList();
        reply.ArrayHeader(shards.Count + idle.Count);
        foreach (var shard in shards) Shard(reply, picture, shard, shard[0].Primary, shard[0].Backups);
        foreach (var node in idle) Shard(reply, picture, [], node, []);
    }

    /// <summary>Two entries per other node, as Redis has: one link serves both directions.</summary>
    public static void Links(ref CommandContext context)
    {
        if (!ClusterCommands.IsShown(context)) return;
        var reply = context.Reply;
        var linked = context.Node.Cluster.Take().Nodes.Where(node => node.LinkedMs > 0).ToList();
        reply.ArrayHeader(linked.Count * 2);
        foreach (var node in linked)
        {
            Link(reply, node, "to"u8, node.QueuedBytes);
            Link(reply, node, "from"u8, 0);
        }
    }

    private static bool Holds(ClusterRange range, int node) => range.Primary == node || range.Backups.Contains(node);

    private static void SlotNode(RespWriter reply, ClusterNode node)
    {
        reply.ArrayHeader(4);
        TextReply.Bulk(reply, node.Host);
        reply.Integer(node.RespPort);
        TextReply.Bulk(reply, node.Id);
        reply.MapHeader(0);
    }

    private static void Shard(RespWriter reply, ClusterPicture picture, List<ClusterRange> ranges, int primary, IReadOnlyCollection<int> backups)
    {
        reply.MapHeader(2);
        reply.Bulk("slots"u8);
        reply.ArrayHeader(ranges.Count * 2);
        foreach (var range in ranges)
        {
            reply.Integer(range.Slots.First);
            reply.Integer(range.Slots.Last);
        }
        reply.Bulk("nodes"u8);
        reply.ArrayHeader(1 + backups.Count);
        ShardNode(reply, picture.Nodes[primary], "master"u8);
        foreach (var backup in backups) ShardNode(reply, picture.Nodes[backup], "replica"u8);
    }

    private static void ShardNode(RespWriter reply, ClusterNode node, ReadOnlySpan<byte> role)
    {
        reply.MapHeader(7);
        reply.Bulk("id"u8);
        TextReply.Bulk(reply, node.Id);
        reply.Bulk("port"u8);
        reply.Integer(node.RespPort);
        reply.Bulk("ip"u8);
        TextReply.Bulk(reply, node.Host);
        reply.Bulk("endpoint"u8);
        TextReply.Bulk(reply, node.Host);
        reply.Bulk("role"u8);
        reply.Bulk(role);
        reply.Bulk("replication-offset"u8);
        reply.Integer(node.Offset);
        reply.Bulk("health"u8);
        reply.Bulk(node.Health == NodeHealth.Unhealthy ? "fail"u8 : "online"u8);
    }

    private static void Link(RespWriter reply, ClusterNode node, ReadOnlySpan<byte> direction, long queuedBytes)
    {
        reply.MapHeader(6);
        reply.Bulk("direction"u8);
        reply.Bulk(direction);
        reply.Bulk("node"u8);
        TextReply.Bulk(reply, node.Id);
        reply.Bulk("create-time"u8);
        reply.Integer(node.LinkedMs);
        reply.Bulk("events"u8);
        reply.Bulk(queuedBytes > 0 ? "rw"u8 : "r"u8);
        reply.Bulk("send-buffer-allocated"u8);
        reply.Integer(queuedBytes);
        reply.Bulk("send-buffer-used"u8);
        reply.Integer(queuedBytes);
    }
}
