using AkkaCache.Engine.Memory;
using AkkaCache.Engine.SortedSets;

namespace AkkaCache.Engine.Store;

/// <summary>The boards of a store and what each was last charged. The only managed objects that a store has per key.</summary>
internal sealed class BoardTable : IDisposable
{
    private struct Slot
    {
        public SortedSet? Board;
        // Bytes charged for the board; in a vacant slot the next vacant one, -1 at the end.
        public long ChargedOrNextVacant;
    }

    /// <summary>Bytes of a slot, charged to every board beside its own.</summary>
    public const int SlotBytes = 16;

    /// <summary>Slots per chunk: 4 KB, and a million boards are a list of 4000 chunks, so growth never copies much.</summary>
    private const int ChunkSlots = 256;

    private readonly List<Slot[]> _chunks = [];
    private int _slotCount;
    private int _vacant = -1;
    private long _chargedBytes;

    public int Count { get; private set; }

    /// <summary>Bytes charged for all boards, their slots included.</summary>
    public long ChargedBytes => _chargedBytes + (long)Count * SlotBytes;

    /// <summary>Puts a board in and charges what it uses. Returns its place.</summary>
    public int Add(SortedSet board)
    {
        var place = _vacant;
        if (place >= 0)
            _vacant = (int)At(place).ChargedOrNextVacant;
        else
        {
            place = _slotCount++;
            if (place / ChunkSlots == _chunks.Count)
                _chunks.Add(new Slot[ChunkSlots]);
        }
        var charged = board.UsedBytes;
        At(place) = new Slot { Board = board, ChargedOrNextVacant = charged };
        _chargedBytes += charged;
        Count++;
        return place;
    }

    public SortedSet Board(int place) => At(place).Board!;

    /// <summary>Bytes charged for the board, its slot included.</summary>
    public long ChargedFor(int place) => At(place).ChargedOrNextVacant + SlotBytes;

    /// <summary>Charges what the board uses now.</summary>
    public void Recharge(int place)
    {
        ref var slot = ref At(place);
        var uses = slot.Board!.UsedBytes;
        _chargedBytes += uses - slot.ChargedOrNextVacant;
        slot.ChargedOrNextVacant = uses;
    }

    /// <summary>Takes a board out; the caller owns it.</summary>
    public SortedSet Remove(int place)
    {
        ref var slot = ref At(place);
        var board = slot.Board!;
        _chargedBytes -= slot.ChargedOrNextVacant;
        slot = new Slot { ChargedOrNextVacant = _vacant };
        _vacant = place;
        Count--;
        return board;
    }

    public void Dispose()
    {
        foreach (var chunk in _chunks)
            foreach (ref var slot in chunk.AsSpan())
                slot.Board?.Dispose();
        _chunks.Clear();
        _slotCount = Count = 0;
        _vacant = -1;
        _chargedBytes = 0;
    }

    /// <summary>Throws unless the sums hold and every board is charged what it uses.</summary>
    public void CheckInvariants()
    {
        var count = 0;
        var charged = 0L;
        foreach (var chunk in _chunks)
            foreach (ref var slot in chunk.AsSpan())
            {
                if (slot.Board is null)
                    continue;
                slot.Board.CheckInvariants();
                if (slot.Board.UsedBytes != slot.ChargedOrNextVacant)
                    Invariant.Broken($"boards: one uses {slot.Board.UsedBytes} bytes and is charged {slot.ChargedOrNextVacant}");
                charged += slot.ChargedOrNextVacant;
                count++;
            }
        if (count != Count || charged != _chargedBytes)
            Invariant.Broken($"boards: {count} with {charged} bytes, {Count} with {_chargedBytes} counted");
    }

    private ref Slot At(int place) => ref _chunks[place / ChunkSlots][place % ChunkSlots];
}
