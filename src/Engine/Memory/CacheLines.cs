using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace AkkaCache.Engine.Memory;

/// <summary>Asks the processor to bring memory near while something else is done. A hint: it changes nothing, whatever the address.</summary>
/// <remarks>.NET has no such call for ARM; nothing happens there.</remarks>
internal static unsafe class CacheLines
{
    public const int Bytes = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(byte* start, int bytes)
    {
        if (!Sse.IsSupported) return;
        for (var line = 0; line < bytes; line += Bytes) Sse.Prefetch0(start + line);
    }
}
