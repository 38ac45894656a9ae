using System.Buffers.Text;
using AkkaCache.Commands.Arguments;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.SortedSets;
using AkkaCache.Engine.Store;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.SortedSets;

/// <summary>ZSCAN.</summary>
/// <remarks>
/// The reply begins with the number of members that match, so the same steps of the scan run twice: first to count, then to write.
/// That needs no place to keep members. A compact board comes whole, in order, with cursor 0, as Redis's does.
/// </remarks>
internal static class ScanHandlers
{
    /// <summary>Digits of a 64-bit cursor.</summary>
    private const int MaxCursorBytes = 20;

    public static void ZScan(ref CommandContext context)
    {
        if (!ScanOptions.TryReadCursor(context.Args[2], out _))
        {
            context.Reply.Error(ErrorText.InvalidCursor);
            return;
        }
        var entry = context.FindToRead(context.Args[1]);
        if (context.IsWrongKind(entry, EntryKind.SortedSet)) return;
        if (entry < 0)
        {
            Header(context.Reply, cursor: 0, members: 0);
            return;
        }
        if (!ScanOptions.TryRead(context.Args, cursorAt: 2, allowType: false, context.Reply, out var options)) return;
        var board = context.BoardOf(entry);
        var count = (int)Math.Min(options.Count, board.Count);
        if (BoardMetrics.DeferredRead(ref context, count)) return;

        var counter = new Counter(options);
        var next = board.Scan(options.Cursor, count, ref counter);
        Header(context.Reply, next, counter.Members);
        var writer = new Writer(context.Reply, options, wholeDigits: board.IsCompact);
        board.Scan(options.Cursor, count, ref writer);
    }

    private static void Header(RespWriter reply, ulong cursor, int members)
    {
        Span<byte> digits = stackalloc byte[MaxCursorBytes];
        Utf8Formatter.TryFormat(cursor, digits, out var length);
        reply.ArrayHeader(2);
        reply.Bulk(digits[..length]);
        reply.ArrayHeader(2L * members);
    }

    private ref struct Counter(ScanOptions options) : IMemberVisitor
    {
        private readonly ScanOptions _options = options;

        public int Members { get; private set; }

        public void Visit(ReadOnlySpan<byte> member, double score)
        {
            if (_options.Accepts(member)) Members++;
        }
    }

    private readonly ref struct Writer(RespWriter reply, ScanOptions options, bool wholeDigits) : IMemberVisitor
    {
        /// <summary>Up to here Redis keeps whole scores of small boards as integers and shows all their digits.</summary>
        private const double MaxWhole = 1L << 62;

        private readonly RespWriter _reply = reply;
        private readonly ScanOptions _options = options;
        private readonly bool _wholeDigits = wholeDigits;

        public void Visit(ReadOnlySpan<byte> member, double score)
        {
            if (!_options.Accepts(member)) return;
            _reply.Bulk(member);
            if (_wholeDigits && Math.Abs(score) <= MaxWhole && score == Math.Truncate(score))
            {
                _reply.BulkInteger((long)score);
                return;
            }
            // A bulk string in RESP3 too.
            Span<byte> text = stackalloc byte[DoubleText.MaxBytes];
            _reply.Bulk(text[..DoubleText.Format(score, text)]);
        }
    }
}
