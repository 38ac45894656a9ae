using AkkaCache.Engine.Store;
using CsCheck;

namespace AkkaCache.Engine.Tests.Store;

public class PartitionStoreModelTests
{
    private static readonly Gen<int> Sizes = Gen.Frequency((6, Gen.Int[0, 100]), (2, Gen.Int[100, 300]), (1, Gen.Int[900, 1300]), (1, Gen.Int[0, 20_000]));

    private static readonly Gen<StorePair.Step> Steps =
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 150], Sizes, Gen.Int[0, 1_000_000], (operation, key, size, time) => new StorePair.Step(operation, key, size, time));

    [Fact]
    public void PartitionStore_in_any_history_equals_its_naive_twin() =>
        Steps.Array[0, 300].Sample(steps =>
        {
            using var pair = new StorePair();
            foreach (var step in steps)
                pair.Do(step);
            pair.CompareAll();
        }, iter: 400);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void PartitionStore_after_a_long_random_run_equals_its_twin_and_holds_its_invariants(int seed)
    {
        var random = new Random(seed);
        using var pair = new StorePair();
        for (var i = 0; i < 40_000; i++)
        {
            var step = new StorePair.Step(random.Next(i % 1000 == 0 ? 16 : 15), random.Next(400), random.Next(random.Next(10) == 0 ? 3000 : 120), random.Next(1_000_000));
            try
            {
                pair.Do(step);
                if (i % 4000 == 0)
                    pair.Store.CheckInvariants();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, step {i}: {step}", e);
            }
        }
        pair.CompareAll();
    }

    /// <summary>Thousands of keys, so that index, arrays and segments grow and shrink far.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void PartitionStore_growing_and_shrinking_by_thousands_holds_its_invariants(int seed)
    {
        var random = new Random(seed);
        using var store = new PartitionStore((ulong)seed);
        var live = new List<byte[]>();
        for (var round = 0; round < 6; round++)
        {
            var target = round % 2 == 0 ? 20_000 : 200;
            while (live.Count != target)
            {
                if (live.Count < target)
                {
                    var key = Guid16(random);
                    var entry = store.AddString(key, new byte[random.Next(200)], 0);
                    if (random.Next(3) == 0)
                        store.SetDue(entry, 1 + random.NextInt64(1L << random.Next(1, 50)));
                    live.Add(key);
                    continue;
                }
                var pick = random.Next(live.Count);
                store.Remove(store.Find(live[pick]));
                live[pick] = live[^1];
                live.RemoveAt(live.Count - 1);
            }
            store.CheckInvariants();
            Assert.All(live, key => Assert.True(store.Find(key) >= 0, $"seed {seed}: lost a key"));
        }
    }

    private static byte[] Guid16(Random random)
    {
        var key = new byte[16];
        random.NextBytes(key);
        return key;
    }
}
