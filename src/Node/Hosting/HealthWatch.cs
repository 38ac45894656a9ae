using AkkaCache.Node.Partitions;
using AkkaCache.Node.Placement;
using Microsoft.Extensions.Hosting;

namespace AkkaCache.Node.Hosting;

/// <summary>Looks at the other nodes by the clock: one that answers, but slowly, or whose copies lie far behind, is degraded.</summary>
/// <remarks>Whether a node can be reached at all is for the cluster's failure detector and for the pings of replication, which are faster.</remarks>
internal sealed class HealthWatch(NodeDirectory directory, NodeReplication replication, ICopying copying, NodeOptions options, TimeProvider time) : IHostedService
{
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(_ => Look(), null, options.Health.Interval, options.Health.Interval);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    private void Look()
    {
        if (replication.Runner is not { } runner || directory.All.Count < 2) return;
        var lags = copying.Backups.ToDictionary(backup => backup.Node, backup => backup.LagMs);
        foreach (var node in directory.All)
        {
            if (node.Node == runner.Self) continue;
            var isSlow = runner.PingTimeOf(node.Node) > options.Health.DegradedPing;
            var isBehind = lags.GetValueOrDefault(node.Node) > options.Health.DegradedLag.TotalMilliseconds;
            if (node.IsDegraded != (isSlow || isBehind)) directory.SetDegraded(node.Node, isSlow || isBehind);
        }
    }
}
