using System.Buffers;
using AkkaCache.Node.Sessions;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Routing.Serving;

/// <summary>What executing a request needs for a moment: a writer for its reply and room for its ranges.</summary>
internal sealed class Scratch
{
    /// <summary>8 KB: requests of more arguments are rare and cost far more than their array.</summary>
    private const int RetainedRanges = 1024;

    private byte[] _joined = [];

    public RespWriter Writer { get; } = new();

    /// <summary>The commands of a transaction.</summary>
    public TransactionQueue Queue { get; } = new();

    public ArgumentRange[] Ranges = new ArgumentRange[16];

    /// <summary>The reply that was written, in one run; valid until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Reply
    {
        get
        {
            var first = Writer.Peek();
            return first.Count == Writer.PendingBytes ? first : Join();
        }
    }

    /// <summary>Ready for the next request.</summary>
    public void Clear()
    {
        while (Writer.PendingBytes > 0) Writer.Take(Writer.Peek().Count);
        if (_joined.Length > 0) ArrayPool<byte>.Shared.Return(_joined);
        _joined = [];
        if (Queue.Count > 0) Queue.Clear();
        if (Ranges.Length > RetainedRanges) Ranges = new ArgumentRange[16];
    }

    private ReadOnlySpan<byte> Join()
    {
        var bytes = (int)Writer.PendingBytes;
        _joined = ArrayPool<byte>.Shared.Rent(bytes);
        for (var at = 0; at < bytes;)
        {
            var chunk = Writer.Peek();
            chunk.AsSpan().CopyTo(_joined.AsSpan(at));
            at += chunk.Count;
            Writer.Take(chunk.Count);
        }
        return _joined.AsSpan(0, bytes);
    }
}

/// <summary>Those not in use.</summary>
internal sealed class Scratches
{
    /// <summary>As many as threads that execute requests at a time, and some.</summary>
    private const int Retained = 16;

    private readonly Stack<Scratch> _free = new(Retained);
    private readonly ErrorObserver? _onError;

    public Scratches(ErrorObserver? onError) => _onError = onError;

    public Scratch Rent()
    {
        lock (_free)
        {
            if (_free.TryPop(out var scratch)) return scratch;
        }
        var made = new Scratch();
        made.Writer.OnError = _onError;
        return made;
    }

    public void Return(Scratch scratch)
    {
        scratch.Clear();
        lock (_free)
        {
            if (_free.Count < Retained) _free.Push(scratch);
        }
    }
}
