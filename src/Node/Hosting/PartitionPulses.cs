using AkkaCache.Node.Budget;
using AkkaCache.Node.Partitions;
using Microsoft.Extensions.Hosting;

namespace AkkaCache.Node.Hosting;

/// <summary>Runs what the node does for its partitions by the clock: expiry, and eviction that no command asks for.</summary>
internal sealed class PartitionPulses(PartitionTable partitions, MemoryBudget budget, NodeOptions options, TimeProvider time) : IHostedService
{
    private ExpiryPulse? _expiry;
    private EvictionPulse? _eviction;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _expiry = new ExpiryPulse(partitions, time, options.Expiry.Pace);
        _eviction = new EvictionPulse(budget, time);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _expiry?.Dispose();
        _eviction?.Dispose();
        return Task.CompletedTask;
    }
}
