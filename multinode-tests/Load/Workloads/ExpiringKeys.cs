using System.Globalization;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Load.Workloads;

/// <summary>Keys that are written once, live for a while, and are read before and after their end.</summary>
internal sealed class ExpiringKeys(string prefix) : IWorkload
{
    private const int ShortestLifeMs = 200;
    private const int LongestLifeMs = 4_000;

    /// <summary>Reads look at the newest keys: most of them are near their end.</summary>
    private const int Newest = 1_000;

    private long _written;

    public Request Next(Random random) => random.Next(2) == 0 ? Write(random) : Read(Math.Max(1, Interlocked.Read(ref _written) - random.Next(Newest)));

    public IEnumerable<Request> Reads() => Enumerable.Range(1, (int)_written).Select(number => Read(number));

    private Request Write(Random random)
    {
        var number = Interlocked.Increment(ref _written);
        var lifeMs = random.Next(ShortestLifeMs, LongestLifeMs);
        var operation = new LoadOperation
        {
            Kind = OperationKind.SetExpiring,
            Subject = Key(number),
            Partition = Spread.Partition((int)number),
            Value = number.ToString(CultureInfo.InvariantCulture),
            Life = TimeSpan.FromMilliseconds(lifeMs),
        };
        return Request.Of(operation, "SET", Key(number), operation.Value, "PX", $"{lifeMs}");
    }

    private Request Read(long number) => Request.Of(new LoadOperation { Kind = OperationKind.Get, Subject = Key(number), Partition = Spread.Partition((int)number) }, "GET", Key(number));

    private string Key(long number) => PartitionKeys.KeyIn(Spread.Partition((int)number), $"{prefix}:passing:{number}");
}
