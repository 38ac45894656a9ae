using System.Diagnostics;
using AkkaCache.Node.Doors.Sockets;

namespace AkkaCache.Node.Tests.Doors.Sockets;

public class CrewTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Crew_claims_the_published_places_in_order_and_no_others()
    {
        using var crew = new Crew(helpers: 0, capacity: 8, "test");
        var owners = Enumerable.Range(0, 4).Select(_ => new Counter()).ToArray();
        owners.CopyTo(crew.Next);
        Assert.False(crew.TryClaim(out _));
        crew.Publish(3);
        Assert.Equal(3, crew.Unclaimed);
        foreach (var owner in owners.Take(3))
        {
            Assert.True(crew.TryClaim(out var claimed));
            Assert.Same(owner, claimed);
        }
        Assert.False(crew.TryClaim(out _));
        Assert.Equal(0, crew.Unclaimed);
    }

    /// <summary>Batches follow one another while helpers are still in the last one: whoever is late must not run an owner twice or one of another batch.</summary>
    [Fact]
    public void Crew_runs_every_owner_of_every_batch_exactly_once()
    {
        const int LeastBatches = 20_000;
        using var crew = new Crew(helpers: 3, capacity: 8, "test");
        var owners = Enumerable.Range(0, 8).Select(_ => new Counter()).ToArray();
        var helped = 0L;
        var caller = Environment.CurrentManagedThreadId;
        foreach (var owner in owners)
        {
            owner.OnRun = () =>
            {
                if (Environment.CurrentManagedThreadId != caller) Interlocked.Increment(ref helped);
            };
        }
        var batches = 0;
        var start = Stopwatch.StartNew();
        // On a busy machine a helper may not get a core for long.
        for (; batches < LeastBatches || (Interlocked.Read(ref helped) == 0 && start.Elapsed < Patience); batches++)
        {
            owners.CopyTo(crew.Next);
            crew.Publish(owners.Length);
            crew.Call(3);
            while (crew.TryClaim(out var owner)) owner.Run();
        }
        Assert.True(SpinWait.SpinUntil(() => owners.All(o => o.Runs == batches), Patience), string.Join(' ', owners.Select(o => o.Runs)));
        Assert.True(helped > 0, "no helper ever ran an owner");
    }

    private sealed class Counter : ISocketOwner
    {
        private int _runs;

        public int Runs => Volatile.Read(ref _runs);
        public Action? OnRun { get; set; }
        public bool Notify(Readiness readiness) => true;

        public void Run()
        {
            OnRun?.Invoke();
            Interlocked.Increment(ref _runs);
        }
    }
}
