using System.Globalization;
using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Load.Workloads;

/// <summary>Keys that are written once and never again: what is read of them afterwards says of each write whether it is there.</summary>
internal sealed class Inserts(string prefix) : IWorkload
{
    private int _written;

    public Request Next(Random random)
    {
        var number = Interlocked.Increment(ref _written);
        return Request.Of(Operation(number, OperationKind.Insert), "SET", Key(number), Text(number));
    }

    public IEnumerable<Request> Reads() => Enumerable.Range(1, _written).Select(number => Request.Of(Operation(number, OperationKind.Get), "GET", Key(number)));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private LoadOperation Operation(int number, OperationKind kind) =>
        new() { Kind = kind, Subject = Key(number), Partition = Spread.Partition(number), Value = kind == OperationKind.Insert ? Text(number) : null };

    private string Key(int number) => PartitionKeys.KeyIn(Spread.Partition(number), $"{prefix}:insert:{number}");
}
