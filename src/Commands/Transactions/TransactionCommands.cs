using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Transactions;

/// <summary>MULTI, EXEC, DISCARD, WATCH, UNWATCH. The queue is the session's; EXEC is run by the router, which holds the gates.</summary>
public static class TransactionCommands
{
    private const CommandFlags Flags = CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.NoMonitor;
    private const CommandFlags Quick = Flags | CommandFlags.Fast | CommandFlags.AllowBusy;

    public static IEnumerable<CommandDescriptor> Rows =>
    [
        new("multi", 1, Quick | CommandFlags.NotQueued, KeyPositions.None, Multi)
        {
            Group = "transactions", Since = "1.2.0", Complexity = "O(1)",
            Summary = "Begins a transaction: commands queue up until EXEC.",
        },
        new("exec", 1, Flags | CommandFlags.SkipSlowlog | CommandFlags.NotQueued | CommandFlags.EndsWatch, KeyPositions.None, Exec)
        {
            Group = "transactions", Since = "1.2.0", Complexity = "That of the queued commands",
            Summary = "Executes the queued commands without anything in between, unless a watched key has changed.",
        },
        new("discard", 1, Quick | CommandFlags.NotQueued | CommandFlags.EndsWatch, KeyPositions.None, Discard)
        {
            Group = "transactions", Since = "2.0.0", Complexity = "O(N), N = queued commands",
            Summary = "Drops the queued commands and all watches.",
        },
        new("watch", -2, Quick | CommandFlags.NotQueued, KeyPositions.All, Watch)
        {
            Group = "transactions", Since = "2.2.0", Complexity = "O(N), N = keys", Syntax = "key [key ...]",
            Summary = "Makes the next EXEC fail if one of the keys has changed by then.",
            Differences = "Refused because a key is not served just then, it makes the next EXEC fail as well: who sends reads behind it in one go cannot see the refusal in time.",
            KeySpecs = KeySpec.All(KeyAccess.ReadOnly),
        },
        new("unwatch", 1, Quick | CommandFlags.EndsWatch, KeyPositions.None, Unwatch)
        {
            Group = "transactions", Since = "2.2.0", Complexity = "O(N), N = watched keys",
            Summary = "Forgets all watches.",
        },
    ];

    private static void Multi(ref CommandContext context)
    {
        if (context.Session.InTransaction)
        {
            context.Reply.Error(ErrorText.MultiNested);
            return;
        }
        context.Session.BeginTransaction();
        context.Reply.Ok();
    }

    // The router runs the queue itself; what reaches this row is an EXEC with nothing to run.
    private static void Exec(ref CommandContext context) => context.Reply.Error(ErrorText.ExecWithoutMulti);

    private static void Discard(ref CommandContext context)
    {
        if (!context.Session.InTransaction)
        {
            context.Reply.Error(ErrorText.DiscardWithoutMulti);
            return;
        }
        context.Session.DiscardTransaction();
        context.Reply.Ok();
    }

    private static void Watch(ref CommandContext context)
    {
        if (context.Session.InTransaction)
        {
            context.Reply.Error(ErrorText.WatchInsideMulti);
            return;
        }
        for (var i = 1; i < context.Args.Count; i++)
        {
            var space = context.SpaceOf(context.Args[i]);
            // A key past its time is gone now, so that its removal later on is not taken for a change.
            space.FindLive(context.Args[i], context.NowMs);
            context.Session.Watch(space, context.Args[i]);
        }
        context.Reply.Ok();
    }

    private static void Unwatch(ref CommandContext context)
    {
        context.Session.Unwatch();
        context.Reply.Ok();
    }
}
