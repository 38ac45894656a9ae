using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AkkaCache.Engine.SortedSets;

/// <summary>The small form of a sorted set: one native array, for at most 128 members of at most 64 bytes.</summary>
/// <remarks>
/// <para>
/// Layout for room R: scores (8 R), name offsets (2 R), prints (R), names (length byte, bytes) in no order. The first three are in order
/// of (score, name), so rank is position and a cursor is a number. A print is a byte mixed from a name's length and end; looking a name
/// up compares the prints sixteen at a time and then, mostly, one name. 12 bytes a member beside its name.
/// </para>
/// <para>A list of (name, score) as Redis keeps must be walked from the front for everything; here only names are apart, and they are touched last.</para>
/// <para>Removed names leave holes, which go when the array is laid out anew: for more room, or because three quarters of it are not needed.</para>
/// </remarks>
internal unsafe struct CompactForm
{
    /// <summary>Members, as in Redis's default zset-max-listpack-entries: up to here an insert moves at most 1.4 KB.</summary>
    public const int MaxMembers = 128;

    /// <summary>Bytes of a name, as in Redis's default zset-max-listpack-value; keeps all offsets within 16 bits.</summary>
    public const int MaxNameBytes = 64;

    private const int LeastRoom = 4;

    /// <summary>Above this, room grows by as much at a time instead of doubling.</summary>
    private const int GrowthStep = 32;

    /// <summary>Prints are loaded sixteen at a time, so there must be as many bytes behind them.</summary>
    private const int LeastNameRoom = 32;

    private const int BytesPerMember = sizeof(double) + sizeof(ushort) + 1;

    private byte* _memory;
    private int _room;
    private int _nameRoom;
    private int _nameEnd;
    private int _nameBytes;

    public int Count { get; private set; }

    public readonly long HeldBytes => _memory is null ? 0 : Bytes(_room, _nameRoom);

    private readonly double* Scores => (double*)_memory;

    private readonly ushort* Offsets => (ushort*)(_memory + _room * sizeof(double));

    private readonly byte* Prints => _memory + _room * (sizeof(double) + sizeof(ushort));

    private readonly byte* Names => _memory + _room * BytesPerMember;

    public static bool Fits(int count, int nameBytes) => count <= MaxMembers && nameBytes <= MaxNameBytes;

    public readonly double Score(int position) => Scores[position];

    public readonly ReadOnlySpan<byte> Name(int position)
    {
        var name = Names + Offsets[position];
        return new ReadOnlySpan<byte>(name + 1, *name);
    }

    /// <summary>The member's position, which is its rank, or -1.</summary>
    public readonly int Find(ReadOnlySpan<byte> name)
    {
        var wanted = Vector128.Create(PrintOf(name));
        for (var start = 0; start < Count; start += Vector128<byte>.Count)
        {
            var matches = Vector128.Equals(Vector128.Load(Prints + start), wanted).ExtractMostSignificantBits();
            for (; matches != 0; matches &= matches - 1)
            {
                var position = start + BitOperations.TrailingZeroCount(matches);
                if (position >= Count) return -1;
                if (Name(position).SequenceEqual(name)) return position;
            }
        }
        return -1;
    }

    public readonly int CountBelow(double score, bool orEqual) =>
        Count == 0 ? 0 : ScoreRun.CountBelow(ref *Scores, Count, score, orEqual);

    public readonly int CountBelow(ReadOnlySpan<byte> name, bool orEqual) => PositionByName(name, orEqual, 0, Count);

    /// <summary>Adds a member that is absent and <see cref="Fits"/>.</summary>
    public void Add(ReadOnlySpan<byte> name, double score)
    {
        var needed = 1 + name.Length;
        if (Count == _room || _nameEnd + needed > _nameRoom)
            LayOut(Count < _room ? _room : NextRoom(_room), NameRoom(_nameBytes + needed));

        var offset = _nameEnd;
        Names[offset] = (byte)name.Length;
        name.CopyTo(new Span<byte>(Names + offset + 1, name.Length));
        _nameEnd += needed;
        _nameBytes += needed;

        var position = PositionOf(score, name);
        Open(position, Count, (ushort)offset, PrintOf(name), score);
        Count++;
    }

    /// <summary>Gives a member another score.</summary>
    public void Move(int position, double score)
    {
        ushort offset = Offsets[position];
        var print = Prints[position];
        var target = PositionOf(score, Name(position));
        if (target > position) target--;
        Close(position, 1, Count);
        Open(target, Count - 1, offset, print, score);
    }

