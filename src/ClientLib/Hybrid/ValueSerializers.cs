using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaCache.Client.Hybrid;

/// <summary>Turns values into bytes and back: by the application's serializer for the type, else by the last of its factories that has one, else by ours.</summary>
/// <remarks>Ours: texts as UTF-8 and arrays of bytes as they are; all else by the client's serializer if the application chose one, and otherwise as JSON with fields, without which a tuple would be empty.</remarks>
internal sealed class ValueSerializers(IServiceProvider? services, ICacheSerializer ofClient)
{
    private static readonly JsonCacheSerializer JsonWithFields = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { IncludeFields = true });

    private readonly ConcurrentDictionary<Type, object> _known = [];

    public T Read<T>(ReadOnlyMemory<byte> bytes) => Of<T>().Deserialize(new ReadOnlySequence<byte>(bytes));

    public ReadOnlyMemory<byte> Write<T>(T value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Of<T>().Serialize(value, bytes);
        return bytes.WrittenMemory;
    }

    private IHybridCacheSerializer<T> Of<T>() =>
        (IHybridCacheSerializer<T>)(_known.TryGetValue(typeof(T), out var known) ? known : _known.GetOrAdd(typeof(T), Find<T>()));

    private IHybridCacheSerializer<T> Find<T>()
    {
        if (services?.GetService<IHybridCacheSerializer<T>>() is { } own) return own;
        foreach (var factory in services?.GetServices<IHybridCacheSerializerFactory>().Reverse() ?? [])
        {
            if (factory.TryCreateSerializer<T>(out var made)) return made;
        }
        if (Raw.Instance is IHybridCacheSerializer<T> raw) return raw;
        return new Adapter<T>(ReferenceEquals(ofClient, JsonCacheSerializer.Default) ? JsonWithFields : ofClient);
    }

    private sealed class Raw : IHybridCacheSerializer<string>, IHybridCacheSerializer<byte[]>
    {
        public static readonly Raw Instance = new();

        string IHybridCacheSerializer<string>.Deserialize(ReadOnlySequence<byte> source) => Encoding.UTF8.GetString(source);

        byte[] IHybridCacheSerializer<byte[]>.Deserialize(ReadOnlySequence<byte> source) => source.ToArray();

        public void Serialize(string value, IBufferWriter<byte> target) => Encoding.UTF8.GetBytes(value, target);

        public void Serialize(byte[] value, IBufferWriter<byte> target) => target.Write(value);
    }

    private sealed class Adapter<T>(ICacheSerializer serializer) : IHybridCacheSerializer<T>
    {
        public T Deserialize(ReadOnlySequence<byte> source) => serializer.Read<T>(source.IsSingleSegment ? source.FirstSpan : source.ToArray())!;

        public void Serialize(T value, IBufferWriter<byte> target) => serializer.Write(value, target);
    }
}
