using System.Buffers;

namespace AkkaCache.Client.Requests;

/// <summary>Objects as values: turned into bytes and back by the client's serializer.</summary>
internal sealed class ObjectValues(ICacheSerializer serializer)
{
    public ReadOnlyMemory<byte> Write<T>(T value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        serializer.Write(value, bytes);
        return bytes.WrittenMemory;
    }

    /// <exception cref="CacheException">The bytes are none of such an object.</exception>
    public T? Read<T>(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return serializer.Read<T>(bytes);
        }
        catch (Exception e) when (e is not CacheException)
        {
            throw new CacheException(CacheErrorCode.Serialization, $"the value could not be read: {e.Message}", e);
        }
    }

    /// <summary>The object, or the type's default when there is none.</summary>
    public ReplyMap<T?> Map<T>() => (ref reply) => reply.IsNull ? default : Read<T>(reply.Bulk());

    /// <summary>The object, or that there is none.</summary>
    public ReplyMap<CacheResult<T>> TryMap<T>() => (ref reply) => reply.IsNull ? new(CacheErrorCode.NotFound, Maps.NoSuchKey) : new CacheResult<T>(Read<T>(reply.Bulk())!);
}
