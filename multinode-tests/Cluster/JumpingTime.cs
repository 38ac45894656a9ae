namespace AkkaCache.Multinode.Cluster;

/// <summary>A wall clock that is set while it is in use. Timestamps and timers go on as before, as they do when somebody sets a machine's clock.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private long _ahead;

    public TimeSpan Ahead
    {
        get => new(Volatile.Read(ref _ahead));
        set => Volatile.Write(ref _ahead, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
