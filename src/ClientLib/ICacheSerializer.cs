using System.Buffers;

namespace AkkaCache.Client;

/// <summary>Turns objects into bytes and back.</summary>
public interface ICacheSerializer
{
    void Write<T>(T value, IBufferWriter<byte> target);

    /// <param name="bytes">Valid until the call returns.</param>
    T? Read<T>(ReadOnlySpan<byte> bytes);
}
