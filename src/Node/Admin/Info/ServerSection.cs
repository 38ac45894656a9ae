using System.Runtime.InteropServices;

namespace AkkaCache.Node.Admin.Info;

/// <summary>INFO server, persistence and cpu: what the process is.</summary>
internal static class ServerSection
{
    private const long SecondsPerDay = 24 * 3600;

    public static void Append(InfoText lines, NodeFacts facts)
    {
        var uptime = facts.UptimeSeconds;
        lines.Heading("Server");
        lines.Field("redis_version", facts.RedisVersion);
        lines.Field("akkacache_version", facts.Version);
        lines.Field("redis_mode", facts.Cluster.View.Redirects ? "cluster" : "standalone");
        lines.Field("os", RuntimeInformation.OSDescription);
        lines.Field("arch_bits", nint.Size * 8);
        lines.Field("runtime", RuntimeInformation.FrameworkDescription);
        lines.Field("process_id", Environment.ProcessId);
        lines.Field("run_id", facts.Identity.RunId);
        lines.Field("tcp_port", facts.Identity.RespPort);
        lines.Field("server_time_usec", facts.UnixTimeMicroseconds);
        lines.Field("uptime_in_seconds", uptime);
        lines.Field("uptime_in_days", uptime / SecondsPerDay);
        lines.Field("executable", Environment.ProcessPath ?? "");
        lines.Field("config_file", facts.Identity.ConfigurationFile);
    }

    public static void AppendPersistence(InfoText lines)
    {
        // Nothing is kept on disk, and nothing is ever being loaded.
        lines.Heading("Persistence");
        lines.Field("loading", 0);
        lines.Field("rdb_bgsave_in_progress", 0);
        lines.Field("aof_enabled", 0);
        lines.Field("aof_rewrite_in_progress", 0);
    }

    public static void AppendCpu(InfoText lines)
    {
        var usage = Environment.CpuUsage;
        lines.Heading("CPU");
        lines.Seconds("used_cpu_sys", usage.PrivilegedTime);
        lines.Seconds("used_cpu_user", usage.UserTime);
    }
}
