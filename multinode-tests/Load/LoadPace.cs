namespace AkkaCache.Multinode.Load;

/// <summary>How many operations a second a load may send: what was asked for, and less while the machine is busy.</summary>
/// <remarks>
/// What is measured on a machine without spare time is the machine. Below a floor it makes no sense to go: then others are the ones that are
/// busy, and the figures say how many operations there were.
/// </remarks>
internal sealed class LoadPace(int asked)
{
    public const double MaxBusyShare = 0.6;

    private const double ComfortableShare = 0.5;
    private const double Slower = 0.8;
    private const double Faster = 1.1;
    private const double LeastShare = 0.1;

    private double _rate = asked;

    public double OperationsPerSecond => Volatile.Read(ref _rate);

    public void Look(double busyShare)
    {
        var next = busyShare switch
        {
            > MaxBusyShare => _rate * Slower,
            < ComfortableShare => _rate * Faster,
            _ => _rate,
        };
        Volatile.Write(ref _rate, Math.Clamp(next, asked * LeastShare, asked));
    }
}
