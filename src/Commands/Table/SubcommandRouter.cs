using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Table;

/// <summary>From a container (CLIENT, CONFIG …) to its subcommand.</summary>
/// <remarks>
/// A router that resolves before it queues and checks flags uses <see cref="Resolve"/>, so that a transaction is aborted by a wrong subcommand as by a wrong command;
/// <see cref="Execute"/> is the container's own handler and serves everybody else.
/// </remarks>
public static class SubcommandRouter
{
    /// <summary>The row that <paramref name="args"/> call, arity checked; null with the error written.</summary>
    /// <remarks>A command without subcommands, and a container that is a command by itself (COMMAND) and stands alone, resolve to themselves.</remarks>
    public static CommandDescriptor? Resolve(CommandDescriptor row, CommandVector args, RespWriter reply)
    {
        if (row.IsContainer && args.Count > 1)
        {
            var subcommand = row.FindSubcommand(args[1]);
            if (subcommand is null)
            {
                ErrorText.UnknownSubcommand(reply, row.NameUtf8, args[1]);
                return null;
            }
            row = subcommand;
        }
        if (row.AcceptsCount(args.Count)) return row;
        ErrorText.WrongArity(reply, row.NameUtf8);
        return null;
    }

    /// <summary>Executes a container's subcommand.</summary>
    public static void Execute(ref CommandContext context)
    {
        var row = Resolve(context.Command, context.Args, context.Reply);
        if (row is null) return;
        context.Command = row;
        row.Handler(ref context);
    }
}
