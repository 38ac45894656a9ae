using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AkkaCache.Engine.SortedSets;

/// <summary>A cache line of the member index: ten members with 16 bits of hash each, and where more of the same bucket are.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal unsafe struct IndexBucket
{
    /// <summary>What fits 64 bytes: 10 × (2 + 4) and the overflow link.</summary>
    public const int Slots = 10;

    private const uint SlotMask = (1u << Slots) - 1;

    private fixed ushort _prints[Slots];
    // 0 = empty slot.
    private fixed uint _ids[Slots];

    /// <summary>Overflow bucket + 1; 0 at the end of the chain. In a free bucket: the next free one + 1.</summary>
    public int Overflow;

    /// <summary>Slots whose print matches, as a bit mask. Empty slots may match.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Matches(ushort print)
    {
        // Sixteen lanes: the last six are ids and fall to the mask.
        ref var first = ref Unsafe.AsRef(in _prints[0]);
        return Vector256.Equals(Vector256.LoadUnsafe(ref first), Vector256.Create(print)).ExtractMostSignificantBits() & SlotMask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Id(int slot) => _ids[slot];

    public readonly ushort Print(int slot) => _prints[slot];

    public readonly bool IsEmpty
    {
        get
        {
            for (var slot = 0; slot < Slots; slot++)
            {
                if (_ids[slot] != 0) return false;
            }
            return true;
        }
    }

    public bool TryAdd(uint id, ushort print)
    {
        for (var slot = 0; slot < Slots; slot++)
        {
            if (_ids[slot] != 0) continue;
            _ids[slot] = id;
            _prints[slot] = print;
            return true;
        }
        return false;
    }

    public bool TryRemove(uint id, ushort print)
    {
        for (var matches = Matches(print); matches != 0; matches &= matches - 1)
        {
            var slot = BitOperations.TrailingZeroCount(matches);
            if (_ids[slot] != id) continue;
            _ids[slot] = 0;
            return true;
        }
        return false;
    }
}
