using System.Globalization;

namespace AkkaCache.Multinode.Load;

/// <summary>Which share of the machine's processors was busy since it was last asked.</summary>
internal sealed class MachineLoad
{
    private const string Path = "/proc/stat";

    // proc(5): user nice system idle iowait …, in ticks since the start.
    private const int Idle = 3;
    private const int Waiting = 4;

    private long _total;
    private long _idle;

    public double BusyShare()
    {
        var ticks = File.ReadLines(Path).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var (total, idle) = (ticks.Sum() - _total, ticks[Idle] + ticks[Waiting] - _idle);
        (_total, _idle) = (_total + total, _idle + idle);
        return total == 0 ? 0 : 1 - (double)idle / total;
    }
}
