using System.Buffers;
using System.Text.Json;

namespace AkkaCache.Client;

/// <summary>Objects as JSON in UTF-8, by System.Text.Json.</summary>
/// <param name="options">Null: those of System.Text.Json for the web.</param>
public sealed class JsonCacheSerializer(JsonSerializerOptions? options = null) : ICacheSerializer
{
    public static readonly JsonCacheSerializer Default = new();

    private readonly JsonSerializerOptions _options = options ?? JsonSerializerOptions.Web;

    public void Write<T>(T value, IBufferWriter<byte> target)
    {
        using var writer = new Utf8JsonWriter(target);
        JsonSerializer.Serialize(writer, value, _options);
    }

    public T? Read<T>(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<T>(bytes, _options);
}
