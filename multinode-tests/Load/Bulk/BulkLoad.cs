using System.Globalization;
using System.Net;
using AkkaCache.Testing;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Load.Bulk;

/// <summary>A load for its weight: pipelines of INCR on counters that nobody else changes. Nothing is recorded but how many were answered, so that it costs little itself.</summary>
internal sealed class BulkLoad : IAsyncDisposable
{
    private const int ClientsPerNode = 2;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<BulkClient> _clients = [];
    private readonly List<Task> _running = [];
    private readonly HashSet<IPEndPoint> _withdrawn = [];
    private readonly Lock _lock = new();
    private readonly IReadOnlyList<IPEndPoint> _nodes;

    private BulkLoad(IReadOnlyList<IPEndPoint> nodes) => _nodes = nodes;

    public static BulkLoad Start(IReadOnlyList<IPEndPoint> nodes, int operationsPerSecond)
    {
        var load = new BulkLoad(nodes);
        var clients = nodes.Count * ClientsPerNode;
        for (var number = 0; number < clients; number++)
        {
            var client = new BulkClient(number, operationsPerSecond / (double)clients, load.NodeFor);
            load._clients.Add(client);
            load._running.Add(Task.Factory.StartNew(() => client.Run(load._stop.Token), TaskCreationOptions.LongRunning));
        }
        return load;
    }

    /// <summary>Moves a node's clients to others once what is in flight is answered, as whoever stops a node does first.</summary>
    public async Task WithdrawAsync(IPEndPoint node)
    {
        lock (_lock) _withdrawn.Add(node);
        await Until.TrueAsync(() => _clients.TrueForAll(client => !node.Equals(client.Node)), ClusterProcesses.Patience, () => $"the bulk load has operations in flight to {node}");
    }

    public void Return(IPEndPoint node)
    {
        lock (_lock) _withdrawn.Remove(node);
    }

    /// <summary>Sends no more, and compares the counters, read through <paramref name="reader"/>, with what was answered.</summary>
    public async Task<BulkResult> StopAsync(IPEndPoint reader)
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        var counted = _clients.SelectMany(client => Conversation.AskAll(reader, [.. client.Keys.Select(key => new[] { "GET", key })]))
            .Sum(reply => reply.IsNull ? 0 : long.Parse(reply.AsString, CultureInfo.InvariantCulture));
        return new BulkResult(_clients.Sum(client => client.Sent), _clients.Sum(client => client.Answered), counted, _clients.Max(client => client.LongestWait), [.. _clients.SelectMany(client => client.Failures)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        _stop.Dispose();
    }

    /// <summary>Where a client sends now: to its own node, or to the next one that takes clients.</summary>
    private IPEndPoint NodeFor(int client)
    {
        lock (_lock) return Enumerable.Range(client, _nodes.Count).Select(number => _nodes[number % _nodes.Count]).First(node => !_withdrawn.Contains(node));
    }
}

/// <summary>What came of a bulk load.</summary>
/// <param name="Counted">The sum of all counters at the end: as many as were answered, or more by at most what failed in unknown ways.</param>
/// <param name="Failures">Some of the answers that were errors, and ends of connections.</param>
internal sealed record BulkResult(long Sent, long Answered, long Counted, TimeSpan LongestWait, IReadOnlyList<string> Failures)
{
    public long Failed => Sent - Answered;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"bulk operations {Sent}, failed {Failed}, counted {Counted}, longest wait {LongestWait.TotalSeconds:F3} s");
}
