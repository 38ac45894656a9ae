using System.Runtime;

namespace AkkaCache.Daemon.Footprint;

/// <summary>Gives back to the operating system what starting and compiling leave behind.</summary>
/// <remarks>
/// A start compiles some eight thousand methods and reads the metadata of a hundred assemblies, most of them never again; the first load compiles its own few hundred
/// once more, better. That leaves garbage, which is collected at once, before anybody waits; memory that the compiler took from the C library and returned some
/// seconds later, which the library keeps until it is asked; and mapped pages of program files (<see cref="ProgramPages"/>).
/// So compiled methods are counted, and after many of them it is asked. A process that compiles nothing, idle or busy, is left alone.
/// Nothing depends on it. Why: docs/decisions/0009-small-when-empty.md; figures: docs/performance.md.
/// </remarks>
internal sealed class Leftovers : IDisposable
{
    /// <summary>The first look finds the start's last work done.</summary>
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    /// <summary>Looks that follow one that found many: the compiler gives its memory back some 7 s after its last use.</summary>
    private const int LooksAfter = 2;

    /// <summary>Fewer between two looks leave less than a megabyte.</summary>
    private const int ManyMethods = 32;

    private readonly ITimer _timer;
    private long _compiled;
    private int _looksLeft;

    private Leftovers(TimeProvider time) => _timer = time.CreateTimer(static state => ((Leftovers)state!).Look(), this, First, Pace);

    /// <summary>Collects the start's garbage now (10 ms) and looks after the rest until disposed.</summary>
    public static Leftovers GiveBack(TimeProvider time)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return new Leftovers(time);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var compiled = JitInfo.GetCompiledMethodCount();
        if (compiled - _compiled >= ManyMethods) _looksLeft = 1 + LooksAfter;
        _compiled = compiled;
        if (_looksLeft == 0) return;
        _looksLeft--;
        ReturnPages();
    }

    private static void ReturnPages()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = LibC.TrimHeap(0);
            ProgramPages.Release();
        }
        catch (Exception e) when (e is EntryPointNotFoundException or IOException or UnauthorizedAccessException)
        {
            // Another C library, or a process that may not see its own list of mappings: then it stays as large as it is.
        }
    }
}
