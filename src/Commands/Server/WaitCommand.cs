using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Server;

/// <summary>WAIT: holds its reply until backups have what was written before.</summary>
internal static class WaitCommand
{
    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("wait", 3, CommandFlags.NoScript | CommandFlags.Everywhere, KeyPositions.None, Wait)
        {
            Group = "generic", Since = "3.0.0", Complexity = "O(P) per look, P = partitions", Syntax = "numreplicas timeout",
            Summary = "Waits until so many backups have everything that was written before, or for so many milliseconds (0: without end); returns how many have it.",
            Differences = "Speaks of all writes of the cluster, not of this connection's alone: the least number of backups over all partitions. Commands behind it in a pipeline are executed meanwhile; their replies keep their place. In a cluster not inside `MULTI`.",
            ExtraCategories = ["connection"],
            Tips = ["request_policy:all_shards", "response_policy:agg_min"],
        },
    ];

    private static void Wait(ref CommandContext context)
    {
        if (context.HasSpace)
        {
            context.Node.Copies.WriteProgress(context.Space, context.Reply);
            return;
        }
        if (!IntegerText.TryParse(context.Args[1], out var wanted))
        {
            context.Reply.Error(ErrorText.NotInteger);
            return;
        }
        if (!IntegerText.TryParse(context.Args[2], out var limitMs))
        {
            context.Reply.Error(ErrorText.TimeoutNotInteger);
            return;
        }
        if (limitMs < 0)
        {
            context.Reply.Error(ErrorText.TimeoutNegative);
            return;
        }
        // Nobody has copies, and a transaction does not wait: where there are other nodes it has no WAIT, but it may have been queued before they came.
        if (context.Node.Everywhere.IsAlone && (wanted <= 0 || context.Session.InTransaction)) context.Reply.Integer(0);
        else if (context.Session.InTransaction) ErrorText.EverywhereInTransaction(context.Reply, context.Command.NameUtf8);
        else context.Session.AwaitCopies(wanted, limitMs == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Min(limitMs, uint.MaxValue - 1)));
    }
}
