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

    public RouteResult Run(ref CommandContext context, Session session) => TryRun(ref context, session, out var set) switch
    {
        GateResult.Busy => RouteResult.Deferred,
        GateResult.Closed => Refuse(ref context, session, set),
        _ => RouteResult.Done,
    };

    /// <summary>Runs it unless a gate is busy or closed: then nothing has happened.</summary>
    /// <param name="set">The partitions of the transaction.</param>
    internal GateResult TryRun(ref CommandContext context, Session session, out PartitionSet set)
    {
        var queue = session.Queue;
        set = default;
        if (context.Bounded && TakesLong(queue)) return GateResult.Busy;
        set = PartitionsOf(session);
        while (true)
        {
            var entered = GateKeeper.EnterAll(_partitions, set, context.Bounded);
            if (entered != GateResult.Entered) return entered;
            if (session.TransactionFailed || session.WatchBroken || !MustWait(queue, set)) break;
            GateKeeper.ExitAll(_partitions, set);
            if (context.Bounded) return GateResult.Busy;
            Thread.Sleep(PartitionRunner.LookAgainMs);
        }
        try
        {
            var from = context.Reply.TotalBytes;
            var isWrite = (queue.Flags & CommandFlags.Write) != 0;
            Execute(ref context, session, set);
            GateKeeper.HoldBack(_partitions, set, session.Replies, from, isWrite);
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
        return GateResult.Entered;
    }

    /// <summary>More than a thread that must not work long executes in one go.</summary>
    internal static bool TakesLong(TransactionQueue queue) => (queue.Flags & MayTakeLong) != 0 || queue.Count > InlineCommands;

    /// <summary>Executes a queue. The gates of <paramref name="set"/>, in which all its keys lie, are held.</summary>
    internal void ExecuteQueue(ref CommandContext context, TransactionQueue queue, in PartitionSet set)
    {
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
        }
    }

    private void Execute(ref CommandContext context, Session session, in PartitionSet set)
    {
        // A watched key that has run out of time since counts as changed: finding it gone tells its watchers.
        foreach (var watched in session.WatchedKeys) watched.Space.FindLive(watched.Key, context.NowMs);
        var broken = session.WatchBroken;
        session.Unwatch();
        try
        {
            if (session.TransactionFailed) context.Reply.Error(ErrorText.ExecAbort);
            else if (broken) context.Reply.NullArray();
            else if (!Admits(session.Queue, set)) ErrorText.ExecAbortBecause(context.Reply, ErrorText.NoReplicas);
            else ExecuteQueue(ref context, session.Queue, set);
        }
        finally
        {
            session.EndTransaction();
        }
    }

    /// <summary>Too few copies have what was written before, but not for so long that waiting for them is no use. The gates are held.</summary>
    private bool MustWait(TransactionQueue queue, in PartitionSet set)
    {
        if ((queue.Flags & CommandFlags.Write) == 0) return false;
        for (var index = set.Next(0); index >= 0; index = set.Next(index + 1))
        {
            if (!_partitions[index].AdmitsWrites && !_partitions[index].RefusesWrites) return true;
        }
        return false;
    }

    /// <summary>Copies enough have what was written before, or nothing is written. The gates are held.</summary>
    internal bool Admits(TransactionQueue queue, in PartitionSet set)
    {
        if ((queue.Flags & CommandFlags.Write) == 0) return true;
        for (var index = set.Next(0); index >= 0; index = set.Next(index + 1))
        {
            if (!_partitions[index].AdmitsWrites) return false;
        }
        return true;
    }

    private void ExecuteQueued(ref CommandContext context, CommandDescriptor row, CommandVector command)
    {
        if (context.Settings.Metrics) CommandCalls.Count(row.Index);
        var keys = row.Keys.In(command);
        var single = keys.First != 0 && (keys.Last == keys.First || command.Count <= keys.First + keys.Step);
        context.Start(row, command, single ? _partitions[_partitions.PartitionOf(command[keys.First])].Space : null);
        row.Handler(ref context);
    }

    /// <summary>The partitions of all keys, queued and watched.</summary>
    internal PartitionSet PartitionsOf(Session session)
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
