using Akka.Cluster;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Placement;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaCache.Node.Tests.Hosting;

/// <summary>Whole nodes in one process that form a cluster, agree on a plan, know each other and leave.</summary>
public sealed class FormingTests : IAsyncLifetime
{
    private readonly List<FormingNode> _nodes = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task Nodes_form_one_cluster_with_one_plan_and_know_each_other()
    {
        var nodes = await Form(3);

        Assert.Single(nodes, node => node.Sink.Founded);
        Assert.All(nodes, node => Assert.Equal(nodes.Select(other => other.Id).ToHashSet(), node.Sink.Up.ToHashSet()));
        Assert.All(nodes, node => Assert.Equal(nodes[0].Plan.Current!.Plan.Owners.AsEnumerable(), node.Plan.Current!.Plan.Owners));
        Assert.All(nodes[0].Plan.Current!.Plan.Owners, owners => Assert.Equal(2, owners.Copies));
        Assert.All(nodes, node => Assert.Equal(node.Plan.Current!.Plan.Owners.AsEnumerable(), node.Sink.Owners));
        foreach (var node in nodes)
        {
            foreach (var other in nodes)
            {
                // On a busy machine a node is slow, and so degraded, now and then.
                await Until(() => node.Directory.Find(other.Id) is { RespPort: > 0, State: NodeState.Healthy });
                var entry = node.Directory.Find(other.Id)!;
                Assert.Equal((other.Name, "zone-" + other.Name, 1), (entry.Name, entry.Zone, entry.Weight));
                Assert.True(node.Addresses.TryGet(other.Id, out var host, out var port));
                Assert.Equal(("127.0.0.1", other.RespPort), (host, port));
            }
        }
        Assert.False(nodes[0].Addresses.TryGet(new NodeId("stranger"), out _, out _));
    }

    [Fact]
    public async Task Node_told_to_end_hands_over_first_and_is_a_member_until_then()
    {
        var nodes = await Form(3);
        var leaver = nodes[1];
        leaver.Drain.IsDrained = false;

        var stopped = leaver.Host.StopAsync();
        await Until(() => nodes.All(node => node.Plan.Current!.Plan.Nodes.Length == 2 && !node.Plan.Current.Plan.Covers(leaver.Id)));
        Assert.All(nodes, node => Assert.Equal(3, node.Sink.Up.Length));
        Assert.Equal(NodeState.Leaving, nodes[0].Directory.Find(leaver.Id)!.State);
        Assert.False(stopped.IsCompleted);

        leaver.Drain.IsDrained = true;
        await stopped.WaitAsync(FormingNode.Patience);
        await Until(() => nodes[0].Sink.Gone.Contains(leaver.Id) && nodes[2].Sink.Up.Length == 2);
        Assert.True(leaver.Host.Services.GetRequiredService<NodeDeparture>().WasAsked);
    }

    [Fact]
    public async Task Nodes_that_all_end_wait_for_nobody()
    {
        var nodes = await Form(2);
        foreach (var node in nodes) node.Drain.IsDrained = false;
        await Task.WhenAll(nodes.Select(node => node.Host.StopAsync())).WaitAsync(FormingNode.Patience);
    }

    [Fact]
    public async Task Node_that_is_declared_down_ends_and_was_not_asked_to()
    {
        var nodes = await Form(2);
        Cluster.Get(nodes[0].System).Down(Cluster.Get(nodes[1].System).SelfAddress);

        await nodes[1].System.WhenTerminated.WaitAsync(FormingNode.Patience);
        await Until(() => nodes[0].Sink.Gone.Contains(nodes[1].Id) && nodes[0].Sink.Up.Length == 1);
        await Until(() => nodes[0].Plan.Current!.Plan.Nodes.Length == 1);
        await nodes[1].Host.StopAsync();
        Assert.False(nodes[1].Host.Services.GetRequiredService<NodeDeparture>().WasAsked);
    }

    private async Task<FormingNode[]> Form(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var node = new FormingNode($"n{i}", _nodes.Count == 0 ? "" : _nodes[0].AkkaAddress);
            _nodes.Add(node);
            await node.Host.StartAsync();
        }
        await Until(() => _nodes.All(node => node.Plan.Current?.Plan.Nodes.Length == count && node.Sink.Up.Length == count));
        return [.. _nodes];
    }

    private static async Task Until(Func<bool> condition)
    {
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var patience = new CancellationTokenSource(FormingNode.Patience);
        while (!condition()) await pulse.WaitForNextTickAsync(patience.Token);
    }
}
