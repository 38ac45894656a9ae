using System.Buffers.Binary;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Partitions.Commits;
using AkkaCache.Node.Routing.Links;
using AkkaCache.Node.Routing.Workers;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Topology;
using AkkaCache.Protocol.Vectors;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Routing.Serving;

/// <summary>Executes requests: commands that another node forwarded, and those that waited in this one.</summary>
/// <remarks>
/// The node that was asked has checked what concerns the connection: that the command is known to it and the client may use it. What concerns the data is
/// checked here: the partition, the memory, the length of keys. Nothing is forwarded from here.
/// </remarks>
internal sealed class RequestExecution
{
    private readonly CommandTable _table;
    private readonly PartitionTable _partitions;
    private readonly IRoom _room;
    private readonly INode _node;
    private readonly DataSettings _settings;
    private readonly IPartitionDirectory _directory;
    private readonly TransactionRunner _transactions;
    private readonly RemoteWatches[] _watches;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public RequestExecution(CommandTable table, PartitionTable partitions, IRoom room, INode node, IPartitionDirectory directory, DataSettings settings, TimeProvider time, ILogger log)
    {
        _table = table;
        _partitions = partitions;
        _room = room;
        _node = node;
        _directory = directory;
        _transactions = new TransactionRunner(partitions);
        _watches = new RemoteWatches[partitions.PartitionCount];
        for (var i = 0; i < _watches.Length; i++) _watches[i] = new RemoteWatches(partitions[i]);
        _settings = settings;
        _time = time;
        _log = log;
    }

    /// <summary>Executes a request; where it is done, its reply is in <paramref name="scratch"/>.</summary>
    /// <param name="from">The node that was asked.</param>
    /// <param name="bounded">On a thread that must not wait nor work long.</param>
    public RunResult Run(NodeId from, in RequestHead head, ReadOnlySpan<byte> body, Scratch scratch, bool bounded, out CommitMark mark)
    {
        mark = default;
        var reply = scratch.Writer;
        reply.ProtocolVersion = head.ProtocolVersion;
        var context = new CommandContext(reply, LinkSession.Instance, _node, _partitions, _settings, _time.GetUtcNow().ToUnixTimeMilliseconds()) { Bounded = bounded };
        try
        {
            var result = head.Kind switch
            {
                RequestKind.Command => RunCommand(ref context, from, body, head.Partition, scratch, out mark),
                RequestKind.Transaction => RunTransaction(ref context, from, body, head.Partition, scratch, out mark),
                RequestKind.Watch => Watch(ref context, from, body, head.Partition, scratch),
                RequestKind.Unwatch => Unwatch(ref context, from, body, head.Partition),
                _ => null,
            };
            if (result is not null) return result.Value;
            reply.Error("ERR Protocol error: not a request"u8);
            return RunResult.Done;
        }
        catch (Exception e)
        {
            // A mistake of ours. The partition is closed by now where that is needed; whoever asked gets an honest answer.
            scratch.Clear();
            reply.Error("ERR internal error; the command may have been executed in part"u8);
            RoutingLog.CommandFailed(_log, context.Command?.Name, head.Partition, e);
            return RunResult.Done;
        }
    }

    /// <summary>Forgets what a node watched, after it is gone.</summary>
    public IDeferredWork Forgetting(NodeId node) => new WatchCleaning(_partitions, _watches, node, 0, _watches.Length);

    /// <summary>Forgets what is watched in a partition that is not served here any more; null when nothing is.</summary>
    public IDeferredWork? Forgetting(int partition) => _watches[partition].IsEmpty ? null : new WatchCleaning(_partitions, _watches, NodeId.None, partition, 1);

    // All of these: null when the body is none of its kind.

    private RunResult? RunCommand(ref CommandContext context, NodeId from, ReadOnlySpan<byte> body, int partition, Scratch scratch, out CommitMark mark)
    {
        mark = default;
        var at = 0;
        if (!VectorForm.TryRead(body, ref at, ref scratch.Ranges, out var count) || at != body.Length) return null;
        var command = new CommandVector(body, scratch.Ranges.AsSpan(0, count));
        var row = Find(command, context.Reply);
        if (row is null) return RunResult.Done;

        // What this node was asked itself is counted by its router.
        if (_settings.Metrics && from != _directory.Self) CommandCalls.Count(row.Index);
        if (row.Keys.In(command).First == 0 || !KeysAreIn(partition, row, command))
        {
            context.Reply.Error(ErrorText.CrossSlot);
            return RunResult.Done;
        }
        if (row.Is(CommandFlags.DenyOom) && _room.IsLimited)
        {
            switch (_room.MakeRoom(context.NowMs, context.Bounded))
            {
                case RoomResult.Busy: return RunResult.Deferred;
                case RoomResult.None:
                    context.Reply.Error(ErrorText.OutOfMemory);
                    return RunResult.Done;
            }
        }
        return PartitionRunner.Run(ref context, row, command, _partitions[partition], out mark);
    }

