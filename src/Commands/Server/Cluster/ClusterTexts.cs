using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Commands.Server.Cluster;

/// <summary>CLUSTER NODES and INFO: the replies that are text.</summary>
internal static class ClusterTexts
{
    /// <summary>A line per node: id, host:port@akka-port, flags, its master, ping sent, pong received, epoch, link, slots.</summary>
    public static void Nodes(ref CommandContext context)
    {
        if (!context.Node.Cluster.Redirects)
        {
            context.Reply.Error(ErrorText.ClusterDisabled);
            return;
        }
        var picture = context.Node.Cluster.Take();
        var text = new StringBuilder();
        for (var i = 0; i < picture.Nodes.Length; i++) AppendNode(text, picture, i);
        TextReply.Verbatim(context.Reply, text);
    }

    public static void Info(ref CommandContext context)
    {
        if (!ClusterCommands.IsShown(context)) return;
        var picture = context.Node.Cluster.Take();
        var text = new StringBuilder();
        Line(text, "cluster_state", picture.IsWhole ? "ok" : "fail");
        Line(text, "cluster_slots_assigned", picture.SlotsAssigned);
        Line(text, "cluster_slots_ok", picture.SlotsAssigned - picture.SlotsSuspected);
        Line(text, "cluster_slots_pfail", picture.SlotsSuspected);
        Line(text, "cluster_slots_fail", 0);
        Line(text, "cluster_known_nodes", picture.Nodes.Length);
        Line(text, "cluster_size", picture.Primaries);
        Line(text, "cluster_current_epoch", picture.Epoch);
        Line(text, "cluster_my_epoch", picture.Self.Epoch);
        Line(text, "cluster_stats_messages_sent", picture.MessagesSent);
        Line(text, "cluster_stats_messages_received", picture.MessagesReceived);
        Line(text, "total_cluster_links_buffer_limit_exceeded", picture.MessagesRefused);
        TextReply.Verbatim(context.Reply, text);
    }

    private static void AppendNode(StringBuilder text, ClusterPicture picture, int index)
    {
        var node = picture.Nodes[index];
        var suspected = node.Health == NodeHealth.Unhealthy;
        text.Append(node.Id).Append(' ').Append(node.Host).Append(':').Append(node.RespPort).Append('@').Append(node.AkkaPort).Append(' ');
        if (index == 0) text.Append("myself,");
        text.Append("master");
        if (suspected) text.Append(",fail?");
        if (!node.IsReachable) text.Append(",noaddr");
        // A ping is under way only as long as its answer is missed.
        text.Append(" - ").Append(suspected ? node.HeardMs : 0).Append(' ').Append(node.HeardMs).Append(' ').Append(node.Epoch);
        text.Append(suspected ? " disconnected" : " connected");
        foreach (var slots in picture.SlotsOf(index)) AppendSlots(text, slots);
        text.Append('\n');
    }

    private static void AppendSlots(StringBuilder text, SlotRange slots)
    {
        text.Append(' ').Append(slots.First);
        if (slots.Last > slots.First) text.Append('-').Append(slots.Last);
    }

    private static void Line(StringBuilder text, string name, long value) => text.Append(name).Append(':').Append(value).Append("\r\n");

    private static void Line(StringBuilder text, string name, string value) => text.Append(name).Append(':').Append(value).Append("\r\n");
}
