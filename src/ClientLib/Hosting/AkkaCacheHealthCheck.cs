using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaCache.Client.Hosting;

/// <summary>How the cluster does, as the application's client sees it: it is asked once, and told from the map of nodes and partitions.</summary>
/// <remarks>The client is taken from the application with the first check, so that one which cannot connect is a check that fails and no application that does not start.</remarks>
internal sealed class AkkaCacheHealthCheck(IServiceProvider services) : IHealthCheck
{
    private static readonly CacheKey Asked = "akkacache:health";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var client = services.GetRequiredService<CacheClient>();
            await client.ExistsAsync(Asked, cancellationToken).ConfigureAwait(false);
            var (status, text) = Judge(client.Cluster.Nodes, client.Cluster.Partitions);
            return new HealthCheckResult(status == HealthStatus.Unhealthy ? context.Registration.FailureStatus : status, text);
        }
        catch (CacheException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message, e);
        }
    }

    /// <summary>Keys that nobody serves are a failure; a node that is slow, behind or gone is a warning, as the others stand in for it.</summary>
    internal static (HealthStatus Status, string Text) Judge(IReadOnlyList<CacheNode> nodes, IReadOnlyList<CachePartition> partitions)
    {
        var orphans = partitions.Count(partition => partition.Primary is null);
        if (orphans > 0) return (HealthStatus.Unhealthy, $"{orphans} of {partitions.Count} partitions have no node that serves them");
        var sick = nodes.Where(node => node.Health != NodeHealth.Healthy).Select(node => $"{(node.Name.Length > 0 ? node.Name : node.Id)} is {node.Health.ToString().ToLowerInvariant()}").ToList();
        return sick.Count > 0 ? (HealthStatus.Degraded, string.Join(", ", sick)) : (HealthStatus.Healthy, $"{nodes.Count} nodes serve {partitions.Count} partitions");
    }
}