    private RunResult? RunTransaction(ref CommandContext context, NodeId from, ReadOnlySpan<byte> body, int index, Scratch scratch, out CommitMark mark)
    {
        mark = default;
        var at = 0;
        if (!WatchForm.TryRead(body, ref at, out var watch) || body.Length - at < sizeof(int)) return null;
        var count = BinaryPrimitives.ReadInt32LittleEndian(body[at..]);
        at += sizeof(int);
        for (var i = 0; i < count; i++)
        {
            if (!VectorForm.TryRead(body, ref at, ref scratch.Ranges, out var arguments)) return null;
            var command = new CommandVector(body, scratch.Ranges.AsSpan(0, arguments));
            if (Find(command, context.Reply) is not { } row) return RunResult.Done;
            if (row.Is(CommandFlags.Everywhere))
            {
                // Queued before the node that was asked had others beside it.
                ErrorText.EverywhereInTransaction(context.Reply, row.NameUtf8);
                return RunResult.Done;
            }
            if (row.Is(CommandFlags.Keyspace | CommandFlags.NoMulti) || !KeysAreIn(index, row, command)) return null;
            if (!scratch.Queue.TryAdd(row, command)) return null;
        }
        if (at != body.Length) return null;
        if (context.Bounded && TransactionRunner.TakesLong(scratch.Queue)) return RunResult.Deferred;
        if ((scratch.Queue.Flags & CommandFlags.DenyOom) != 0 && _room.IsLimited)
        {
            switch (_room.MakeRoom(context.NowMs, context.Bounded))
            {
                case RoomResult.Busy: return RunResult.Deferred;
                case RoomResult.None:
                    ErrorText.ExecAbortBecause(context.Reply, ErrorText.OutOfMemory);
                    return RunResult.Done;
            }
        }
        var partition = _partitions[index];
        var set = new PartitionSet();
        set.Add(index);
        switch (PartitionRunner.Enter(partition, (scratch.Queue.Flags & CommandFlags.Write) != 0, context.Bounded))
        {
            case GateResult.Busy: return RunResult.Deferred;
            case GateResult.Closed: return RunResult.Closed;
        }
        try
        {
            if (watch.Id != 0 && !_watches[index].Take(from, watch, context.NowMs)) context.Reply.NullArray();
            else if (!_transactions.Admits(scratch.Queue, set)) ErrorText.ExecAbortBecause(context.Reply, ErrorText.NoReplicas);
            else _transactions.ExecuteQueue(ref context, scratch.Queue, set);
            if (partition.Commits is { NeedsHold: true } commits) mark = commits.Mark((scratch.Queue.Flags & CommandFlags.Write) != 0);
        }
        catch (Exception e)
        {
            partition.Fault(e);
            throw;
        }
        finally
        {
            partition.Gate.Exit();
        }
        return RunResult.Done;
    }

    private RunResult? Watch(ref CommandContext context, NodeId from, ReadOnlySpan<byte> body, int index, Scratch scratch)
    {
        var at = 0;
        if (!WatchForm.TryRead(body, ref at, out var watch) || !VectorForm.TryRead(body, ref at, ref scratch.Ranges, out var count) || at != body.Length) return null;
        var command = new CommandVector(body, scratch.Ranges.AsSpan(0, count));
        for (var i = 1; i < command.Count; i++)
        {
            if (_partitions.PartitionOf(command[i]) != index) return null;
        }
        var partition = _partitions[index];
        switch (GateKeeper.Enter(partition.Gate, context.Bounded))
        {
            case GateResult.Busy: return RunResult.Deferred;
            case GateResult.Closed: return RunResult.Closed;
        }
        try
        {
            for (var i = 1; i < command.Count; i++)
            {
                // A key past its time is gone now, so that its removal later on is not taken for a change.
                partition.Space.FindLive(command[i], context.NowMs);
                if (_watches[index].TryAdd(from, watch, command[i])) continue;
                _watches[index].Forget(from, watch);
                context.Reply.Error("ERR too many keys are watched"u8);
                return RunResult.Done;
            }
        }
        finally
        {
            partition.Gate.Exit();
        }
        context.Reply.Ok();
        return RunResult.Done;
    }

    private RunResult? Unwatch(ref CommandContext context, NodeId from, ReadOnlySpan<byte> body, int index)
    {
        var at = 0;
        if (!WatchForm.TryRead(body, ref at, out var watch) || at != body.Length) return null;
        if (!_partitions[index].Gate.TryLock(wait: !context.Bounded)) return RunResult.Deferred;
        try
        {
            _watches[index].Forget(from, watch);
        }
        finally
        {
            _partitions[index].Gate.Exit();
        }
        context.Reply.Ok();
        return RunResult.Done;
    }

    private CommandDescriptor? Find(CommandVector command, RespWriter reply)
    {
        var row = _table.Find(command[0]);
        if (row is null)
        {
            ErrorText.UnknownCommand(reply, command);
            return null;
        }
        return row.IsContainer || !row.AcceptsCount(command.Count) ? SubcommandRouter.Resolve(row, command, reply) : row;
    }

    private bool KeysAreIn(int partition, CommandDescriptor row, CommandVector command)
    {
        var keys = row.Keys.In(command);
        if (keys.First == 0) return true;
        var last = keys.LastIn(command.Count);
        for (var i = keys.First; i <= last; i += keys.Step)
        {
            if (i != keys.CountAt && _partitions.PartitionOf(command[i]) != partition) return false;
        }
        return true;
    }
}
