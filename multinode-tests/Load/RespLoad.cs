using System.Net;
using AkkaCache.Testing;

namespace AkkaCache.Multinode.Load;

/// <summary>A load on several nodes: pipelining connections to each, a bounded rate, a record of every operation.</summary>
/// <remarks>
/// Everything that a connection sends goes through its own node, whoever holds the key. What cannot be sent, because a node is down, is not
/// made up for elsewhere and not recorded.
/// </remarks>
internal sealed class RespLoad : IAsyncDisposable
{
    private static readonly TimeSpan LookPace = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<(LoadClient Client, Task Running)> _clients = [];
    private readonly IWorkload _workload;
    private readonly LoadLimits _limits;
    private readonly LoadPace _pace;
    private readonly int _seed;
    private readonly Task _looking;
    private int _operations;

    private RespLoad(IWorkload workload, LoadLimits limits, int seed)
    {
        _workload = workload;
        _limits = limits;
        _seed = seed;
        _pace = new LoadPace(limits.OperationsPerSecond);
        _looking = LookAsync();
    }

    /// <summary>How many operations were sent or are about to be.</summary>
    public int Operations => Volatile.Read(ref _operations);

    /// <param name="nodes">Each gets connections.</param>
    /// <param name="seed">Of what is drawn; when it is sent is not in our hand.</param>
    public static RespLoad Start(IEnumerable<IPEndPoint> nodes, IWorkload workload, LoadLimits? limits = null, int seed = 1)
    {
        var load = new RespLoad(workload, limits ?? new LoadLimits(), seed);
        foreach (var node in nodes) load.Add(node);
        return load;
    }

    /// <summary>Gives a node connections, too.</summary>
    public void Add(IPEndPoint node) => Add(node, _workload, _limits);

    /// <summary>Gives a node connections with another workload, each of which waits for one reply before it asks again: many requests at a time for one thing have more orders than a checker can try.</summary>
    public void AddPatient(IPEndPoint node, IWorkload workload) => Add(node, workload, _limits with { MaxInFlight = 1 });

    /// <summary>Takes a node's connections away once everything in flight on them is answered, as whoever stops a node does first.</summary>
    public async Task WithdrawAsync(IPEndPoint node)
    {
        var clients = Of(node);
        foreach (var client in clients) client.Withdraw();
        await Until.TrueAsync(() => clients.TrueForAll(client => !client.IsConnected), _limits.ReplyTimeout * 2, () => $"operations are in flight to {node}");
    }

    /// <summary>Gives a node its connections back.</summary>
    public void Return(IPEndPoint node)
    {
        foreach (var client in Of(node)) client.Return();
    }

    /// <summary>Waits until so many more operations were sent.</summary>
    public Task UntilOperationsAsync(int more, TimeSpan patience)
    {
        var wanted = Math.Min(Operations + more, _limits.MaxOperations);
        return Until.TrueAsync(() => Operations >= wanted, patience, () => $"{Operations} operations, {wanted} wanted");
    }

    /// <summary>Sends no more, waits for the replies on their way, and returns everything that was sent.</summary>
    public async Task<History> StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients.Select(client => client.Running));
        await _looking;
        return new History([.. _clients.SelectMany(client => client.Client.History)]);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private void Add(IPEndPoint node, IWorkload workload, LoadLimits limits)
    {
        for (var i = 0; i < limits.ConnectionsPerNode; i++)
        {
            var number = _clients.Count;
            var client = new LoadClient(number, node, workload, limits, () => _pace.OperationsPerSecond / _clients.Count, MayGoOn, _seed * 1000 + number);
            _clients.Add((client, Task.Run(() => client.RunAsync(_stop.Token))));
        }
    }

    private List<LoadClient> Of(IPEndPoint node) => [.. _clients.Select(client => client.Client).Where(client => client.Node.Equals(node))];

    private bool MayGoOn()
    {
        if (Interlocked.Increment(ref _operations) <= _limits.MaxOperations) return true;
        Interlocked.Decrement(ref _operations);
        return false;
    }

    private async Task LookAsync()
    {
        var machine = new MachineLoad();
        machine.BusyShare();
        using var pace = new PeriodicTimer(LookPace);
        try
        {
            while (await pace.WaitForNextTickAsync(_stop.Token)) _pace.Look(machine.BusyShare());
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }
    }
}
