using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Server.Catalog;

/// <summary>COMMAND GETKEYS and GETKEYSANDFLAGS: the keys of a whole command that stands in the arguments from 2 on.</summary>
internal static class CommandKeys
{
    private const int CommandAt = 2;

    public static void Keys(ref CommandContext context)
    {
        var row = FindWithKeys(ref context);
        if (row is null) return;
        var count = context.Args.Count - CommandAt;
        var reply = context.Reply;
        reply.ArrayHeader(CountOf(row.Keys, count));
        for (var at = row.Keys.First; at <= row.Keys.LastIn(count); at += row.Keys.Step) reply.Bulk(context.Args[CommandAt + at]);
    }

    public static void KeysAndFlags(ref CommandContext context)
    {
        var row = FindWithKeys(ref context);
        if (row is null) return;
        var count = context.Args.Count - CommandAt;
        var reply = context.Reply;
        reply.ArrayHeader(CountOf(row.Keys, count));
        foreach (var spec in KeySpec.DefaultsOf(row))
        {
            var access = AccessIn(spec, context.Args);
            var last = spec.Last < 0 ? count + spec.Last : spec.First + spec.Last;
            for (var at = spec.First; at <= last; at += spec.Step)
            {
                reply.ArrayHeader(2);
                reply.Bulk(context.Args[CommandAt + at]);
                CommandInfoReply.WriteWords(reply, CommandWords.OfAccess(access), "");
            }
        }
    }

    // The one command whose options decide, SET, reads what it overwrites only when GET asks for it.
    private static KeyAccess AccessIn(KeySpec spec, CommandVector args)
    {
        if ((spec.Access & KeyAccess.Variable) == 0) return spec.Access;
        for (var i = CommandAt + 3; i < args.Count; i++)
        {
            if (Keyword.Is(args[i], "GET"u8)) return spec.Access & ~KeyAccess.Variable;
        }
        return KeyAccess.Overwrite | KeyAccess.Update;
    }

    private static int CountOf(KeyPositions keys, int arguments)
        => Math.Max(0, ((keys.LastIn(arguments) - keys.First) / keys.Step) + 1);

    private static CommandDescriptor? FindWithKeys(ref CommandContext context)
    {
        var row = CommandNames.FindCalled(context.Node.Table, context.Args, CommandAt);
        if (row is null) context.Reply.Error(ErrorText.InvalidCommand);
        else if (row.Keys.First == 0) context.Reply.Error(ErrorText.CommandHasNoKeys);
        else if (!row.AcceptsCount(context.Args.Count - CommandAt)) context.Reply.Error(ErrorText.InvalidCommandArity);
        else return row;
        return null;
    }
}
