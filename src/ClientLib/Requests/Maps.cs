using AkkaCache.Client.Replies;

namespace AkkaCache.Client.Requests;

/// <summary>Replies as results, each made once.</summary>
internal static class Maps
{
    public const string NoSuchKey = "there is no such key";

    public static readonly ReplyMap<long> Integer = static (ref reply) => reply.Integer();
    public static readonly ReplyMap<bool> IsPositive = static (ref reply) => reply.Integer() > 0;
    public static readonly ReplyMap<bool> Done = static (ref reply) => !reply.IsNull;
    public static readonly ReplyMap<double> Double = static (ref reply) => reply.Double();
    public static readonly ReplyMap<string> Text = static (ref reply) => System.Text.Encoding.UTF8.GetString(reply.Bulk());
    public static readonly ReplyMap<double?> OptionalDouble = static (ref reply) => reply.IsNull ? null : reply.Double();
    public static readonly ReplyMap<long?> OptionalInteger = static (ref reply) => reply.IsNull ? null : reply.Integer();
    public static readonly ReplyMap<ReadOnlyMemory<byte>?> Value = static (ref reply) => OptionalBytes(ref reply);
    public static readonly ReplyMap<RespValue> Any = static (ref reply) => RespValue.Read(ref reply);

    public static readonly ReplyMap<TimeSpan?> Time = static (ref reply) => reply.Integer() switch
    {
        -2 => null,
        -1 => Timeout.InfiniteTimeSpan,
        var milliseconds => TimeSpan.FromMilliseconds(milliseconds),
    };

    public static readonly ReplyMap<CacheResult<ReadOnlyMemory<byte>>> TryValue =
        static (ref reply) => OptionalBytes(ref reply) is { } value ? new CacheResult<ReadOnlyMemory<byte>>(value) : new(CacheErrorCode.NotFound, NoSuchKey);

    public static readonly ReplyMap<IReadOnlyList<ReadOnlyMemory<byte>?>> Values = static (ref reply) =>
    {
        var values = new ReadOnlyMemory<byte>?[reply.Aggregate()];
        for (var i = 0; i < values.Length; i++) values[i] = OptionalBytes(ref reply);
        return values;
    };

    public static readonly ReplyMap<IReadOnlyList<double?>> OptionalDoubles = static (ref reply) =>
    {
        var scores = new double?[reply.Aggregate()];
        for (var i = 0; i < scores.Length; i++)
        {
            if (reply.IsNull) reply.Line();
            else scores[i] = reply.Double();
        }
        return scores;
    };

    /// <summary>A copy, so that a value does not keep a whole frame alive; null of null.</summary>
    private static ReadOnlyMemory<byte>? OptionalBytes(ref ReplyReader reply)
    {
        if (!reply.IsNull) return reply.Bulk().ToArray();
        reply.Line();
        return null;
    }

    public static CacheResult<T> Failed<T>(CacheErrorCode code, string message) => new(code, message);
}
