using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Routing;

/// <summary>Runs EXEC: takes the gates of all keys, queued and watched, in index order, checks the watches, executes the queue, leaves.</summary>
/// <remarks>
/// While all gates are held nobody sees a state between two commands, over partitions too. Each touched partition's log marks its
/// effects as one transaction. A queue with a command that looks at all partitions takes all gates.
/// </remarks>
internal sealed class TransactionRunner
{
    private const CommandFlags MayTakeLong = CommandFlags.Unbounded | CommandFlags.Keyspace;

    /// <summary>Queued commands that a socket's thread executes in one go: some hundred microseconds.</summary>
    private const int InlineCommands = 256;

    private readonly PartitionTable _partitions;

    public TransactionRunner(PartitionTable partitions) => _partitions = partitions;

    public RouteResult Run(ref CommandContext context, Session session)
    {
        var queue = session.Queue;
        if (context.Bounded && ((queue.Flags & MayTakeLong) != 0 || queue.Count > InlineCommands)) return RouteResult.Deferred;

        var set = GatesOf(session);
        switch (GateKeeper.EnterAll(_partitions, set, context.Bounded))
        {
            case GateResult.Busy: return RouteResult.Deferred;
            case GateResult.Closed: return Refuse(ref context, session, set);
        }
        try
        {
            Execute(ref context, session, set);
        }
        catch (Exception e)
        {
            GateKeeper.FaultAll(_partitions, set, e);
            throw;
        }
        finally
        {
            GateKeeper.ExitAll(_partitions, set);
        }
        return RouteResult.Done;
    }

    private void Execute(ref CommandContext context, Session session, in PartitionSet set)
    {
        // A watched key that has run out of time since counts as changed: finding it gone tells its watchers.
        foreach (var watched in session.WatchedKeys) watched.Space.FindLive(watched.Key, context.NowMs);
        var broken = session.WatchBroken;
        session.Unwatch();
        if (session.TransactionFailed || broken)
        {
            if (session.TransactionFailed) context.Reply.Error(ErrorText.ExecAbort);
            else context.Reply.NullArray();
            session.EndTransaction();
            return;
        }

        var queue = session.Queue;
        var bounded = context.Bounded;
        context.Bounded = false;
        for (var index = set.Next(0); index >= 0; index = set.Next(index + 1)) _partitions[index].Space.Effects.BeginTransaction();
        try
        {
            context.Reply.ArrayHeader(queue.Count);
            for (var i = 0; i < queue.Count; i++) ExecuteQueued(ref context, queue.DescriptorAt(i), queue.VectorAt(i));
        }
        finally
        {
            for (var index = set.Next(0); index >= 0; index = set.Next(index + 1)) _partitions[index].Space.Effects.EndTransaction();
            context.Bounded = bounded;
            session.EndTransaction();
        }
    }

    private void ExecuteQueued(ref CommandContext context, CommandDescriptor row, CommandVector command)
    {
        if (context.Settings.Metrics) CommandCalls.Count(row.Index);
        var keys = row.Keys.In(command);
        var single = keys.First != 0 && (keys.Last == keys.First || command.Count <= keys.First + keys.Step);
        context.Start(row, command, single ? _partitions[_partitions.PartitionOf(command[keys.First])].Space : null);
        row.Handler(ref context);
    }

    private PartitionSet GatesOf(Session session)
    {
        var set = new PartitionSet();
        var queue = session.Queue;
        if ((queue.Flags & CommandFlags.Keyspace) != 0)
        {
            set.AddAll(_partitions.PartitionCount);
            return set;
        }
        foreach (var watched in session.WatchedKeys) set.Add(watched.Space.Index);
        for (var i = 0; i < queue.Count; i++)
        {
            var command = queue.VectorAt(i);
            var keys = queue.DescriptorAt(i).Keys.In(command);
            if (keys.First == 0) continue;
            var last = keys.LastIn(command.Count);
            for (var k = keys.First; k <= last; k += keys.Step)
            {
                if (k != keys.CountAt) set.Add(_partitions.PartitionOf(command[k]));
            }
        }
        return set;
    }

    private RouteResult Refuse(ref CommandContext context, Session session, in PartitionSet set)
    {
        if (!GateKeeper.LockAll(_partitions, set, context.Bounded)) return RouteResult.Deferred;
        session.DiscardTransaction();
        GateKeeper.ExitAll(_partitions, set);
        ErrorText.ExecAbortBecause(context.Reply, ErrorText.SlotNotServed);
        return RouteResult.Done;
    }
}
