using System.Buffers.Binary;
using System.Text;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Routing.Links;

/// <summary>Who is believed to serve a partition, as a refusal says it: epoch, then the node's name.</summary>
internal static class OwnerHint
{
    /// <summary>A name's characters take at most three bytes each.</summary>
    public const int MaxBytes = sizeof(long) + (NodeId.MaxLength * 3);

    public static int Write(Span<byte> target, long epoch, NodeId node)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, epoch);
        return sizeof(long) + Encoding.UTF8.GetBytes(node.Value, target[sizeof(long)..]);
    }

    /// <returns>False when nobody is named.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out long epoch, out NodeId node)
    {
        epoch = 0;
        node = NodeId.None;
        if (bytes.Length is <= sizeof(long) or > MaxBytes) return false;
        epoch = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var name = Encoding.UTF8.GetString(bytes[sizeof(long)..]);
        if (name.Length > NodeId.MaxLength) return false;
        node = new NodeId(name);
        return true;
    }
}
