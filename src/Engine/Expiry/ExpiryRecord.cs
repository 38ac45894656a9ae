using System.Runtime.InteropServices;
using AkkaCache.Engine.Memory;

namespace AkkaCache.Engine.Expiry;

/// <summary>What an entry with a due time has beside its 32 bytes: another 32.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct ExpiryRecord : ILinked<ExpiryRecord>
{
    public const int Bytes = 32;

    /// <summary>Unix milliseconds.</summary>
    public long DueMs;

    /// <summary>The entry it belongs to; -1 in a vacant record.</summary>
    public int Entry;

    /// <summary>Neighbours in the list of entries with a due time, by recency.</summary>
    public Links Recency;

    /// <summary>The next record in the wheel's slot; of a vacant record, the next vacant one; -1 at the end.</summary>
    public int NextInSlot;

    /// <summary>The record before it in the slot, -1 for the first.</summary>
    public int PreviousInSlot;

    /// <summary>The wheel's slot that it lies in.</summary>
    public int Slot;

    public static ref Links LinksOf(ref ExpiryRecord item) => ref item.Recency;
}
