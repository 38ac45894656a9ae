using System.Buffers.Binary;
using System.IO.Hashing;
using AkkaCache.Commands.Execution;
using AkkaCache.Engine.Store;

namespace AkkaCache.Commands.Effects;

/// <summary>Digests a partition's content slice by slice, so that copies can be compared while writes go on.</summary>
/// <remarks>
/// <para>
/// The primary asks for the <see cref="Next"/> slice, which says how a part of its content is now, and sends it behind the effects executed until now, with the number of the last one. The
/// backup that gets it with just that effect as its own last one asks whether it <see cref="Matches"/>: both speak of the same moment, though
/// neither stops. A slice that comes at another moment is dropped. A round over all slices compares everything, each part at its own moment.
/// </para>
/// <para>
/// A range of keys is one of positions in the order of the scan, which depends on hashes only and so is the same on copies with the same seed, however many
/// buckets each has. Entries are hashed one by one (XXH128) and the hashes added up: their order in a bucket does not matter. Of a long value, key and size are in that sum, and its bytes
/// are compared in slices of their own; those of a board by rank, since the order of members is the same on copies whatever their form.
/// </para>
/// <para>Of a board, each member is looked up as well: its index and its order must say the same, on the primary and on every copy.</para>
/// </remarks>
public sealed class CopyDigester
{
    /// <summary>Positions of a scan are below this.</summary>
    internal const long Positions = 1L << 32;

    /// <summary>Entries, members or kilobytes of one slice: some hundred microseconds, for which the gate is held.</summary>
    public const int SliceElements = 1024;

    /// <summary>Where a check gives up: a copy of the same content has about as many entries there, and half to twice the buckets.</summary>
    private const int MaxCheckedElements = 16 * SliceElements;

    /// <summary>The longest part of a value.</summary>
    internal const int MaxPart = SliceElements * BytesPerElement;

    /// <summary>Bytes that are hashed in the time that a look at an entry takes, well counted.</summary>
    private const int BytesPerElement = 1024;

    /// <summary>Values of more elements are long.</summary>
    private const int LongElements = 64;

    private readonly XxHash128 _hash = new();
    private readonly KeyQueue _long = new();
    private long _position;
    private int _part;

    /// <summary>Begins a round, of another partition too. One that was under way is given up.</summary>
    public void StartOver()
    {
        while (_long.Count > 0) _long.RemoveFirst();
        _position = 0;
        _part = 0;
    }

    /// <summary>The next slice; null at the end of a round, after which another begins. The gate is held.</summary>
    /// <exception cref="InvalidDataException">The content contradicts itself.</exception>
    public DigestSlice? Next(PartitionSpace space)
    {
        while (_long.Count > 0)
        {
            if (NextPart(space.Store) is { } part) return part;
        }
        if (_position == Positions)
        {
            _position = 0;
            return null;
        }
        return NextKeys(space.Store);
    }

    /// <summary>Whether the copy has the same content in the slice; null when its store has another seed. The gate is held, and the copy's last effect is the one at which the slice was made.</summary>
    /// <exception cref="InvalidDataException">The content contradicts itself.</exception>
    public bool? Matches(PartitionSpace space, DigestSlice slice)
    {
        var store = space.Store;
        if (store.Seed != slice.Seed) return null;
        if (slice.Key is not null) return DigestPart(store, store.Find(slice.Key), (int)slice.First, (int)slice.End) == slice.Digest;
        var keys = new KeysVisitor(this, store, slice.First, slice.End, null);
        var cursor = PartitionStore.ScanCursor((uint)slice.First);
        var steps = 0;
        do cursor = store.Scan(cursor, 1, ref keys);
        while (cursor != 0 && PartitionStore.ScanPosition(cursor) < slice.End && keys.Elements + ++steps < MaxCheckedElements);
        return steps < MaxCheckedElements && keys.Sum == slice.Digest;
    }

