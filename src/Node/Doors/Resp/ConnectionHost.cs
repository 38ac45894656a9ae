using System.Collections.Concurrent;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Replicas;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Routing.Workers;
using AkkaCache.Node.Sessions;
using AkkaCache.Protocol.Resp;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Resp;

/// <summary>The connections of one door: what they need to execute commands, where they report, and who looks after those that are idle.</summary>
public abstract class ConnectionHost : IDisposable
{
    /// <summary>Threads for commands that wait for other nodes: they sleep, and a node that is silent must not hold up those that only wait for a gate.</summary>
    private const int Askers = 4;

    /// <summary>A connection that was silent for this long gives its buffers back.</summary>
    private const int TrimAfterMs = 2000;

    /// <summary>How often idle and unauthenticated connections are looked for.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    /// <summary>Whoever sends HTTP may send much of it: one warning for all of a minute, as in Redis.</summary>
    private static readonly TimeSpan HttpWarningInterval = TimeSpan.FromMinutes(1);

    private readonly DoorServices _services;
    private readonly CommandWorkers _askers;
    private readonly ConcurrentDictionary<long, RespConnection> _connections = new();
    private ITimer? _sweep;
    private long _httpWarnedMs;

    private protected ConnectionHost(RespDoorOptions options, DoorServices services, ILogger log)
    {
        _services = services;
        Options = options;
        Log = log;
        CountError = services.Errors.Count;
        _askers = new CommandWorkers("asker of nodes", Askers, log);
    }

    internal RespDoorOptions Options { get; }
    internal CommandRouter Router => _services.Router;
    internal IKeyspace Keyspace => _services.Keyspace;

    /// <summary>What was written and not sent to backups yet: flushed after each batch of commands.</summary>
    internal PendingFlushes Flushes => _services.Flushes;
    internal INode Node => _services.Node;
    internal DataSettings Settings => _services.Settings;
    internal IConnections Clients => _services.Clients;
    internal ErrorObserver CountError { get; }
    internal long NowMs => _services.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private protected ILogger Log { get; }

    private protected TimeProvider Time => _services.Time;

    private protected bool IsStopping { get; private set; }

    /// <summary>Accepts nobody any more and ends all connections.</summary>
    public void Stop()
    {
        if (IsStopping) return;
        IsStopping = true;
        _sweep?.Dispose();
        StopAccepting();
        foreach (var connection in _connections.Values) connection.Kill();
        _askers.Dispose();
        Close();
    }

    public void Dispose() => Stop();

    internal ISubscriptions CreateSubscriptions(IPushTarget target) => _services.Channels.CreateSubscriptions(target);

    internal void Defer(RespConnection connection)
    {
        if (IsStopping) connection.Kill();
        else if (connection.Session.LastCommand is { } row && row.Is(CommandFlags.Everywhere) && !Node.Everywhere.IsAlone) _askers.Add(connection);
        else _services.Workers.Add(connection);
    }

    internal void CommandFailed(RespConnection connection, CommandDescriptor? command, Exception error) =>
        Resp.Log.CommandFailed(Log, command?.Name, connection.Session.Id, error);

    internal void ConnectionFailed(RespConnection connection, Exception error) => Resp.Log.ConnectionFailed(Log, connection.Session.Id, error);

    internal void OutputLimitReached(RespConnection connection) =>
        Resp.Log.OutputLimitReached(Log, connection.Session.Id, connection.RemoteAddress, connection.OutputBytes);

    internal void HttpSeen(RespConnection connection)
    {
        var now = NowMs;
        var last = Volatile.Read(ref _httpWarnedMs);
        if (now - last < HttpWarningInterval.TotalMilliseconds || Interlocked.CompareExchange(ref _httpWarnedMs, now, last) != last) return;
        Resp.Log.HttpSeen(Log, connection.Session.Id, connection.RemoteAddress);
    }

    internal void Ended(RespConnection connection)
    {
        _connections.TryRemove(connection.Session.Id, out _);
        Clients.Remove(connection);
        connection.Session.UnsubscribeAll();
        if (connection.Session.WatchedPartition >= 0) ThreadPool.UnsafeQueueUserWorkItem(Router.Forget, connection.Session, preferLocal: false);
    }

    private protected long NextId() => _services.NextId();

    private protected void Add(RespConnection connection)
    {
        _connections[connection.Session.Id] = connection;
        Clients.Add(connection);
    }

    private protected void BeginSweeping() => _sweep = Time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);

    /// <summary>No connection is added any more.</summary>
    private protected abstract void StopAccepting();

    /// <summary>All connections were told to end.</summary>
    private protected abstract void Close();

    private void Sweep()
    {
        var now = NowMs;
        var idleMs = Clients.IdleTimeoutSeconds * 1000L;
        foreach (var connection in _connections.Values)
        {
            var idle = idleMs > 0 && now - connection.LastActiveMs > idleMs && connection.Session.SubscriptionCount == 0;
            var stranger = !connection.Session.IsAuthenticated && now - connection.StartedMs > Options.AuthenticationTimeout.TotalMilliseconds;
            if (idle || stranger) connection.Kill();
            else if (connection.HoldsBuffers && now - connection.LastActiveMs > TrimAfterMs) connection.Trim();
        }
    }
}
