using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Telemetry;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Clients;

/// <summary>Executes commands of the node's own process on the thread that calls, where their keys are served here and nothing has to be waited for.</summary>
/// <remarks>
/// The same router, gates and handlers as for every door, so the same checks, counts and effects. What cannot be done at once is given back as not executed: a gate that is
/// busy or closed, a long command, a write whose reply has to wait for copies. A read that would have to wait for them is given back after it ran, since it changed nothing.
/// </remarks>
public sealed class LocalCommands
{
    private readonly DoorServices _services;
    private readonly PartitionTable _partitions;

    /// <summary>Never disposed: threads may still come when the node ends, and find its gates closed.</summary>
    private readonly ThreadLocal<LocalSession> _sessions;

    private readonly int _get;

    public LocalCommands(DoorServices services, PartitionTable partitions, RespDoorOptions options, ILogger<LocalCommands> log)
    {
        _services = services;
        _partitions = partitions;
        _sessions = new ThreadLocal<LocalSession>(() => new LocalSession(services, options.Limits, log), trackAllValues: false);
        _get = services.Node.Table.Find("get"u8)!.Index;
    }

    /// <summary>Executes one command with one key.</summary>
    /// <param name="command">One command as the RESP door takes it.</param>
    /// <param name="partition">Of its key.</param>
    /// <param name="isRead">It changes nothing.</param>
    /// <param name="state">Given to <paramref name="take"/>.</param>
    /// <param name="take">Takes the reply, valid during the call. Its answer is this method's.</param>
    /// <returns>False: it was not executed, or nobody took the reply.</returns>
    public bool TryExecute<T>(ReadOnlySpan<byte> command, int partition, bool isRead, T state, Func<T, ReadOnlySpan<byte>, bool> take)
    {
        var home = _partitions[partition];
        if (!home.Gate.IsOpen || (!isRead && home.Commits is not null)) return false;
        var session = _sessions.Value!;

        // Whoever takes a reply may ask again.
        if (session.IsBusy) return false;
        session.IsBusy = true;
        try
        {
            return session.TryExecute(command) && take(state, session.TakeReply());
        }
        finally
        {
            session.Clear();
            session.IsBusy = false;
            if (!isRead) _services.Flushes.Flush();
        }
    }

    /// <summary>Reads a key's value as GET does.</summary>
    /// <param name="value">A copy; null: the key is absent.</param>
    /// <returns>False: it has to be asked for as a command. Also where the key holds no string.</returns>
    public bool TryGet(ReadOnlySpan<byte> key, int partition, out byte[]? value)
    {
        value = null;
        var home = _partitions[partition];
        if (_services.Router.IsLoading || home.Gate.TryEnterBriefly() != GateResult.Entered) return false;
        try
        {
            if (home.Commits is { NeedsHold: true }) return false;
            var nowMs = _services.Time.GetUtcNow().ToUnixTimeMilliseconds();
            var space = home.Space;
            var entry = space.FindToRead(key, nowMs, CommandContext.StampOf(nowMs));
            if (entry >= 0)
            {
                // Asked again as a command it counts a second hit, which an error may.
                if (space.Store.KindOf(entry) != EntryKind.String) return false;
                value = space.Store.StringOf(entry).ToArray();
            }
            if (_services.Settings.Metrics) CommandCalls.Count(_get);
            return true;
        }
        finally
        {
            home.Gate.Exit();
        }
    }
}
