using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Keys.AllNodes;

/// <summary>DBSIZE, FLUSHALL, KEYS, RANDOMKEY and SCAN of a node that has others beside it.</summary>
/// <remarks>
/// <para>
/// All of them go by partition, not by node: each partition is asked wherever its primary is, and again where it went if it moved
/// meanwhile. So every partition counts exactly once, whoever joins or leaves.
/// </para>
/// <para>
/// SCAN's cursor is the same as on a lone node: (the store's cursor × partitions + partition). The store's cursor is a place in the order of the keys'
/// hashes, and a partition takes its hash seed along when it moves, so a walk that began on one node goes on at another, and what is there
/// throughout is returned.
/// </para>
/// </remarks>
internal static class AllNodesHandlers
{
    /// <summary>Partitions that one SCAN asks, one after the other, however empty they are: some milliseconds. It may return nothing and a cursor.</summary>
    private const int MaxScanSteps = 16;

    /// <summary>Tries of RANDOMKEY, each of two rounds of questions: each that fails met a partition whose keys had nearly all expired, or were deleted meanwhile.</summary>
    private const int MaxRandomTries = 8;

    public static void Count(ref CommandContext context)
    {
        if (!PartitionReplies.MayAsk(ref context)) return;
        var partitions = context.Keyspace.PartitionCount;
        var counts = new PartitionCounts(partitions);
        if (counts.TryGather(context, context.Args, 0, partitions, ErrorText.SlotNotServed)) context.Reply.Integer(counts.Sum);
    }

    public static void Flush(ref CommandContext context)
    {
        if (!PartitionReplies.MayAsk(ref context)) return;
        if (new Confirmations().TryGather(context, context.Args, 0, context.Keyspace.PartitionCount, ErrorText.FlushIncomplete)) context.Reply.Ok();
    }

    public static void Keys(ref CommandContext context)
    {
        if (!PartitionReplies.MayAsk(ref context)) return;
        using var keys = new KeyList();
        if (keys.TryGather(context, context.Args, 0, context.Keyspace.PartitionCount, ErrorText.SlotNotServed)) ScanHandlers.ReplyKeys(context.Reply, keys.Keys, keys.Count);
    }

    public static void RandomKey(ref CommandContext context)
    {
        if (!PartitionReplies.MayAsk(ref context)) return;
        var partitions = context.Keyspace.PartitionCount;
        var question = new VectorBuffer();
        for (var i = 0; i < MaxRandomTries; i++)
        {
            question.Clear();
            var counts = new PartitionCounts(partitions);
            if (!counts.TryGather(context, question.Add("DBSIZE"u8).Vector, 0, partitions, ErrorText.SlotNotServed)) return;
            if (counts.Sum == 0) break;
            question.Clear();
            using var keys = new KeyList();
            if (!keys.TryGather(context, question.Add("RANDOMKEY"u8).Vector, Choose(counts, partitions, context.Node.Random), 1, ErrorText.SlotNotServed)) return;
            if (keys.Count == 0) continue;
            ScanHandlers.ReplyRaw(context.Reply, keys.Keys);
            return;
        }
        context.Reply.Null();
    }

    public static void Scan(ref CommandContext context)
    {
        if (!PartitionReplies.MayAsk(ref context)) return;
        if (!ScanOptions.TryRead(context.Args, 1, allowType: true, context.Reply, out var options)) return;
        var partitions = (ulong)context.Keyspace.PartitionCount;
        var partition = options.Cursor % partitions;
        var left = Math.Min(options.Count, ScanHandlers.MaxVisited);

        using var page = new ScanPage { Cursor = options.Cursor / partitions };
        var question = new VectorBuffer();
        for (var step = 0; step < MaxScanSteps && left > page.Visited && partition < partitions; step++)
        {
            Ask(question, context.Args, page.Cursor, (ulong)(left - page.Visited));
            if (!page.TryGather(context, question.Vector, (int)partition, 1, ErrorText.SlotNotServed)) return;
            if (page.Cursor != 0) break;
            partition++;
        }
        context.Reply.ArrayHeader(2);
        context.Reply.BulkInteger(partition == partitions ? 0 : (long)((page.Cursor * partitions) + partition));
        ScanHandlers.ReplyKeys(context.Reply, page.Keys, page.Count);
    }

    /// <summary>The client's own words with another cursor, and a COUNT behind its own, which overrules it.</summary>
    private static void Ask(VectorBuffer question, CommandVector scan, ulong cursor, ulong count)
    {
        question.Clear();
        question.Add("SCAN"u8).Add(cursor);
        for (var i = 2; i < scan.Count; i++) question.Add(scan[i]);
        question.Add("COUNT"u8).Add(count);
    }

    private static int Choose(PartitionCounts counts, int partitions, Random random)
    {
        var at = random.NextInt64(counts.Sum);
        for (var partition = 0; partition < partitions; partition++)
        {
            at -= counts[partition];
            if (at < 0) return partition;
        }
        return partitions - 1;
    }

    /// <summary>What the partitions of one SCAN returned: where the last one stands, how many keys were looked at, those that matched.</summary>
    private sealed class ScanPage : PartitionReplies, IDisposable
    {
        public ulong Cursor { get; set; }
        public long Visited { get; private set; }
        public RespWriter Keys { get; } = new();
        public int Count { get; private set; }

        protected override bool TryTake(int partition, ReplyCursor reply)
        {
            if (!reply.TryArray(out var parts) || parts != 3) return false;
            if (!reply.TryBulk(out var cursorText) || !ScanOptions.TryReadCursor(cursorText, out var cursor)) return false;
            if (!reply.TryInteger(out var visited) || visited < 0 || !reply.TryArray(out var count) || !reply.IsBulks(count)) return false;
            Cursor = cursor;
            Visited += visited;
            Count += count;
            Keys.Raw(reply.Rest);
            return true;
        }

        public void Dispose() => Keys.Dispose();
    }
}
