using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Routing.Forwarding;
using AkkaCache.Node.Routing.Splitting;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Routing;

/// <summary>Takes a command from its bytes to its handler: row, checks, partition, gate, execution on the calling thread.</summary>
/// <remarks>
/// The checks run in Redis's order: known, arity, authentication, subscriber mode, memory, queueing. A socket's thread calls with
/// <see cref="CommandContext.Bounded"/> set; what must wait or work long then comes back as <see cref="RouteResult.Deferred"/>,
/// with nothing written and nothing changed, and is routed again by a worker.
/// </remarks>
public sealed class CommandRouter
{
    private readonly CommandTable _table;
    private readonly PartitionTable _partitions;
    private readonly IRoom _room;
    private readonly Forwarder? _forwarder;
    private readonly TransactionRunner _transactions;
    private readonly ClusterTransactions? _clusterTransactions;
    private readonly JoinRules _joinRules;
    private readonly Splitter? _splitter;
    private readonly RedirectCommands _redirectCommands;
    private readonly CommandDescriptor _exec;
    private readonly CommandDescriptor? _watch;
    private bool _isLoading;

    /// <param name="forwarder">Takes what this node does not serve; without one that is refused.</param>
    public CommandRouter(CommandTable table, PartitionTable partitions, IRoom room, Forwarder? forwarder = null)
    {
        _table = table;
        _partitions = partitions;
        _room = room;
        _forwarder = forwarder;
        _transactions = new TransactionRunner(partitions);
        _joinRules = new JoinRules(table);
        _clusterTransactions = forwarder is null ? null : new ClusterTransactions(table, partitions, forwarder, _transactions);
        _splitter = forwarder is null ? null : new Splitter(partitions, forwarder);
        _redirectCommands = new RedirectCommands(table);
        _exec = table.Find("exec"u8) ?? throw new ArgumentException("the table lacks EXEC", nameof(table));
        _watch = table.Find("watch"u8);
    }

    /// <summary>True while the node starts: only commands that may run then are taken, as Redis does while it loads its data.</summary>
    public bool IsLoading
    {
        get => Volatile.Read(ref _isLoading);
        set => Volatile.Write(ref _isLoading, value);
    }

    /// <summary>Some partitions are served by other nodes, or may come to be.</summary>
    private bool HasOthers => _forwarder is { IsAlone: false };

    public RouteResult Route(ref CommandContext context, Session session, CommandVector command)
    {
        var reply = context.Reply;
        var row = _table.Find(command[0]);
        if (row is null)
        {
            if (CrossProtocol.IsHttp(command[0]))
            {
                session.CloseAsHttp();
                return RouteResult.Done;
            }
            session.TransactionFailed |= session.InTransaction;
            ErrorText.UnknownCommand(reply, command);
            return RouteResult.Done;
        }
        if (row == _exec && !row.AcceptsCount(command.Count)) return AbortExec(ref context, session, "wrong number of arguments for 'exec' command"u8);
        if (row.IsContainer || !row.AcceptsCount(command.Count))
        {
            row = SubcommandRouter.Resolve(row, command, reply);
            if (row is null)
            {
                session.TransactionFailed |= session.InTransaction;
                return RouteResult.Done;
            }
        }
        session.LastCommand = row;
        if (!session.IsAuthenticated && !row.Is(CommandFlags.NoAuth)) return Refuse(ref context, session, row, ErrorText.NoAuth);
        if (session.SubscriptionCount > 0 && session.ProtocolVersion < 3 && !row.Is(CommandFlags.WhileSubscribed))
        {
            session.TransactionFailed |= session.InTransaction;
            ErrorText.SubscriberOnly(reply, row.NameUtf8);
            return RouteResult.Done;
        }
        if (Grows(session, row) && _room.IsLimited && MayRunHere(row, command))
        {
            // Evicting takes other partitions' gates: no gate is held yet, and a socket's thread does not wait for one.
            switch (_room.MakeRoom(context.NowMs, context.Bounded))
            {
                case RoomResult.Busy: return RouteResult.Deferred;
                case RoomResult.None: return Refuse(ref context, session, row, ErrorText.OutOfMemory);
            }
        }
        if (context.Settings.MaxKeyBytes > 0 && row.Is(CommandFlags.Write) && KeyTooLong(context, row, command)) return Refuse(ref context, session, row, "ERR key is too long"u8);
        if (_isLoading && !row.Is(CommandFlags.Loading)) return Refuse(ref context, session, row, ErrorText.Loading);
        if (session.InTransaction && !row.Is(CommandFlags.NotQueued))
        {
            if (HasOthers && !_clusterTransactions!.MayQueue(session, row, command, reply)) return RouteResult.Done;
            return Enqueue(context, session, row, command);
        }
        return Execute(ref context, session, row, command);
    }

    /// <summary>Prepares the processor for the commands to come, see <see cref="Routing.LookAhead"/>. The number of them that were looked at.</summary>
    public int LookAhead(ReadOnlySpan<byte> pipeline, RespReader reader) => Routing.LookAhead.Over(pipeline, reader, _partitions);

