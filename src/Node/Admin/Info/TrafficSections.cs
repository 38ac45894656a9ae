using AkkaCache.Commands.Table;

namespace AkkaCache.Node.Admin.Info;

/// <summary>INFO clients, stats, commandstats and errorstats: what comes in and goes out.</summary>
internal static class TrafficSections
{
    public static void AppendClients(InfoText lines, NodeFacts facts)
    {
        lines.Heading("Clients");
        lines.Field("connected_clients", facts.Clients.Count);
        lines.Field("maxclients", facts.Clients.MaxConnections);
        lines.Field("pubsub_clients", facts.Clients.SubscriberCount);
        lines.Field("blocked_clients", 0);
        lines.Field("tracking_clients", 0);
        lines.Field("client_door_messages_refused", facts.ClientDoor.MessagesRefused.Value);
        lines.Field("client_door_frames_unreadable", facts.ClientDoor.FramesUnreadable.Value);
        lines.Field("client_door_unknown_sessions", facts.ClientDoor.UnknownSessions.Value);
        lines.Field("client_door_sessions_cut_off", facts.ClientDoor.SessionsCutOff.Value);
    }

    public static void AppendStatistics(InfoText lines, NodeFacts facts)
    {
        var now = facts.Statistics;
        var rates = facts.Traffic.Rates;
        lines.Heading("Stats");
        lines.Field("total_connections_received", now.Connections);
        lines.Field("total_commands_processed", now.Commands);
        lines.Field("instantaneous_ops_per_sec", (long)rates.Commands);
        lines.Field("total_net_input_bytes", now.ReceivedBytes);
        lines.Field("total_net_output_bytes", now.SentBytes);
        lines.Ratio("instantaneous_input_kbps", rates.ReceivedBytes / 1024);
        lines.Ratio("instantaneous_output_kbps", rates.SentBytes / 1024);
        lines.Field("rejected_connections", now.RejectedConnections);
        lines.Field("expired_keys", now.Expired);
        lines.Field("evicted_keys", now.Evicted);
        lines.Field("keyspace_hits", now.Hits);
        lines.Field("keyspace_misses", now.Misses);
        lines.Field("pubsub_channels", facts.Channels.ChannelCount);
        lines.Field("pubsub_patterns", facts.Channels.PatternCount);
        lines.Field("total_error_replies", now.Errors);
    }

    public static void AppendCommands(InfoText lines, NodeFacts facts)
    {
        lines.Heading("Commandstats");
        foreach (var row in facts.Table.All)
        {
            AppendCalls(lines, facts, row);
            foreach (var subcommand in row.Subcommands) AppendCalls(lines, facts, subcommand);
        }
    }

    private static void AppendCalls(InfoText lines, NodeFacts facts, CommandDescriptor row)
    {
        var calls = facts.Calls.Of(row);
        if (calls > 0) lines.Field("cmdstat_" + row.Name, $"calls={calls}");
    }

    public static void AppendErrors(InfoText lines, NodeFacts facts)
    {
        lines.Heading("Errorstats");
        foreach (var (code, count) in facts.Errors.ByCode())
        {
            var since = count - facts.ErrorBaseline.GetValueOrDefault(code);
            if (since > 0) lines.Field("errorstat_" + code, $"count={since}");
        }
    }
}
