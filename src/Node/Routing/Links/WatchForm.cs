using System.Buffers.Binary;

namespace AkkaCache.Node.Routing.Links;

/// <summary>Whose watch a request is about: the connection of the node that was asked, and the number of the watch there. 0: none.</summary>
internal readonly record struct WatchForm(long Connection, long Id)
{
    public const int Bytes = 2 * sizeof(long);

    public int Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, Connection);
        BinaryPrimitives.WriteInt64LittleEndian(target[sizeof(long)..], Id);
        return Bytes;
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, out WatchForm watch)
    {
        watch = default;
        if (bytes.Length - at < Bytes) return false;
        watch = new WatchForm(BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[(at + sizeof(long))..]));
        at += Bytes;
        return true;
    }
}