    /// <summary>Lets go what was forwarded for connections: one has no more input for now.</summary>
    public void FlushForwarded() => _forwarder?.FlushRequests();

    private RouteResult Execute(ref CommandContext context, Session session, CommandDescriptor row, CommandVector command)
    {
        if (context.Settings.Metrics) CommandCalls.Count(row.Index);
        var keys = row.Keys.In(command);
        if (keys.First == 0) return ExecuteWithoutKeys(ref context, session, row, command);
        if (keys.Last == keys.First || command.Count <= keys.First + keys.Step) return ExecuteOne(ref context, session, row, command, _partitions.PartitionOf(command[keys.First]));

        var set = new PartitionSet();
        var last = keys.LastIn(command.Count);
        for (var i = keys.First; i <= last; i += keys.Step)
        {
            if (i != keys.CountAt) set.Add(_partitions.PartitionOf(command[i]));
        }
        var first = set.Next(0);
        var isOne = set.Next(first + 1) < 0;
        if (_forwarder is { IsAlone: false } forwarder && (!isOne || (forwarder.Redirections is not null && !SlotOfKeys.IsOne(command, keys))))
            return Split(forwarder, ref context, session, row, command, keys);
        return isOne ? ExecuteOne(ref context, session, row, command, first) : ExecuteMany(ref context, session, row, command, set);
    }

    /// <summary>Where there are other nodes, what lies in several partitions is executed in parts or refused.</summary>
    private RouteResult Split(Forwarder forwarder, ref CommandContext context, Session session, CommandDescriptor row, CommandVector command, in KeyPositions keys)
    {
        var rule = forwarder.Redirections is null ? _joinRules.Of(row) : JoinRule.None;
        if (rule == JoinRule.None)
        {
            if (row == _watch) session.WatchCrosses = true;
            context.Reply.Error(ErrorText.CrossSlot);
            return RouteResult.Done;
        }
        if (context.Bounded && command.Count > CommandContext.InlineElements) return RouteResult.Deferred;
        _splitter!.Split(session, row, rule, command, keys, context.Bounded);
        return RouteResult.Done;
    }

    private RouteResult ExecuteOne(ref CommandContext context, Session session, CommandDescriptor row, CommandVector command, int index)
    {
        if (row == _watch && HasOthers) return _clusterTransactions!.Watch(ref context, session, row, command, index);

        // Whoever awaits nothing has nothing in front of this command, however many of others wait.
        if (_forwarder is { } forwarder && forwarder.IsBusy(index) && session.Replies.IsAwaiting) return Forward(forwarder, ref context, session, row, command, index);
        var from = context.Reply.TotalBytes;
        switch (PartitionRunner.Run(ref context, row, command, _partitions[index], out var mark))
        {
            case RunResult.Deferred: return RouteResult.Deferred;
            case RunResult.Closed when session.StaysHere: return RouteResult.Deferred;
            case RunResult.Closed: return _forwarder is { IsAlone: false } others ? Forward(others, ref context, session, row, command, index) : NotServed(ref context, session, row);
        }
        if (!mark.IsNone) session.Replies.HoldBack(mark, from);
        return RouteResult.Done;
    }

    private RouteResult ExecuteMany(ref CommandContext context, Session session, CommandDescriptor row, CommandVector command, in PartitionSet set)
    {
        switch (GateKeeper.EnterAll(_partitions, set, context.Bounded))
        {
            case GateResult.Busy: return RouteResult.Deferred;
            case GateResult.Closed: return NotServed(ref context, session, row);
        }
        try
        {
            var from = context.Reply.TotalBytes;
            context.Start(row, command, space: null);
            row.Handler(ref context);
            if (!context.Deferred) GateKeeper.HoldBack(_partitions, set, session.Replies, from, row.Is(CommandFlags.Write));
        }
        catch (Exception e) when (row.Is(CommandFlags.Write))
        {
            GateKeeper.FaultAll(_partitions, set, e);
            throw;
        }
        finally
        {
            GateKeeper.ExitAll(_partitions, set);
        }
        return context.Deferred ? RouteResult.Deferred : RouteResult.Done;
    }

    private RouteResult ExecuteWithoutKeys(ref CommandContext context, Session session, CommandDescriptor row, CommandVector command)
    {
        if (row.Is(CommandFlags.Keyspace) && context.Bounded) return RouteResult.Deferred;
        if (row == _exec && session.InTransaction) return HasOthers ? _clusterTransactions!.Execute(ref context, session, row) : _transactions.Run(ref context, session);
        if (_forwarder is { Redirections: not null } && _redirectCommands.TryRun(row, session, context.Reply)) return RouteResult.Done;
        if (session.WatchedKeys.Count > 0 && row.Is(CommandFlags.EndsWatch))
        {
            var set = new PartitionSet();
            foreach (var watched in session.WatchedKeys) set.Add(watched.Space.Index);
            return ExecuteUnderWatched(ref context, session, row, command, set);
        }
        context.Start(row, command, space: null);
        row.Handler(ref context);
        if (session.EndedWatch.IsSet) _forwarder!.Requests.Forget(session);
        return context.Deferred ? RouteResult.Deferred : RouteResult.Done;
    }

