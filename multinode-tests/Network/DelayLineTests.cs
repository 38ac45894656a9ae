using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AkkaCache.Multinode.Network;

public sealed class DelayLineTests
{
    private const int LeastMs = 200;

    /// <summary>Answered by nobody but the kernel: a port that is closed refuses as soon as the packet has come there and back.</summary>
    [SkippableFact]
    public async Task Packets_of_the_node_are_held_up_and_overtake_each_other_until_disposed()
    {
        using var network = NamespaceNetwork.TryMake(2, out var why);
        Skip.If(network is null, why);
        // The first one waits until the devices are up and the code is compiled.
        await TimeOfRefusalAsync(network, node: 1);
        Assert.InRange((await TimeOfRefusalAsync(network, node: 1)).TotalMilliseconds, 0, LeastMs);
        await using (var line = await network.DelayAsync(1, TimeSpan.FromMilliseconds(LeastMs), TimeSpan.FromMilliseconds(2 * LeastMs)))
        {
            var held = await TimeOfRefusalAsync(network, node: 1);
            Assert.InRange(held.TotalMilliseconds, 2 * LeastMs, 20 * LeastMs);
            Assert.InRange((await TimeOfRefusalAsync(network, node: 0)).TotalMilliseconds, 0, LeastMs);
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => TimeOfRefusalAsync(network, node: 1)));
            Assert.InRange(line.Passed, 100, long.MaxValue);
            Assert.InRange(line.Overtaken, 1, line.Passed);
        }
        // One after the other, as a schedule has them.
        await using (await network.DelayAsync(1, TimeSpan.FromMilliseconds(LeastMs), TimeSpan.FromMilliseconds(LeastMs + 1))) Assert.InRange((await TimeOfRefusalAsync(network, node: 1)).TotalMilliseconds, 2 * LeastMs, 20 * LeastMs);
        Assert.InRange((await TimeOfRefusalAsync(network, node: 1)).TotalMilliseconds, 0, LeastMs);
    }

    private static async Task<TimeSpan> TimeOfRefusalAsync(NamespaceNetwork network, int node)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var started = Stopwatch.GetTimestamp();
        var error = await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(new IPEndPoint(network.PlaceOf(node).Address, 1)));
        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
        return Stopwatch.GetElapsedTime(started);
    }
}
