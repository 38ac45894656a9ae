using System.Collections;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;

namespace AkkaCache.Replication.Tests.Wire;

/// <summary>Equal in all that they hold: arrays by their elements, payloads by their bytes.</summary>
internal sealed class MessageComparer : IEqualityComparer<Message>
{
    public static readonly MessageComparer Instance = new();

    public bool Equals(Message? x, Message? y) => Same(x, y);

    public int GetHashCode(Message message) => message.GetType().GetHashCode();

    private static bool Same(object? one, object? other)
    {
        if (one is null || other is null) return one is null && other is null;
        if (one.GetType() != other.GetType()) return false;
        return one switch
        {
            ReadOnlyMemory<byte> bytes => bytes.Span.SequenceEqual(((ReadOnlyMemory<byte>)other).Span),
            NodeId or string => one.Equals(other),
            IEnumerable elements => SameElements([.. elements], [.. (IEnumerable)other]),
            _ when one.GetType().IsPrimitive => one.Equals(other),
            _ => one.GetType().GetProperties().Where(property => !property.GetMethod!.IsStatic).All(property => Same(property.GetValue(one), property.GetValue(other))),
        };
    }

    private static bool SameElements(object?[] one, object?[] other) => one.Length == other.Length && one.Zip(other).All(pair => Same(pair.First, pair.Second));
}