    private DigestSlice NextKeys(PartitionStore store)
    {
        var first = _position;
        var keys = new KeysVisitor(this, store, first, Positions, _long);
        var cursor = PartitionStore.ScanCursor((uint)first);
        var steps = 0;
        do cursor = store.Scan(cursor, 1, ref keys);
        while (cursor != 0 && keys.Elements + ++steps < SliceElements);
        var end = cursor == 0 ? Positions : PartitionStore.ScanPosition(cursor);
        _position = end;
        return new DigestSlice(store.Seed, first, end, null, keys.Sum);
    }

    private DigestSlice? NextPart(PartitionStore store)
    {
        var key = _long.First;
        var entry = store.Find(key);
        var size = entry < 0 ? 0 : SizeOf(store, entry);
        if (_part >= size)
        {
            _long.RemoveFirst();
            _part = 0;
            return null;
        }
        var first = _part;
        _part = (int)Math.Min(size, first + (store.KindOf(entry) == EntryKind.String ? (long)MaxPart : SliceElements));
        return new DigestSlice(store.Seed, first, _part, key, DigestPart(store, entry, first, _part));
    }

    /// <summary>Bytes of a string, members of a board.</summary>
    private static int SizeOf(PartitionStore store, int entry) =>
        store.KindOf(entry) == EntryKind.String ? store.StringOf(entry).Length : store.BoardOf(entry).Count;

    private static int ElementsOf(PartitionStore store, int entry) =>
        store.KindOf(entry) == EntryKind.String ? store.StringOf(entry).Length / BytesPerElement : store.BoardOf(entry).Count;

    private UInt128 DigestPart(PartitionStore store, int entry, int first, int end)
    {
        if (entry < 0 || end > SizeOf(store, entry)) return 0;
        Begin(store, entry);
        Content(store, entry, first, end);
        return _hash.GetCurrentHashAsUInt128();
    }

    private UInt128 DigestEntry(PartitionStore store, int entry, bool withContent)
    {
        Begin(store, entry);
        if (withContent) Content(store, entry, 0, SizeOf(store, entry));
        return _hash.GetCurrentHashAsUInt128();
    }

    private void Begin(PartitionStore store, int entry)
    {
        var key = store.KeyOf(entry);
        _hash.Reset();
        Number((long)store.KindOf(entry));
        Number(store.DueOf(entry));
        Number(SizeOf(store, entry));
        Number(key.Length);
        _hash.Append(key);
    }

    private void Content(PartitionStore store, int entry, int first, int end)
    {
        if (store.KindOf(entry) == EntryKind.String)
        {
            _hash.Append(store.StringOf(entry)[first..end]);
            return;
        }
        var board = store.BoardOf(entry);
        var cursor = board.At(first);
        for (var left = end - first; left > 0; left--)
        {
            // A small board has no index beside its order.
            if (!board.IsCompact && !(board.TryGetScore(cursor.Member, out var score) && score == cursor.Score)) throw new InvalidDataException($"rank {end - left} of a board is not where its member is found");
            Number(BitConverter.DoubleToInt64Bits(cursor.Score));
            Number(cursor.Member.Length);
            _hash.Append(cursor.Member);
            cursor.MoveNext();
        }
    }

    private void Number(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _hash.Append(bytes);
    }

    private ref struct KeysVisitor(CopyDigester digester, PartitionStore store, long first, long end, KeyQueue? longOnes) : IEntryVisitor
    {
        public UInt128 Sum;
        public int Elements;

        public void Visit(int entry)
        {
            // A bucket may hold keys beyond either border, when there are fewer buckets than where the border was set.
            var position = store.ScanPositionOf(entry);
            if (position < first || position >= end) return;
            var elements = ElementsOf(store, entry);
            var isLong = elements > LongElements;
            Elements += isLong ? 1 : 1 + elements;
            Sum += digester.DigestEntry(store, entry, withContent: !isLong);
            if (isLong) longOnes?.Add(store.KeyOf(entry));
        }
    }
}
