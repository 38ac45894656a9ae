using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Keys.AllNodes;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Keys;

/// <summary>The keyspace as a whole: DBSIZE, FLUSHDB, FLUSHALL.</summary>
/// <remarks>
/// There is one database, so both flushes do the same. Partitions are emptied one after the other, each at once: a reader may meanwhile see
/// some empty and others not. Confined to a partition, as an effect in its log or as a question of another node, each speaks of that partition alone.
/// </remarks>
internal static class FlushHandlers
{
    public static void DbSize(ref CommandContext context)
    {
        if (context.HasSpace) context.Reply.Integer(context.Store.Count);
        else if (context.Node.Everywhere.IsAlone) context.Reply.Integer(context.Keyspace.Count);
        else AllNodesHandlers.Count(ref context);
    }

    public static void Flush(ref CommandContext context)
    {
        var args = context.Args;
        var later = args.Count == 2 && Keyword.Is(args[1], "ASYNC"u8);
        if (args.Count > 2 || (args.Count == 2 && !later && !Keyword.Is(args[1], "SYNC"u8)))
        {
            context.Reply.Error(ErrorText.Syntax);
            return;
        }
        if (context.HasSpace)
        {
            Flush(context, context.Space, later);
            context.Reply.Ok();
            return;
        }
        if (!context.Node.Everywhere.IsAlone)
        {
            AllNodesHandlers.Flush(ref context);
            return;
        }

        var keyspace = context.Keyspace;
        var all = true;
        for (var partition = 0; partition < keyspace.PartitionCount; partition++)
        {
            if (!keyspace.TryEnter(partition, out var space))
            {
                all = false;
                continue;
            }
            try
            {
                Flush(context, space, later);
            }
            finally
            {
                keyspace.Exit(partition);
            }
        }
        if (all) context.Reply.Ok();
        else context.Reply.Error(ErrorText.SlotNotServed);
    }

    private static void Flush(in CommandContext context, PartitionSpace space, bool later)
    {
        if (space.Store.Count == 0) return;
        if (!space.Watches.IsEmpty) space.Watches.ChangedWhere(key => space.Store.Find(key) >= 0);
        if (!space.Readers.IsEmpty) space.Readers.AllChanged(space.Index);
        space.Statistics.Changes++;
        space.Effects.Begin(1);
        space.Effects.Argument("FLUSHALL"u8);
        space.Effects.End();
        context.Node.Flush(space, later);
    }
}
