using AkkaCache.Node.Partitions;

namespace AkkaCache.Node.Tests.Racing;

/// <summary>Stops the actors of partitions by chance until disposed. Whoever places partitions brings them back.</summary>
internal sealed class OwnerStopper : IAsyncDisposable
{
    /// <summary>A stopped one is back within the starter's quarter of a second; each is there about as long as it is gone.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly Partition[] _partitions;
    private readonly Random _random;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _stopping;

    public OwnerStopper(Partition[] partitions, int seed)
    {
        _partitions = partitions;
        _random = new Random(seed);
        _stopping = Task.Run(StopAsync);
    }

    public int Stopped { get; private set; }

    private async Task StopAsync()
    {
        using var pace = new PeriodicTimer(Pace);
        try
        {
            while (await pace.WaitForNextTickAsync(_end.Token))
            {
                if (_partitions[_random.Next(_partitions.Length)].Owner is not { } owner) continue;
                owner.Tell(HandOver.Instance, Akka.Actor.ActorRefs.NoSender);
                Stopped++;
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _stopping;
        _end.Dispose();
    }
}
