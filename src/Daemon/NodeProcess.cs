using AkkaCache.Node.Doors;
using AkkaCache.Node.Hosting;

namespace AkkaCache.Daemon;

/// <summary>A node as a process: runs it, and runs it anew, as another member, when the cluster went on without it or it was told to join one.</summary>
internal static class NodeProcess
{
    /// <summary>A moment in which doors close for good and the others notice.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="DoorException">A port cannot be had, at the first start.</exception>
    public static async Task<int> Run(NodeOptions options, TextWriter output)
    {
        var limit = new RestartLimit(TimeProvider.System);
        using var signals = new StopSignals();
        do
        {
            string? again = null;
            try
            {
                var end = await NodeRun.Run(options, output, signals.Received);
                if (end.WasAsked || signals.Received.IsCancellationRequested) break;
                (options, again) = (end.Next, end.Again);
            }
            catch (DoorException e) when (limit.Tries > 0)
            {
                // Somebody took the port meanwhile, and may give it back.
                await Say(output, e.Message);
            }
            if (again is null && !limit.TryAgain()) return ExitCode.Downed;
            await Say(output, again ?? $"the cluster went on without this node: joins it as a new one, try {limit.Tries} of {RestartLimit.MostTries}");
            await Task.Delay(Pause, signals.Received).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!signals.Received.IsCancellationRequested);
        return ExitCode.Ok;
    }

    private static async Task Say(TextWriter output, string what)
    {
        await output.WriteLineAsync($"{"again",-10} {what}");
        await output.FlushAsync();
    }
}
