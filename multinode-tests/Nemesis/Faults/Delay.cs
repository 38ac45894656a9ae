using System.Diagnostics;

namespace AkkaCache.Multinode.Nemesis.Faults;

/// <summary>Each packet from and to the victim, clients' included, is held up for a time of its own, so that packets overtake each other.</summary>
internal sealed class Delay(int leastMs, int mostMs, int seconds) : Fault
{
    public override string Name => $"delay {leastMs} to {mostMs} ms, {seconds} s";

    public override bool NeedsNetwork => true;

    public override async Task<string> StrikeAsync(FaultRun run)
    {
        run.StruckAt = Stopwatch.GetTimestamp();
        await using var line = await run.Network!.DelayAsync(run.Victim, TimeSpan.FromMilliseconds(leastMs), TimeSpan.FromMilliseconds(mostMs));

        // Packets are to be held up for so long.
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        if (line.Overtaken == 0) throw new NoEffectException($"of {line.Passed} packets none overtook another");
        return $"{line.Passed} packets delayed, {line.Overtaken} overtaken";
    }
}
