using System.Net.Sockets;

namespace AkkaCache.Node.Hosting;

/// <summary>Which seeds take connections: there is a process, whatever it is a member of.</summary>
internal static class SeedReach
{
    /// <summary>A node of the same network accepts within milliseconds.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyList<SeedAddress>> Among(IReadOnlyList<SeedAddress> seeds)
    {
        var reachable = await Task.WhenAll(seeds.Select(IsReachable));
        return [.. seeds.Where((_, index) => reachable[index])];
    }

    private static async Task<bool> IsReachable(SeedAddress node)
    {
        using var patience = new CancellationTokenSource(ConnectTimeout);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(node.Host, node.Port, patience.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
