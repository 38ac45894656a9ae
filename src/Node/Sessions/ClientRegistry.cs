using System.Collections.Concurrent;
using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Node.Telemetry;

namespace AkkaCache.Node.Sessions;

/// <summary>All connections of the node, over all doors: for CLIENT LIST and KILL, for their limit and for INFO.</summary>
public sealed class ClientRegistry : IConnections, IClientRegistry
{
    private readonly ConcurrentDictionary<long, IConnection> _connections = new();
    private readonly SessionSettings _settings;
    private readonly TimeProvider _time;
    private readonly StripedCounter _receivedBytes = new();
    private int _count;
    private long _accepted;
    private long _rejected;
    private long _sentByEnded;

    public ClientRegistry(SessionSettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
    }

    public int MaxConnections => _settings.MaxConnections;
    public int IdleTimeoutSeconds => _settings.IdleTimeoutSeconds;
    public int Count => Volatile.Read(ref _count);

    /// <summary>Connections since the start.</summary>
    public long Accepted => Volatile.Read(ref _accepted);

    /// <summary>Connections turned away since the start.</summary>
    public long Refused => Volatile.Read(ref _rejected);

    public long ReceivedBytes => _receivedBytes.Value;

    /// <summary>Bytes of replies since the start, those of ended connections included. O(connections).</summary>
    public long SentBytes
    {
        get
        {
            var sum = Volatile.Read(ref _sentByEnded);
            foreach (var (_, connection) in _connections) sum += connection.TotalOutputBytes;
            return sum;
        }
    }

    /// <summary>Connections that are subscribed to something. O(connections).</summary>
    public int SubscriberCount
    {
        get
        {
            var count = 0;
            foreach (var (_, connection) in _connections)
            {
                if (connection.Session.SubscriptionCount > 0) count++;
            }
            return count;
        }
    }

    public void Add(IConnection connection)
    {
        if (!_connections.TryAdd(connection.Session.Id, connection)) return;
        Interlocked.Increment(ref _count);
        Interlocked.Increment(ref _accepted);
    }

    public void Remove(IConnection connection)
    {
        if (!_connections.TryRemove(connection.Session.Id, out _)) return;
        Interlocked.Decrement(ref _count);
        Interlocked.Add(ref _sentByEnded, connection.TotalOutputBytes);
    }

    public void Rejected() => Interlocked.Increment(ref _rejected);

    public void Received(int bytes) => _receivedBytes.Add(bytes);

    public void AppendList(StringBuilder text, Func<IClientFacts, bool> filter)
    {
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var connection in InOrder())
        {
            if (filter(new ClientFacts(connection, nowMs))) ClientLine.Append(text, connection, nowMs);
        }
    }

    public void AppendLine(StringBuilder text, long id)
    {
        if (_connections.TryGetValue(id, out var connection)) ClientLine.Append(text, connection, _time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    public int Kill(Func<IClientFacts, bool> filter)
    {
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var killed = 0;
        foreach (var connection in InOrder())
        {
            if (!filter(new ClientFacts(connection, nowMs))) continue;
            connection.Kill();
            killed++;
        }
        return killed;
    }

    private IConnection[] InOrder()
    {
        var connections = _connections.Values.ToArray();
        Array.Sort(connections, static (a, b) => a.Session.Id.CompareTo(b.Session.Id));
        return connections;
    }
}
