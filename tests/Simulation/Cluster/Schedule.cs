namespace AkkaCache.Simulation.Tests.Cluster;

/// <summary>What happens next: the only clock of a simulation. Equal times in the order of their making.</summary>
internal sealed class Schedule
{
    private readonly PriorityQueue<Action, (long At, long Order)> _queue = new();
    private long _made;

    public long Now { get; private set; }

    public void At(long time, Action what) => _queue.Enqueue(what, (Math.Max(time, Now), _made++));

    public void After(TimeSpan delay, Action what) => At(Now + delay.Ticks, what);

    public void RunUntil(long end)
    {
        while (_queue.TryPeek(out _, out var next) && next.At <= end)
        {
            var what = _queue.Dequeue();
            Now = next.At;
            what();
        }
        Now = end;
    }
}
