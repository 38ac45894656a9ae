using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Keys.AllNodes;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Keys;

/// <summary>Walks over the whole keyspace: SCAN, KEYS. Each takes one partition's gate after the other, so neither is a snapshot of all partitions.</summary>
/// <remarks>
/// A cursor is (the store's cursor × partitions + partition): partitions are walked in order, each from the store's cursor 0 until the store says 0 again.
/// So what is there throughout is returned at least once, and a client may stop at any point without leaving anything behind on the node.
/// Confined to a partition, as another node asks it, SCAN's cursor is the store's, and its reply has the number of keys looked at between cursor and keys.
/// </remarks>
internal static class ScanHandlers
{
    /// <summary>
    /// Keys that one call of SCAN looks at, whatever COUNT says: a worker's time slice of some tens of milliseconds.
    /// COUNT is a hint, so a client that asks for more goes on with the cursor.
    /// </summary>
    public const int MaxVisited = 1_000_000;

    public static void Scan(ref CommandContext context)
    {
        if (!ScanOptions.TryRead(context.Args, 1, allowType: true, context.Reply, out var options)) return;
        if (context.HasSpace)
        {
            ScanOne(context, context.Space, options);
            return;
        }
        if (!context.Node.Everywhere.IsAlone)
        {
            AllNodesHandlers.Scan(ref context);
            return;
        }
        var keyspace = context.Keyspace;
        var partitions = (ulong)keyspace.PartitionCount;
        var partition = (int)(options.Cursor % partitions);
        var cursor = options.Cursor / partitions;
        var left = (int)Math.Min(options.Count, MaxVisited);

        using var keys = new RespWriter();
        var found = 0;
        while (left > 0 && partition < keyspace.PartitionCount)
        {
            if (!keyspace.TryEnter(partition, out var space))
            {
                context.Reply.Error(ErrorText.SlotNotServed);
                return;
            }
            try
            {
                var visitor = new KeyVisitor(space, context.NowMs, options, keys);
                cursor = space.Store.Scan(cursor, left, ref visitor);
                left -= visitor.Visited;
                found += visitor.Found;
            }
            finally
            {
                keyspace.Exit(partition);
            }
            if (cursor != 0) break;
            partition++;
        }

        context.Reply.ArrayHeader(2);
        context.Reply.BulkInteger(partition == keyspace.PartitionCount ? 0 : (long)((cursor * partitions) + (ulong)partition));
        ReplyKeys(context.Reply, keys, found);
    }

    public static void Keys(ref CommandContext context)
    {
        var pattern = context.Args[1];
        var options = new ScanOptions { Pattern = pattern, HasPattern = !GlobPattern.IsEverything(pattern) };
        if (!context.HasSpace && !context.Node.Everywhere.IsAlone)
        {
            AllNodesHandlers.Keys(ref context);
            return;
        }
        using var keys = new RespWriter();
        if (context.HasSpace)
        {
            ReplyKeys(context.Reply, keys, AppendAll(context.Space, context.NowMs, options, keys));
            return;
        }
        var keyspace = context.Keyspace;
        var found = 0;
        for (var partition = 0; partition < keyspace.PartitionCount; partition++)
        {
            if (!keyspace.TryEnter(partition, out var space))
            {
                context.Reply.Error(ErrorText.SlotNotServed);
                return;
            }
            try
            {
                found += AppendAll(space, context.NowMs, options, keys);
            }
            finally
            {
                keyspace.Exit(partition);
            }
        }
        ReplyKeys(context.Reply, keys, found);
    }

    private static void ScanOne(in CommandContext context, PartitionSpace space, in ScanOptions options)
    {
        using var keys = new RespWriter();
        var visitor = new KeyVisitor(space, context.NowMs, options, keys);
        var cursor = space.Store.Scan(options.Cursor, (int)Math.Min(options.Count, MaxVisited), ref visitor);
        context.Reply.ArrayHeader(3);
        context.Reply.BulkInteger((long)cursor);
        context.Reply.Integer(visitor.Visited);
        ReplyKeys(context.Reply, keys, visitor.Found);
    }

    /// <summary>In one go, since a scan in pieces may return a key twice.</summary>
    private static int AppendAll(PartitionSpace space, long nowMs, in ScanOptions options, RespWriter keys)
    {
        var visitor = new KeyVisitor(space, nowMs, options, keys);
        space.Store.Scan(0, int.MaxValue, ref visitor);
        return visitor.Found;
    }

    public static void ReplyKeys(RespWriter reply, RespWriter keys, int found)
    {
        reply.ArrayHeader(found);
        ReplyRaw(reply, keys);
    }

    /// <summary>Moves what was written apart into the reply.</summary>
    public static void ReplyRaw(RespWriter reply, RespWriter keys)
    {
        while (keys.PendingBytes > 0)
        {
            var chunk = keys.Peek();
            reply.Raw(chunk);
            keys.Take(chunk.Count);
        }
    }

    /// <summary>Writes the keys that match, are of the right kind and still live.</summary>
    private ref struct KeyVisitor(PartitionSpace space, long nowMs, ScanOptions options, RespWriter keys) : IEntryVisitor
    {
        private readonly ScanOptions _options = options;

        public int Visited;
        public int Found;

        public void Visit(int entry)
        {
            Visited++;
            if (_options.HasType && !KindName.Is(space.Store.KindOf(entry), _options.Type)) return;
            if (space.IsPast(entry, nowMs)) return;
            var key = space.Store.KeyOf(entry);
            if (!_options.Accepts(key)) return;
            keys.Bulk(key);
            Found++;
        }
    }
}
