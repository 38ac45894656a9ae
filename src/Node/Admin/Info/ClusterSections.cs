using AkkaCache.Commands.Execution;
using AkkaCache.Node.Partitions;

namespace AkkaCache.Node.Admin.Info;

/// <summary>INFO replication, cluster and nodes: this node among the others.</summary>
/// <remarks>Replication keeps to Redis's lines, which monitoring reads, and adds ours; a node that backs this one's partitions up stands where Redis has a replica.</remarks>
internal static class ClusterSections
{
    public static void AppendReplication(InfoText lines, NodeFacts facts)
    {
        var copying = facts.Cluster.Copying;
        var picture = facts.Cluster.View.Take();
        var backups = copying.Backups;
        lines.Heading("Replication");
        lines.Field("role", "master");
        lines.Field("connected_slaves", backups.Count);
        for (var i = 0; i < backups.Count; i++) AppendBackup(lines, i, backups[i], picture);
        lines.Field("master_failover_state", "no-failover");
        lines.Field("master_replid", facts.Identity.RunId);
        lines.Field("master_repl_offset", copying.Offset);
        lines.Field("replication_mode", copying.Mode);
        lines.Field("replication_copies", copying.Copies);
        lines.Field("replication_epoch", picture.Epoch);
        lines.Field("replication_lag_effects", backups.Sum(backup => backup.LagEffects));
        lines.Field("replication_lag_bytes", backups.Sum(backup => backup.LagBytes));
        lines.Field("replication_lag_ms", backups.Count == 0 ? 0 : backups.Max(backup => backup.LagMs));
    }

    public static void AppendCluster(InfoText lines, NodeFacts facts)
    {
        lines.Heading("Cluster");
        lines.Field("cluster_enabled", facts.Cluster.View.Redirects ? 1 : 0);
    }

    public static void AppendNodes(InfoText lines, NodeFacts facts)
    {
        var picture = facts.Cluster.View.Take();
        lines.Heading("Nodes");
        lines.Field("routing", facts.Cluster.View.Redirects ? "redirect" : "forward");
        lines.Field("nodes_known", picture.Nodes.Length);
        lines.Field("nodes_healthy", picture.Nodes.Count(node => node.Health == NodeHealth.Healthy));
        lines.Field("nodes_degraded", picture.Nodes.Count(node => node.Health == NodeHealth.Degraded));
        lines.Field("nodes_unhealthy", picture.Nodes.Count(node => node.Health == NodeHealth.Unhealthy));
        lines.Field("slots_without_primary", picture.Nodes.Length == 0 ? 0 : Protocol.Topology.HashSlot.Count - picture.SlotsAssigned);
        lines.Field("ring_hash_collisions", facts.Cluster.Counters.RingCollisions);
        lines.Field("total_requests", facts.Statistics.Commands);
        lines.Field("commands_parked_now", facts.Cluster.Counters.ParkedNow);
        foreach (var (name, count) in facts.Cluster.Counted) lines.Field(name, count);
        for (var i = 0; i < picture.Nodes.Length; i++) AppendNode(lines, i, picture);
    }

    private static void AppendBackup(InfoText lines, int number, BackupProgress backup, ClusterPicture picture)
    {
        var id = ClusterView.IdOf(backup.Node);
        var node = picture.Nodes.FirstOrDefault(node => node.Id == id);
        var state = backup.CatchingUp > 0 ? "send_bulk" : "online";
        lines.Field(
            $"slave{number}",
            $"ip={node?.Host},port={node?.RespPort ?? 0},state={state},offset={backup.Offset},lag={backup.LagMs / 1000},"
            + $"partitions={backup.Partitions},in_sync={backup.InSync},catching_up={backup.CatchingUp},lag_effects={backup.LagEffects},lag_bytes={backup.LagBytes},lag_ms={backup.LagMs}");
    }

    private static void AppendNode(InfoText lines, int number, ClusterPicture picture)
    {
        var node = picture.Nodes[number];
        var primary = picture.SlotsOf(number).Sum(slots => slots.Count);
        var backup = picture.Ranges.Where(range => range.Backups.Contains(number)).Sum(range => range.Slots.Count);
        lines.Field(
            $"node{number}",
            $"id={node.Id},name={node.Name},zone={node.Zone},ip={node.Host},port={node.RespPort},akka_port={node.AkkaPort},"
            + $"state={node.Health.ToString().ToLowerInvariant()},slots={primary},backup_slots={backup},epoch={node.Epoch},offset={node.Offset},ping_us={node.PingUs}");
    }
}
