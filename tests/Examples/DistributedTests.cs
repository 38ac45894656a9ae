using System.Text.RegularExpressions;
using AkkaCache.Testing;

namespace AkkaCache.Examples.Tests;

public sealed class DistributedTests
{
    /// <summary>Which of three nodes serves 86 partitions and which serve 85 is chance.</summary>
    private static readonly Regex Third = new("serves 8[56] of");

    [Fact]
    public async Task Example_keeps_its_claims()
    {
        var run = await ExampleProcess.RunAsync("Distributed");
        (run with { Output = Third.Replace(run.Output, "serves # of") }).AssertPrinted(
            """
            1. Three nodes form a cluster
               node-1 is Healthy and serves # of 256 partitions
               node-2 is Healthy and serves # of 256 partitions
               node-3 is Healthy and serves # of 256 partitions
               partitions with a copy on another node: 256
            2. Each key lies on one node, its copy on another
               values read back: 1000 of 1000
               nodes that serve some of them: 3
               reads that found their key, by all nodes' metrics: 1000; that found none: 0
            3. node-2 is killed while counters are counted up
               still connected to: node-1, node-3
               node-1 is Healthy and serves 128 of 256 partitions
               node-3 is Healthy and serves 128 of 256 partitions
               partitions with a copy on another node: 256
               values read back: 1000 of 1000
               answered increments that are lost: 0
               increments that count without being asked for: 0
               errors other than an unknown outcome: 0
            4. node-2 is started again, empty, and is given its share
               node-1 is Healthy and serves # of 256 partitions
               node-2 is Healthy and serves # of 256 partitions
               node-3 is Healthy and serves # of 256 partitions
               partitions with a copy on another node: 256
            5. A node is added
               node-1 is Healthy and serves 64 of 256 partitions
               node-2 is Healthy and serves 64 of 256 partitions
               node-3 is Healthy and serves 64 of 256 partitions
               node-4 is Healthy and serves 64 of 256 partitions
               partitions with a copy on another node: 256
            6. node-1 is told to leave and hands over what it holds
               node-2 is Healthy and serves # of 256 partitions
               node-3 is Healthy and serves # of 256 partitions
               node-4 is Healthy and serves # of 256 partitions
               partitions with a copy on another node: 256
               values read back: 1000 of 1000
            """);
    }

    [Fact]
    public async Task Example_with_a_node_that_runs_looks_only()
    {
        await using var daemon = await DaemonProcess.StartAsync("--client-port", "0", "--name", "lone");
        (await ExampleProcess.RunAsync("Distributed", "--node", daemon.Client.ToString())).AssertPrinted(
            """
               lone is Healthy and serves 256 of 256 partitions
               partitions with a copy on another node: 0
            """);
        Assert.True(daemon.IsAlive);
    }
}
