using AkkaCache.Testing;

namespace AkkaCache.Client.Tests.Daemons;

/// <summary>Beginnings and ends of clients.</summary>
public sealed class ConnectingTests
{
    [Fact]
    public async Task Password_is_needed_where_there_is_one()
    {
        await using var daemon = await DaemonProcess.StartAsync("--client-port", "0", "--set", "security.requirepass=secret");
        var options = new CacheClientOptions { Nodes = [daemon.Client.ToString()] };
        Assert.Equal(CacheErrorCode.AccessDenied, (await Assert.ThrowsAsync<CacheException>(() => CacheClient.ConnectAsync(options))).Code);
        Assert.Equal(CacheErrorCode.AccessDenied, (await Assert.ThrowsAsync<CacheException>(() => CacheClient.ConnectAsync(options with { Password = "wrong" }))).Code);
        await using var client = await CacheClient.ConnectAsync(options with { Password = "secret" });
        Assert.Equal(1, await client.IncrementAsync("n"));
    }

    [Fact]
    public async Task Nobody_there_is_told_in_time()
    {
        var options = new CacheClientOptions { Nodes = ["127.0.0.1:1"], ConnectTimeout = TimeSpan.FromSeconds(1) };
        var error = await Assert.ThrowsAsync<CacheException>(() => CacheClient.ConnectAsync(options));
        Assert.Equal(CacheErrorCode.NoNodesAvailable, error.Code);
        Assert.Contains("127.0.0.1:1", error.Message);
    }

    [Fact]
    public async Task Node_that_comes_back_is_connected_to_anew()
    {
        await using var first = await DaemonProcess.StartAsync("--client-port", "0");
        var port = first.Client.Port;
        await using var client = await CacheClient.ConnectAsync(new CacheClientOptions { Nodes = [first.Client.ToString()], OperationTimeout = TimeSpan.FromSeconds(60) });
        await client.SetAsync("k", new byte[] { 1 });
        first.Crash();
        await first.WaitForExitAsync(DaemonProcess.Patience);

        // Waits for the next node.
        var waiting = client.GetAsync("k");
        await using var second = await DaemonProcess.StartAsync("--client-port", $"{port}");
        Assert.Null(await waiting);
        Assert.Equal(1, await client.IncrementAsync("n"));
    }

    [Fact]
    public async Task Operation_without_a_node_ends_in_time()
    {
        await using var daemon = await DaemonProcess.StartAsync("--client-port", "0");
        await using var client = await CacheClient.ConnectAsync(new CacheClientOptions { Nodes = [daemon.Client.ToString()], OperationTimeout = TimeSpan.FromSeconds(1) });
        daemon.Crash();
        await daemon.WaitForExitAsync(DaemonProcess.Patience);
        var result = await client.TryGetAsync("k");
        Assert.Contains(result.Error, new[] { CacheErrorCode.NoNodesAvailable, CacheErrorCode.NodeUnhealthy, CacheErrorCode.Timeout });
    }

    [Fact]
    public async Task Disposed_client_refuses()
    {
        await using var daemon = await DaemonProcess.StartAsync("--client-port", "0");
        var client = await CacheClient.ConnectAsync(daemon.Client.ToString());
        await client.DisposeAsync();
        await client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await client.GetAsync("k"));
    }
}
