namespace AkkaCache.Node.Budget;

/// <summary>Makes room by the clock too: a limit that was lowered holds soon, even when nobody writes.</summary>
public sealed class EvictionPulse : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly MemoryBudget _budget;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public EvictionPulse(MemoryBudget budget, TimeProvider time)
    {
        _budget = budget;
        _time = time;
        _timer = time.CreateTimer(static state => ((EvictionPulse)state!).Tick(), this, Pace, Pace);
    }

    public void Dispose() => _timer.Dispose();

    // Bounded: what a tick leaves, the next one takes.
    private void Tick()
    {
        if (_budget.IsLimited) _budget.MakeRoom(_time.GetUtcNow().ToUnixTimeMilliseconds(), bounded: true);
    }
}
