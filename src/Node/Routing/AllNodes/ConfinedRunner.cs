using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Partitions.Commits;
using AkkaCache.Node.Routing.Serving;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Routing.AllNodes;

/// <summary>Executes a command in partitions of this node, confined to each, under its gate. Waits for gates: for workers.</summary>
public sealed class ConfinedRunner
{
    private readonly CommandTable _table;
    private readonly PartitionTable _partitions;
    private readonly Lazy<INode> _node;
    private readonly DataSettings _settings;
    private readonly ICommits _commits;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <param name="node">Made when it is first needed: the node itself needs those who run its commands.</param>
    public ConfinedRunner(CommandTable table, PartitionTable partitions, Lazy<INode> node, DataSettings settings, ICommits commits, TimeProvider time, ILogger<ConfinedRunner> log)
    {
        _table = table;
        _partitions = partitions;
        _node = node;
        _settings = settings;
        _commits = commits;
        _time = time;
        _log = log;
    }

    internal int PartitionCount => _partitions.PartitionCount;

    /// <summary>
    /// Executes the command in as many of the partitions as replies have room for, then waits until they may be answered.
    /// Those not served here, or whose outcome is unknown, are refused.
    /// </summary>
    /// <param name="maxBytes">Once replies have so many bytes, the rest of the partitions is not reached.</param>
    /// <param name="limit">How long to wait until what was executed may be answered.</param>
    internal void Run(in PartitionSet wanted, CommandVector command, PartitionRun run, int maxBytes, TimeSpan limit)
    {
        run.Clear();
        var began = _time.GetTimestamp();
        using var reply = new RespWriter();
        var row = _table.Find(command[0]);
        var known = row is not null && row.Is(CommandFlags.Everywhere) && row.AcceptsCount(command.Count);
        for (var partition = wanted.Next(0); partition >= 0 && run.Bytes.Length < maxBytes; partition = wanted.Next(partition + 1))
        {
            if (partition >= _partitions.PartitionCount)
            {
                run.Refuse(partition);
                continue;
            }
            var mark = default(CommitMark);
            // A node of another version may ask what this one does not know.
            if (!known) ErrorText.UnknownCommand(reply, command);
            else if (!TryExecute(partition, row!, command, reply, out mark))
            {
                run.Refuse(partition);
                continue;
            }
            run.Add(partition, reply, mark);
        }
        _commits.Flush();
        for (var i = run.Replies.Count - 1; i >= 0; i--)
        {
            var left = limit - _time.GetElapsedTime(began);
            if (!_commits.Await(run.Replies[i].Mark, left > TimeSpan.Zero ? left : TimeSpan.Zero)) run.TakeBack(i);
        }
    }

    private bool TryExecute(int index, CommandDescriptor row, CommandVector command, RespWriter reply, out CommitMark mark)
    {
        mark = default;
        var partition = _partitions[index];
        if (!partition.Gate.TryEnter()) return false;
        try
        {
            var context = new CommandContext(reply, LinkSession.Instance, _node.Value, _partitions, _settings, _time.GetUtcNow().ToUnixTimeMilliseconds());
            context.Start(row, command, partition.Space);
            row.Handler(ref context);
            if (partition.Commits is { NeedsHold: true } commits) mark = commits.Mark(row.Is(CommandFlags.Write));
            return true;
        }
        catch (Exception e)
        {
            if (row.Is(CommandFlags.Write)) partition.Fault(e);
            AllNodesLog.StepFailed(_log, row.Name, index, e);
            while (reply.PendingBytes > 0) reply.Take(reply.Peek().Count);
            return false;
        }
        finally
        {
            partition.Gate.Exit();
        }
    }
}
