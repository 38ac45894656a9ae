namespace AkkaCache.Node.Replicas;

/// <summary>The clock of leases: ticks of 100 ns that never go back, whatever happens to the time of day.</summary>
public sealed class MonotonicClock(TimeProvider time)
{
    private readonly double _ticksPerUnit = (double)TimeSpan.TicksPerSecond / time.TimestampFrequency;

    public long Now => (long)(time.GetTimestamp() * _ticksPerUnit);
}
