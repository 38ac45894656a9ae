using AkkaCache.Node.Partitions;

namespace AkkaCache.Node.Tests.Racing;

/// <summary>Closes and opens gates by chance, every millisecond, until disposed; leaves them open.</summary>
internal sealed class GateFlipper : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(1);

    private readonly Gate[] _gates;
    private readonly Random _random;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _flipping;

    public GateFlipper(Gate[] gates, int seed)
    {
        _gates = gates;
        _random = new Random(seed);
        _flipping = Task.Run(FlipAsync);
    }

    private async Task FlipAsync()
    {
        using var pace = new PeriodicTimer(Pace);
        try
        {
            while (await pace.WaitForNextTickAsync(_end.Token))
            {
                foreach (var gate in _gates)
                {
                    if (_random.Next(3) == 0) gate.Close();
                    else gate.Open();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
        foreach (var gate in _gates) gate.Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _flipping;
        _end.Dispose();
    }
}
