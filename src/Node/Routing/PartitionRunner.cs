using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Partitions.Commits;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Routing;

/// <summary>Runs a command of one partition under its gate.</summary>
internal static class PartitionRunner
{
    /// <summary>A worker looks so often whether copies have caught up: a link needs about as long for a message.</summary>
    internal const int LookAgainMs = 2;

    /// <param name="mark">What its reply has to wait for, if anything.</param>
    public static RunResult Run(ref CommandContext context, CommandDescriptor row, CommandVector command, Partition partition, out CommitMark mark)
    {
        mark = default;
        switch (Enter(partition, row.Is(CommandFlags.Write), context.Bounded))
        {
            case GateResult.Busy: return RunResult.Deferred;
            case GateResult.Closed: return RunResult.Closed;
        }
        if (partition.RefusesWrites && row.Is(CommandFlags.Write) && !partition.AdmitsWrites)
        {
            partition.Gate.Exit();
            context.Reply.Error(ErrorText.NoReplicas);
            return RunResult.Done;
        }
        try
        {
            context.Start(row, command, partition.Space);
            row.Handler(ref context);
            if (partition.Commits is { NeedsHold: true } commits && !context.Deferred) mark = commits.Mark(row.Is(CommandFlags.Write));
        }
        catch (Exception e) when (row.Is(CommandFlags.Write))
        {
            partition.Fault(e);
            throw;
        }
        finally
        {
            partition.Gate.Exit();
        }
        return context.Deferred ? RunResult.Deferred : RunResult.Done;
    }

    /// <summary>Takes the gate; to write only when writes are admitted, which a worker waits for until it is hopeless.</summary>
    internal static GateResult Enter(Partition partition, bool isWrite, bool bounded)
    {
        while (true)
        {
            var result = GateKeeper.Enter(partition.Gate, bounded);
            if (result != GateResult.Entered || !isWrite || partition.AdmitsWrites || partition.RefusesWrites) return result;
            partition.Gate.Exit();
            if (bounded) return GateResult.Busy;
            Thread.Sleep(LookAgainMs);
        }
    }
}

/// <summary>What became of a command that was to run here.</summary>
internal enum RunResult
{
    /// <summary>It ran; its reply is written.</summary>
    Done,

    /// <summary>Nothing happened: it has to run on a worker.</summary>
    Deferred,

    /// <summary>Nothing happened: the partition is not served here.</summary>
    Closed,
}
