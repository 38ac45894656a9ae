using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Keys.AllNodes;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Keys;

/// <summary>RANDOMKEY: a partition by chance, weighted by its keys, then a key of it.</summary>
/// <remarks>Confined to a partition, as another node asks it, it answers with an array of one key or none.</remarks>
internal static class RandomKeyHandler
{
    /// <summary>
    /// Tries to find a key that lives. Each that fails removes a key that is past its time or meets a partition that was emptied meanwhile;
    /// after so many nearly everything has expired and the expiry timers are about to remove it.
    /// </summary>
    private const int MaxTries = 100;

    public static void RandomKey(ref CommandContext context)
    {
        if (context.HasSpace)
        {
            RandomKeyOf(context, context.Space);
            return;
        }
        if (!context.Node.Everywhere.IsAlone)
        {
            AllNodesHandlers.RandomKey(ref context);
            return;
        }
        var keyspace = context.Keyspace;
        for (var i = 0; i < MaxTries; i++)
        {
            if (!TryChoosePartition(context, out var partition)) return;
            if (partition < 0) break;
            if (!keyspace.TryEnter(partition, out var space))
            {
                context.Reply.Error(ErrorText.SlotNotServed);
                return;
            }
            try
            {
                if (TryPick(context, space, out var key))
                {
                    context.Reply.Bulk(key);
                    return;
                }
            }
            finally
            {
                keyspace.Exit(partition);
            }
        }
        context.Reply.Null();
    }

    /// <summary>One pass over all partitions: each replaces the choice before with the chance of its share of the keys so far. -1 when all are empty.</summary>
    private static bool TryChoosePartition(in CommandContext context, out int chosen)
    {
        var keyspace = context.Keyspace;
        chosen = -1;
        long total = 0;
        for (var partition = 0; partition < keyspace.PartitionCount; partition++)
        {
            if (!keyspace.TryEnter(partition, out var space))
            {
                context.Reply.Error(ErrorText.SlotNotServed);
                return false;
            }
            var count = space.Store.Count;
            keyspace.Exit(partition);
            if (count == 0) continue;
            total += count;
            if (context.Node.Random.NextInt64(total) < count) chosen = partition;
        }
        return true;
    }

    private static void RandomKeyOf(in CommandContext context, PartitionSpace space)
    {
        for (var i = 0; i < MaxTries; i++)
        {
            if (!TryPick(context, space, out var key)) continue;
            context.Reply.ArrayHeader(1);
            context.Reply.Bulk(key);
            return;
        }
        context.Reply.ArrayHeader(0);
    }

    private static bool TryPick(in CommandContext context, PartitionSpace space, out ReadOnlySpan<byte> key)
    {
        key = default;
        var entry = space.Store.RandomEntry(context.Node.Random);
        if (entry < 0) return false;
        if (space.IsPast(entry, context.NowMs))
        {
            space.Expire(entry);
            return false;
        }
        key = space.Store.KeyOf(entry);
        return true;
    }
}
