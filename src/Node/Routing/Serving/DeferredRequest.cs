using System.Buffers;
using AkkaCache.Node.Routing.Links;

namespace AkkaCache.Node.Routing.Serving;

/// <summary>A request of another node that waits for a worker: a copy, in an array of the pool.</summary>
internal readonly struct DeferredRequest
{
    private readonly byte[] _bytes;
    private readonly int _length;

    public DeferredRequest(in RequestHead head, ReadOnlySpan<byte> body)
    {
        Head = head;
        _length = body.Length;
        _bytes = ArrayPool<byte>.Shared.Rent(body.Length);
        body.CopyTo(_bytes);
    }

    public readonly RequestHead Head;

    public ReadOnlySpan<byte> Body => _bytes.AsSpan(0, _length);

    public void Release() => ArrayPool<byte>.Shared.Return(_bytes);
}
