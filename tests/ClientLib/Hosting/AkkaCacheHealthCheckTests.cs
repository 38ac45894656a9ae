using AkkaCache.Client.Hosting;
using AkkaCache.Client.Tests.Daemons;
using AkkaCache.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaCache.Client.Tests.Hosting;

/// <summary>The health check, by its rule and as an application has it.</summary>
public sealed class AkkaCacheHealthCheckTests(OneDaemon one) : IClassFixture<OneDaemon>
{
    [Theory]
    [InlineData(NodeHealth.Healthy, "a", HealthStatus.Healthy, "2 nodes serve 2 partitions")]
    [InlineData(NodeHealth.Degraded, "a", HealthStatus.Degraded, "second is degraded")]
    [InlineData(NodeHealth.Unhealthy, "a", HealthStatus.Degraded, "second is unhealthy")]
    [InlineData(NodeHealth.Unhealthy, null, HealthStatus.Unhealthy, "1 of 2 partitions have no node that serves them")]
    public void Nodes_and_partitions_decide(NodeHealth health, string? primary, HealthStatus status, string text)
    {
        CacheNode[] nodes = [Node("a", "first", NodeHealth.Healthy), Node("b", "second", health)];
        CachePartition[] partitions = [new(0, 1, "a", []), new(1, 1, primary, [])];
        Assert.Equal((status, text), AkkaCacheHealthCheck.Judge(nodes, partitions));
    }

    [Fact]
    public async Task Cluster_that_answers_is_healthy()
    {
        await using var services = Services(one.Options, null);
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal((HealthStatus.Healthy, "1 nodes serve 256 partitions"), (report.Status, report.Entries["akkacache"].Description));
    }

    [Theory]
    [InlineData(null, HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task Cluster_that_nobody_reaches_is_a_failure_of_the_check(HealthStatus? failure, HealthStatus expected)
    {
        using var taken = new TakenPort();
        await using var services = Services(new CacheClientOptions { Nodes = [$"127.0.0.1:{taken.Number}"], ConnectTimeout = TimeSpan.FromMilliseconds(300) }, failure);
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(expected, report.Status);
        Assert.IsType<CacheException>(report.Entries["akkacache"].Exception);
    }

    private static ServiceProvider Services(CacheClientOptions options, HealthStatus? failure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddAkkaCacheClient(options);
        services.AddHealthChecks().AddAkkaCache(failureStatus: failure);
        return services.BuildServiceProvider();
    }

    private static CacheNode Node(string id, string name, NodeHealth health) => new() { Id = id, Name = name, Address = null, Health = health, IsConnected = true, Primaries = 1 };
}
