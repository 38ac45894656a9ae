using System.Buffers.Binary;

namespace AkkaCache.Client.Hybrid;

/// <summary>An entry as the cluster holds it: the markers that its value depends on, then the value. Read in place.</summary>
/// <remarks>
/// Little-endian:
/// <code>
/// entry    form 1: 01, flags 1, id 16, marker of all 16, tags 2, (length 2, tag, marker 16) for each, value
/// removal  form 1: 02, id 16
/// </code>
/// The id tells two stores of the same value apart, see <see cref="ClusterEntries"/>. Later forms have other first bytes; whoever does not know one takes it for absent.
/// </remarks>
internal readonly struct HybridEntry
{
    private const byte EntryForm = 1;
    private const byte RemovalForm = 2;

    /// <summary>The value is null, which not every serializer can write.</summary>
    private const byte NullFlag = 1;

    private const int IdAt = 2;
    private const int AllAt = IdAt + UniqueId.Bytes;
    private const int CountAt = AllAt + UniqueId.Bytes;
    private const int TagsAt = CountAt + 2;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _valueAt;

    private HybridEntry(ReadOnlyMemory<byte> bytes, int valueAt)
    {
        _bytes = bytes;
        _valueAt = valueAt;
    }

    public UniqueId All => UniqueId.Read(_bytes.Span[AllAt..]);

    public bool IsNull => (_bytes.Span[1] & NullFlag) != 0;

    public ReadOnlyMemory<byte> Value => _bytes[_valueAt..];

    public TagEnumerator Tags => new(_bytes.Span[TagsAt.._valueAt]);

    public static byte[] Write(UniqueId id, CapturedMarkers markers, ReadOnlyMemory<byte>? value)
    {
        var bytes = new byte[checked(TagsAt + markers.Tags.Sum(tag => 2 + tag.Tag.Length + UniqueId.Bytes) + (value?.Length ?? 0))];
        bytes[0] = EntryForm;
        if (value is null) bytes[1] = NullFlag;
        id.Write(bytes.AsSpan(IdAt));
        markers.All.Write(bytes.AsSpan(AllAt));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(CountAt), (ushort)markers.Tags.Count);
        var rest = bytes.AsSpan(TagsAt);
        foreach (var (tag, marker) in markers.Tags)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)tag.Length);
            tag.CopyTo(rest[2..]);
            marker.Write(rest[(2 + tag.Length)..]);
            rest = rest[(2 + tag.Length + UniqueId.Bytes)..];
        }
        value?.Span.CopyTo(rest);
        return bytes;
    }

    public static byte[] WriteRemoval(UniqueId id) => [RemovalForm, .. id.ToBytes()];

    /// <summary>A removal is no entry, and nothing is wrong with it.</summary>
    public static bool IsRemoval(ReadOnlySpan<byte> bytes) => bytes is [RemovalForm, ..];

    /// <summary>False when the bytes are none, or one of a form that is not known here.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out HybridEntry entry)
    {
        entry = default;
        var span = bytes.Span;
        if (span.Length < TagsAt || span[0] != EntryForm) return false;
        var at = TagsAt;
        for (int left = BinaryPrimitives.ReadUInt16LittleEndian(span[CountAt..]); left > 0; left--)
        {
            if (span.Length - at < 2) return false;
            at += 2 + BinaryPrimitives.ReadUInt16LittleEndian(span[at..]) + UniqueId.Bytes;
            if (at > span.Length) return false;
        }
        entry = new HybridEntry(bytes, at);
        return true;
    }

    /// <summary>Walks over the tags of an entry that was read whole.</summary>
    public ref struct TagEnumerator(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        /// <summary>In UTF-8.</summary>
        public ReadOnlySpan<byte> Tag { get; private set; }

        public UniqueId Marker { get; private set; }

        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            var length = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
            Tag = _rest.Slice(2, length);
            Marker = UniqueId.Read(_rest[(2 + length)..]);
            _rest = _rest[(2 + length + UniqueId.Bytes)..];
            return true;
        }
    }
}
