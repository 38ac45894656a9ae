using System.Runtime.CompilerServices;

namespace AkkaCache.Testing.Allocation;

/// <summary>Measures what an operation leaves for the garbage collector: bytes allocated by the calling thread, the same on any machine under any load.</summary>
/// <remarks>
/// <para>
/// The thread's counter is exact, but the thread also pays for what the JIT compiler does on it. A loop that begins in unoptimised code is
/// replaced while it runs (on-stack replacement, after some ten thousand rounds over all calls) on the thread that runs it, and when the optimiser takes a method in
/// whose type has a static field of a struct type, the box of that field is allocated there and then: 32 bytes for <c>ArraySegment&lt;byte&gt;</c>, once in a process,
/// in the middle of whatever is measured. It is gone with DOTNET_TC_OnStackReplacement=0. So the measured loop is here, optimised from its first call, and what it calls
/// is compiled while it warms up; later compilations happen on a thread of the runtime's own. An operation must not loop a thousand times itself.
/// </para>
/// <para>
/// A full collection lets the shared pools of arrays go, and tests that run beside this one cause collections: what is rented next is made anew, on whatever thread.
/// A measurement that met one says nothing, and is made again.
/// </para>
/// <para>What grows in steps (an effect log below its ceiling, a table that doubles) is no noise: set it up so that it has grown before.</para>
/// </remarks>
public static class Allocated
{
    /// <summary>Bytes allocated by <paramref name="rounds"/> calls with 0, 1, 2 …, after as many to warm up.</summary>
    public static long By(int rounds, Action<int> operation)
    {
        while (true)
        {
            var collections = GC.CollectionCount(GC.MaxGeneration);
            Run(rounds, operation);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(rounds, operation);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (GC.CollectionCount(GC.MaxGeneration) == collections) return allocated;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run(int rounds, Action<int> operation)
    {
        for (var i = 0; i < rounds; i++) operation(i);
    }
}
