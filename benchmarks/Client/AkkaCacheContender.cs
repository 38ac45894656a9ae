using AkkaCache.Testing;

namespace AkkaCache.Client.Benchmarks;

/// <summary>This client and a daemon.</summary>
internal sealed class AkkaCacheContender : IContender
{
    private readonly DaemonProcess _daemon;
    private readonly CacheClient _client;

    private AkkaCacheContender(DaemonProcess daemon, CacheClient client)
    {
        _daemon = daemon;
        _client = client;
    }

    public string Name => "AkkaCache";

    public int ServerProcessId => _daemon.Id;

    /// <param name="framesUnderWay">Null: the client's default.</param>
    public static async Task<AkkaCacheContender> StartAsync(int? framesUnderWay)
    {
        var daemon = await DaemonProcess.StartAsync("--client-port", "0");
        var options = new CacheClientOptions { Nodes = [daemon.Client.ToString()] };
        if (framesUnderWay is { } frames) options = options with { FramesUnderWay = frames };
        var client = await CacheClient.ConnectAsync(options);
        foreach (var key in Workload.Keys) await client.SetAsync(key, Workload.Value);
        return new AkkaCacheContender(daemon, client);
    }

    public async Task AskAsync(int number)
    {
        var key = Workload.Keys[number % Workload.Keys.Length];
        if (Workload.IsRead(number)) await _client.GetAsync(key).ConfigureAwait(false);
        else await _client.SetAsync(key, Workload.Value).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _daemon.DisposeAsync();
    }
}
