namespace AkkaCache.Client.Benchmarks;

/// <summary>A server in a process of its own, and a client of it in ours.</summary>
internal interface IContender : IAsyncDisposable
{
    string Name { get; }

    int ServerProcessId { get; }

    /// <summary>GET for an even number, SET for an odd one. An async method for every contender, so that each pays for one.</summary>
    Task AskAsync(int number);
}

/// <summary>What all contenders are asked for.</summary>
internal static class Workload
{
    public static readonly byte[] Value = new byte[32];

    public static readonly string[] Keys = [.. Enumerable.Range(0, 10_000).Select(i => $"key:{i:00000}")];

    public static bool IsRead(int number) => (number & 1) == 0;
}