    // Watches are forgotten even where a gate is closed: only the lock is needed for that, not service.
    private RouteResult ExecuteUnderWatched(ref CommandContext context, Session session, CommandDescriptor row, CommandVector command, in PartitionSet set)
    {
        if (!GateKeeper.LockAll(_partitions, set, context.Bounded)) return RouteResult.Deferred;
        try
        {
            context.Start(row, command, space: null);
            row.Handler(ref context);
        }
        finally
        {
            GateKeeper.ExitAll(_partitions, set);
        }
        if (session.EndedWatch.IsSet) _forwarder!.Requests.Forget(session);
        return RouteResult.Done;
    }

    /// <summary>Forgets a session's watches when its connection has ended. Waits for gates: not on a socket's thread.</summary>
    public void Forget(Session session)
    {
        var set = new PartitionSet();
        foreach (var watched in session.WatchedKeys) set.Add(watched.Space.Index);
        GateKeeper.LockAll(_partitions, set, bounded: false);
        try
        {
            session.DiscardTransaction();
        }
        finally
        {
            GateKeeper.ExitAll(_partitions, set);
        }
        if (session.EndedWatch.IsSet) _forwarder!.Requests.Forget(session);
    }

    private static bool Grows(Session session, CommandDescriptor row) =>
        row.Is(CommandFlags.DenyOom) || (session.InTransaction && row.Is(CommandFlags.EndsWatch) && (session.Queue.Flags & CommandFlags.DenyOom) != 0);

    /// <summary>The command's first key is served here; or it has none.</summary>
    private bool MayRunHere(CommandDescriptor row, CommandVector command)
    {
        if (!HasOthers) return true;
        var keys = row.Keys.In(command);
        return keys.First == 0 || _partitions[_partitions.PartitionOf(command[keys.First])].Gate.IsOpen;
    }

    private RouteResult Refuse(ref CommandContext context, Session session, CommandDescriptor row, ReadOnlySpan<byte> error)
    {
        if (row == _exec) return AbortExec(ref context, session, error);
        session.TransactionFailed |= session.InTransaction;
        context.Reply.Error(error);
        return RouteResult.Done;
    }

    // Redis answers a refused EXEC so even where there is no transaction, and forgets the watches either way.
    private RouteResult AbortExec(ref CommandContext context, Session session, ReadOnlySpan<byte> reason)
    {
        var set = new PartitionSet();
        foreach (var watched in session.WatchedKeys) set.Add(watched.Space.Index);
        if (!GateKeeper.LockAll(_partitions, set, context.Bounded)) return RouteResult.Deferred;
        try
        {
            session.DiscardTransaction();
        }
        finally
        {
            GateKeeper.ExitAll(_partitions, set);
        }
        if (session.EndedWatch.IsSet) _forwarder!.Requests.Forget(session);
        ErrorText.ExecAbortBecause(context.Reply, reason);
        return RouteResult.Done;
    }

    private static RouteResult Enqueue(in CommandContext context, Session session, CommandDescriptor row, CommandVector command)
    {
        var reply = context.Reply;
        if (row.Is(CommandFlags.NoMulti))
        {
            session.TransactionFailed = true;
            reply.Error(ErrorText.NotInTransaction);
            return RouteResult.Done;
        }
        if (row.Is(CommandFlags.Keyspace | CommandFlags.Everywhere) && !context.Node.Everywhere.IsAlone)
        {
            session.TransactionFailed = true;
            ErrorText.EverywhereInTransaction(reply, row.NameUtf8);
            return RouteResult.Done;
        }
        if (!session.Queue.TryAdd(row, command))
        {
            session.TransactionFailed = true;
            reply.Error("ERR the transaction is longer than the node allows"u8);
            return RouteResult.Done;
        }
        reply.SimpleString("QUEUED"u8);
        return RouteResult.Done;
    }

    private static bool KeyTooLong(in CommandContext context, CommandDescriptor row, CommandVector command)
    {
        var keys = row.Keys.In(command);
        if (keys.First == 0) return false;
        var last = keys.LastIn(command.Count);
        for (var i = keys.First; i <= last; i += keys.Step)
        {
            if (i != keys.CountAt && command[i].Length > context.Settings.MaxKeyBytes) return true;
        }
        return false;
    }

    private RouteResult NotServed(ref CommandContext context, Session session, CommandDescriptor row)
    {
        if (row == _watch && !session.InTransaction) session.WatchRefused();
        context.Reply.Error(ErrorText.SlotNotServed);
        return RouteResult.Done;
    }

    private static RouteResult Forward(Forwarder forwarder, ref CommandContext context, Session session, CommandDescriptor row, CommandVector command, int partition)
    {
        if (forwarder.Redirections is { } redirections && !forwarder.IsBusy(partition)
            && redirections.TryReply(context.Reply, partition, SlotOfKeys.First(command, row))) return RouteResult.Done;
        forwarder.Forward(session, row, command, partition);
        return RouteResult.Done;
    }
}
