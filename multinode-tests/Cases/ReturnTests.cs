using AkkaCache.Testing.Cluster;
using Xunit.Abstractions;

namespace AkkaCache.Multinode.Cases;

/// <summary>A node that was killed comes back at its address just when the others try that address again.</summary>
public sealed class ReturnTests(ITestOutputHelper output)
{
    /// <summary>Members that lost a connection of Akka's leave the address alone for five seconds; a process listens about 1.2 s after its start.</summary>
    private const int FirstMs = 3_500;
    private const int LastMs = 4_500;
    private const int StepMs = 200;

    /// <summary>What a node says that nobody lets in, when it tries as another (<c>JoinWatch</c>).</summary>
    private const string Mended = "under another identity";

    /// <summary>Found by a long run: with one connection of Akka's for both directions, each side could end up writing to one that the other did not read any more (decision 26).</summary>
    [Fact]
    public Task Node_is_heard_whenever_it_comes_back() => ClusterProcesses.RunAsync(new ClusterSettings { Profile = Scale.Profile }, output.WriteLine, async cluster =>
    {
        await ClusterMap.UntilSpreadAsync(cluster.Resp, copies: 2, ClusterProcesses.Patience);
        for (var round = 0; round < Scale.Returns; round++)
        {
            var node = cluster[round % cluster.Nodes.Count];
            var after = FirstMs + round * StepMs % (LastMs - FirstMs);
            await node.KillAsync();

            // The moment of the start is what this is about.
            await Task.Delay(after);
            node.Start();
            await node.UntilReadyAsync();
            output.WriteLine($"{DateTime.UtcNow:HH:mm:ss.fff} round {round + 1}: {node.Name} started {after} ms after its end");
            await ClusterMap.UntilSpreadAsync(cluster.Resp, copies: 2, ClusterProcesses.Patience);
            foreach (var other in cluster.Nodes) Assert.DoesNotContain(other.Lines, line => line.Contains(Mended, StringComparison.Ordinal));
        }
    });
}
