using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;

namespace AkkaCache.Commands.Strings;

/// <summary>GETNEAR: a read whose client keeps the value until it is told that the key has changed.</summary>
/// <remarks>
/// Only where the client's own session runs the command can it be told later. A read that was forwarded runs in no client's session, so it is answered with an age of 0
/// and not kept: the node that executes decides, and no guess about routes is needed at either end.
/// </remarks>
internal static class NearHandlers
{
    /// <summary>Ages in the reply: not to be kept, and kept without an end of its own.</summary>
    private const long NotKept = 0;
    private const long NoEnd = -1;

    public static void GetNear(ref CommandContext context)
    {
        var key = context.Args[1];
        var entry = context.FindToRead(key);
        if (context.IsWrongKind(entry, EntryKind.String)) return;
        var isTold = context.Session.KeyReader is { } reader && context.Space.Readers.TryAdd(key, reader);
        context.Reply.ArrayHeader(2);
        if (entry < 0) context.Reply.Null();
        else context.Reply.Bulk(context.Store.StringOf(entry));
        context.Reply.Integer(isTold ? Age(context, entry) : NotKept);
    }

    private static long Age(in CommandContext context, int entry)
    {
        var due = entry < 0 ? 0 : context.Store.DueOf(entry);
        return due == 0 ? NoEnd : Math.Max(NotKept, due - context.NowMs);
    }
}