    public void RemoveRange(int position, int count)
    {
        for (var i = position; i < position + count; i++) _nameBytes -= 1 + Names[Offsets[i]];
        Close(position, count, Count);
        Count -= count;
        if (Count == 0) Dispose();
        else if (_room > LeastRoom && HeldBytes > 4 * Bytes(Count, _nameBytes)) LayOut(RoomFor(Count), NameRoom(_nameBytes));
    }

    public void Dispose()
    {
        NativeMemory.Free(_memory);
        this = default;
    }

    /// <summary>Throws when order, names or counts contradict each other.</summary>
    public readonly void CheckInvariants()
    {
        var bytes = 0;
        for (var position = 0; position < Count; position++)
        {
            bytes += 1 + Name(position).Length;
            if (Prints[position] != PrintOf(Name(position))) throw new InvalidOperationException($"compact: wrong print at {position}");
            if (position == 0) continue;
            var ascending = Score(position - 1) < Score(position)
                || (Score(position - 1) == Score(position) && Name(position - 1).SequenceCompareTo(Name(position)) < 0);
            if (!ascending) throw new InvalidOperationException($"compact: order broken at {position}");
        }
        if (bytes != _nameBytes || _nameBytes > _nameEnd || _nameEnd > _nameRoom || Count > _room)
            throw new InvalidOperationException($"compact: {bytes} bytes of names, {_nameBytes} counted, end {_nameEnd} of {_nameRoom}");
    }

    private static long Bytes(int room, int nameRoom) => (long)room * BytesPerMember + nameRoom;

    private static int NextRoom(int room) => room < GrowthStep ? Math.Max(LeastRoom, room * 2) : room + GrowthStep;

    private static int RoomFor(int count)
    {
        var room = LeastRoom;
        while (room < count) room = NextRoom(room);
        return room;
    }

    /// <summary>A quarter more than needed, in steps of what the C library gives anyway.</summary>
    private static int NameRoom(int bytes) => Math.Max(LeastNameRoom, (bytes + bytes / 4 + 15) & ~15);

    /// <summary>Ends of names differ more than their beginnings: the last eight bytes and the length, multiplied so that all bits reach the top ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte PrintOf(ReadOnlySpan<byte> name)
    {
        ulong end = 0;
        if (name.Length >= sizeof(ulong)) end = MemoryMarshal.Read<ulong>(name[^sizeof(ulong)..]);
        else foreach (var one in name) end = end << 8 | one;
        return (byte)((end + (ulong)name.Length) * 0x9E37_79B9_7F4A_7C15 >> 56);
    }

    private readonly int PositionOf(double score, ReadOnlySpan<byte> name)
    {
        var below = CountBelow(score, orEqual: false);
        if (below == Count || Scores[below] != score) return below;
        return PositionByName(name, orEqual: false, below, CountBelow(score, orEqual: true));
    }

    private readonly int PositionByName(ReadOnlySpan<byte> name, bool orEqual, int low, int high)
    {
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var comparison = Name(middle).SequenceCompareTo(name);
            if (comparison < 0 || (orEqual && comparison == 0)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private readonly void Open(int position, int count, ushort offset, byte print, double score)
    {
        var behind = count - position;
        new Span<double>(Scores + position, behind).CopyTo(new Span<double>(Scores + position + 1, behind));
        new Span<ushort>(Offsets + position, behind).CopyTo(new Span<ushort>(Offsets + position + 1, behind));
        new Span<byte>(Prints + position, behind).CopyTo(new Span<byte>(Prints + position + 1, behind));
        Scores[position] = score;
        Offsets[position] = offset;
        Prints[position] = print;
    }

    private readonly void Close(int position, int removed, int count)
    {
        var after = position + removed;
        new Span<double>(Scores + after, count - after).CopyTo(new Span<double>(Scores + position, count - after));
        new Span<ushort>(Offsets + after, count - after).CopyTo(new Span<ushort>(Offsets + position, count - after));
        new Span<byte>(Prints + after, count - after).CopyTo(new Span<byte>(Prints + position, count - after));
    }

    private void LayOut(int room, int nameRoom)
    {
        var old = this;
        _memory = (byte*)NativeMemory.Alloc((nuint)Bytes(room, nameRoom));
        _room = room;
        _nameRoom = nameRoom;
        _nameEnd = 0;
        for (var position = 0; position < Count; position++)
        {
            var name = old.Name(position);
            Scores[position] = old.Scores[position];
            Prints[position] = old.Prints[position];
            Offsets[position] = (ushort)_nameEnd;
            Names[_nameEnd] = (byte)name.Length;
            name.CopyTo(new Span<byte>(Names + _nameEnd + 1, name.Length));
            _nameEnd += 1 + name.Length;
        }
        NativeMemory.Free(old._memory);
    }
}
