using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace AkkaCache.Engine.Benchmarks;

/// <summary>How long a running process stands still for its garbage collector: every stop of all threads, from the wish to stop to the last thread's going on.</summary>
/// <remarks>
/// Listens through the runtime's own events, so the process measured is the real one. Every five seconds it asks for a full blocking collection, the worst there is:
/// left alone, a node that makes no garbage has none to show for minutes.
/// </remarks>
internal static class PausesReport
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    public static void Run(int process, int seconds)
    {
        var pauses = new List<(double Ms, string Why)>();
        for (var elapsed = 0; elapsed < seconds; elapsed += (int)Round.TotalSeconds) Listen(process, pauses);
        Console.WriteLine($"{pauses.Count} pauses in {seconds} s, longest {pauses.Max(pause => pause.Ms):F2} ms");
        foreach (var kind in pauses.GroupBy(pause => pause.Why))
        {
            var sorted = kind.Select(pause => pause.Ms).Order().ToArray();
            Console.WriteLine($"  {sorted.Length,4} x {kind.Key}: least {sorted[0]:F2}, median {sorted[sorted.Length / 2]:F2}, longest {sorted[^1]:F2} ms");
        }
    }

    private static void Listen(int process, List<(double Ms, string Why)> pauses)
    {
        var began = 0.0;
        var why = "";
        const ClrTraceEventParser.Keywords keywords = ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.GCHeapCollect;
        using var session = new DiagnosticsClient(process).StartEventPipeSession(
            [new EventPipeProvider(Runtime, EventLevel.Informational, (long)keywords)], requestRundown: false);
        using var source = new EventPipeEventSource(session.EventStream);
        source.Clr.GCSuspendEEStart += stop => (began, why) = (stop.TimeStampRelativeMSec, stop.Reason.ToString());
        source.Clr.GCStart += start => why = $"generation {start.Depth}, {start.Type}, {start.Reason}";
        source.Clr.GCRestartEEStop += go => pauses.Add((go.TimeStampRelativeMSec - began, why));
        using var end = new Timer(_ => session.Stop(), null, Round, Timeout.InfiniteTimeSpan);
        source.Process();
    }
}
