using System.Diagnostics.CodeAnalysis;
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
        if (!TryFind(ref context, out _, out var keys)) return;
        var count = context.Args.Count - CommandAt;
        var reply = context.Reply;
        reply.ArrayHeader(CountOf(keys, count));
        for (var at = keys.First; at <= keys.LastIn(count); at += keys.Step)
        {
            if (at != keys.CountAt) reply.Bulk(context.Args[CommandAt + at]);
        }
    }

    public static void KeysAndFlags(ref CommandContext context)
    {
        if (!TryFind(ref context, out var row, out var keys)) return;
        var count = context.Args.Count - CommandAt;
        var reply = context.Reply;
        reply.ArrayHeader(CountOf(keys, count));
        foreach (var spec in KeySpec.DefaultsOf(row))
        {
            var access = AccessIn(spec, context.Args);
            var first = spec.IsCounted ? spec.First + 1 : spec.First;
            var last = spec.IsCounted ? keys.Last : spec.Last < 0 ? count + spec.Last : spec.First + spec.Last;
            for (var at = first; at <= last; at += spec.Step)
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
        => Math.Max(0, ((keys.LastIn(arguments) - keys.First) / keys.Step) + (keys.CountAt > keys.First ? 0 : 1));

    private static bool TryFind(ref CommandContext context, [NotNullWhen(true)] out CommandDescriptor? row, out KeyPositions keys)
    {
        keys = default;
        var count = context.Args.Count - CommandAt;
        row = CommandNames.FindCalled(context.Node.Table, context.Args, CommandAt);
        if (row is null)
        {
            context.Reply.Error(ErrorText.InvalidCommand);
            return false;
        }
        keys = row.Keys;
        if (keys == KeyPositions.None)
        {
            context.Reply.Error(ErrorText.CommandHasNoKeys);
            return false;
        }
        if (!row.AcceptsCount(count))
        {
            context.Reply.Error(ErrorText.InvalidCommandArity);
            return false;
        }
        if (keys.CountAt == 0) return true;
        keys = keys.Counting(context.Args[CommandAt + keys.CountAt], count);
        if (keys.CountAt != 0) return true;
        context.Reply.Error(ErrorText.InvalidCommandArguments);
        return false;
    }
}
