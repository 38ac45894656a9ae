using AkkaCache.Daemon.Footprint;

namespace AkkaCache.Daemon.Tests.Footprint;

/// <summary>Letting go of program pages, tried on the process that runs the tests: when no other test runs in it, which would touch pages in between.</summary>
[Collection(ProgramPagesTests.Alone)]
public class ProgramPagesTests
{
    public const string Alone = "the process's pages";

    [SkippableFact]
    public void Pages_let_go_of_are_fewer_and_come_back_when_touched()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the list of mappings is Linux's");
        var before = FileKilobytes();

        ProgramPages.Release();

        // Not all: this very look touches some, and files carry data too.
        Assert.InRange(FileKilobytes(), 1, before * 0.75);
        Assert.Contains("Release", typeof(ProgramPages).GetMethods().Select(method => method.Name));
    }

    [SkippableFact]
    public void Letting_go_makes_no_garbage()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the list of mappings is Linux's");
        ProgramPages.Release();
        var before = GC.GetAllocatedBytesForCurrentThread();

        ProgramPages.Release();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
    }

    private static double FileKilobytes()
    {
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("RssFile:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture);
    }

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class AloneInTheProcess;
}
