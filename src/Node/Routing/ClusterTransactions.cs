using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Routing.Forwarding;
using AkkaCache.Node.Sessions;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Routing;

/// <summary>MULTI, EXEC and WATCH where there are other nodes: all keys of a transaction, queued and watched, lie in one partition, and it runs where that is served.</summary>
/// <remarks>
/// The queue stays here until EXEC. It runs here if the partition is served here, as on a lone node; otherwise it goes as one request, and its
/// reply is that of EXEC. What is watched is noted where the partition is served, in the name of this node's connection; a transaction that does not find its watch there does
/// nothing, as if a key had changed. As in Redis Cluster, a command whose keys lie apart is refused when it is queued, and EXEC when its commands do.
/// </remarks>
internal sealed class ClusterTransactions
{
    private readonly PartitionTable _partitions;
    private readonly Forwarder _forwarder;
    private readonly TransactionRunner _local;
    private readonly HashSet<CommandDescriptor> _keyless = [];

    public ClusterTransactions(CommandTable table, PartitionTable partitions, Forwarder forwarder, TransactionRunner local)
    {
        _partitions = partitions;
        _forwarder = forwarder;
        _local = local;

        // Without keys and the same wherever they run: neither about the connection, nor about one node or all.
        foreach (var name in (string[])["ping", "echo", "time", "publish", "select", "unwatch"])
        {
            if (table.Find(System.Text.Encoding.ASCII.GetBytes(name)) is { } row) _keyless.Add(row);
        }
    }

    /// <summary>False, with the error written, when a command cannot be part of a transaction here.</summary>
    public bool MayQueue(Session session, CommandDescriptor row, CommandVector command, RespWriter reply)
    {
        var keys = row.Keys.In(command);
        if (keys.First == 0)
        {
            // A count of keys that is none: its handler will say so.
            if (row.Keys.CountAt != 0 || row.Is(CommandFlags.NoMulti) || _keyless.Contains(row)) return true;
            reply.Error(ErrorText.NotInTransaction);
        }
        else
        {
            var partition = _partitions.PartitionOf(command[keys.First]);
            var redirections = _forwarder.Redirections;
            var isOne = redirections is null ? AreIn(partition, command, keys) : SlotOfKeys.IsOne(command, keys);
            if (!isOne) reply.Error(ErrorText.CrossSlot);
            else if (redirections is null || _partitions[partition].Gate.IsOpen || !redirections.TryReply(reply, partition, SlotOfKeys.First(command, row))) return true;
        }
        session.TransactionFailed = true;
        return false;
    }

    /// <summary>EXEC within MULTI.</summary>
    public RouteResult Execute(ref CommandContext context, Session session, CommandDescriptor exec)
    {
        if (session.TransactionFailed) return End(ref context, session, Ending.Failed);
        var set = _local.PartitionsOf(session);
        var watched = session.WatchedPartition;
        if (watched >= 0) set.Add(watched);
        var partition = set.Next(0);
        if (session.WatchCrosses || (partition >= 0 && set.Next(partition + 1) >= 0)) return End(ref context, session, Ending.Crosses);
        if (partition < 0) return _local.Run(ref context, session);

        if (!session.RemoteWatch.IsSet && !(_forwarder.IsBusy(partition) && session.Replies.IsAwaiting))
        {
            switch (_local.TryRun(ref context, session, out _))
            {
                case GateResult.Entered: return RouteResult.Done;
                case GateResult.Busy: return RouteResult.Deferred;
            }
        }

        // What was watched here cannot be vouched for by another node.
        if (session.WatchedKeys.Count > 0 || session.WatchBroken) return End(ref context, session, Ending.Changed);
        _forwarder.Requests.Execute(session, exec, partition);
        session.EndTransaction();
        return RouteResult.Done;
    }

    /// <summary>WATCH of keys of one partition.</summary>
    public RouteResult Watch(ref CommandContext context, Session session, CommandDescriptor row, CommandVector command, int partition)
    {
        if (session.InTransaction)
        {
            context.Reply.Error(ErrorText.WatchInsideMulti);
            return RouteResult.Done;
        }
        var watched = session.WatchedPartition;
        if (watched >= 0 && watched != partition)
        {
            session.WatchCrosses = true;
            context.Reply.Error(ErrorText.CrossSlot);
            return RouteResult.Done;
        }
        if (!session.RemoteWatch.IsSet && !(_forwarder.IsBusy(partition) && session.Replies.IsAwaiting))
        {
            var from = context.Reply.TotalBytes;
            switch (PartitionRunner.Run(ref context, row, command, _partitions[partition], out var mark))
            {
                case RunResult.Deferred: return RouteResult.Deferred;
                case RunResult.Done:
                    if (!mark.IsNone) session.Replies.HoldBack(mark, from);
                    return RouteResult.Done;
            }
        }
        if (_forwarder.Redirections is { } redirections && redirections.TryReply(context.Reply, partition, SlotOfKeys.First(command, row))) session.WatchRefused();
        else _forwarder.Requests.Watch(session, row, command, partition);
        return RouteResult.Done;
    }

    /// <summary>Ends a transaction that does nothing, and its watches.</summary>
    private RouteResult End(ref CommandContext context, Session session, Ending ending)
    {
        var set = new PartitionSet();
        foreach (var watched in session.WatchedKeys) set.Add(watched.Space.Index);
        if (!GateKeeper.LockAll(_partitions, set, context.Bounded)) return RouteResult.Deferred;
        session.DiscardTransaction();
        GateKeeper.ExitAll(_partitions, set);
        if (session.EndedWatch.IsSet) _forwarder.Requests.Forget(session);
        switch (ending)
        {
            case Ending.Failed:
                context.Reply.Error(ErrorText.ExecAbort);
                break;
            case Ending.Crosses:
                context.Reply.Error(ErrorText.CrossSlot);
                break;
            default:
                context.Reply.NullArray();
                break;
        }
        return RouteResult.Done;
    }

    private bool AreIn(int partition, CommandVector command, in KeyPositions keys)
    {
        var last = keys.LastIn(command.Count);
        for (var i = keys.First; i <= last; i += keys.Step)
        {
            if (i != keys.CountAt && _partitions.PartitionOf(command[i]) != partition) return false;
        }
        return true;
    }

    private enum Ending
    {
        /// <summary>A command could not be queued.</summary>
        Failed,

        /// <summary>Its keys lie apart.</summary>
        Crosses,

        /// <summary>A watched key has changed, or may have.</summary>
        Changed,
    }
}
