using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Commands.Server.Cluster;

/// <summary>CLUSTER COUNTKEYSINSLOT and GETKEYSINSLOT.</summary>
/// <remarks>A store is not ordered by slot: its partition's keys are all looked at, each for its slot.</remarks>
internal static class SlotKeys
{
    /// <summary>Entries looked at before it is asked whether enough keys were found.</summary>
    private const int Stride = 4096;

    public static void Count(ref CommandContext context)
    {
        if (!ClusterCommands.IsShown(context) || !TryInteger(context, 2, out var slot)) return;
        if (!IsSlot(slot))
        {
            context.Reply.Error(ErrorText.InvalidSlot);
            return;
        }
        context.Reply.Integer(Find(context, (int)slot, int.MaxValue, names: null));
    }

    public static void Names(ref CommandContext context)
    {
        if (!ClusterCommands.IsShown(context) || !TryInteger(context, 2, out var slot) || !TryInteger(context, 3, out var count)) return;
        if (!IsSlot(slot) || count < 0)
        {
            context.Reply.Error(ErrorText.InvalidSlotOrCount);
            return;
        }
        using var names = new RespWriter();
        var found = Find(context, (int)slot, count, names);
        context.Reply.ArrayHeader(found);
        while (names.PendingBytes > 0)
        {
            var chunk = names.Peek();
            context.Reply.Raw(chunk);
            names.Take(chunk.Count);
        }
    }

    /// <summary>Keys of a slot, at most <paramref name="limit"/>; none when its partition is served elsewhere.</summary>
    private static int Find(in CommandContext context, int slot, long limit, RespWriter? names)
    {
        var keyspace = context.Keyspace;
        var partition = slot / (HashSlot.Count / keyspace.PartitionCount);
        if (!keyspace.TryEnter(partition, out var space)) return 0;
        try
        {
            var visitor = new SlotVisitor(space, context.NowMs, slot, limit, names);
            ulong cursor = 0;
            do cursor = space.Store.Scan(cursor, Stride, ref visitor);
            while (cursor != 0 && visitor.Found < limit);
            return visitor.Found;
        }
        finally
        {
            keyspace.Exit(partition);
        }
    }

    private static bool IsSlot(long slot) => slot is >= 0 and < HashSlot.Count;

    private static bool TryInteger(in CommandContext context, int index, out long value)
    {
        if (IntegerText.TryParse(context.Args[index], out value)) return true;
        context.Reply.Error(ErrorText.NotInteger);
        return false;
    }

    /// <summary>Takes the living keys of a slot.</summary>
    private ref struct SlotVisitor(PartitionSpace space, long nowMs, int slot, long limit, RespWriter? names) : IEntryVisitor
    {
        public int Found;

        public void Visit(int entry)
        {
            if (Found >= limit || space.IsPast(entry, nowMs)) return;
            var key = space.Store.KeyOf(entry);
            if (HashSlot.Of(key) != slot) return;
            names?.Bulk(key);
            Found++;
        }
    }
}
