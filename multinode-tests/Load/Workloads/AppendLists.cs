using AkkaCache.Testing.Cluster;

namespace AkkaCache.Multinode.Load.Workloads;

/// <summary>Texts appended to strings, each text once, and reads of whole strings.</summary>
internal sealed class AppendLists(string prefix, int count) : IWorkload
{
    /// <summary>Ends a text, so that a string falls into the texts that made it.</summary>
    public const char End = ';';

    private const int ReadsInTen = 3;

    private long _appended;

    public Request Next(Random random)
    {
        var list = random.Next(count);
        return random.Next(10) < ReadsInTen ? Read(list) : Append(list);
    }

    public IEnumerable<Request> Reads() => Enumerable.Range(0, count).Select(Read);

    private Request Append(int list)
    {
        var text = $"{Interlocked.Increment(ref _appended)}{End}";
        return Request.Of(Operation(list, OperationKind.Append, text), "APPEND", Key(list), text);
    }

    private Request Read(int list) => Request.Of(Operation(list, OperationKind.Get), "GET", Key(list));

    private LoadOperation Operation(int list, OperationKind kind, string? text = null) => new() { Kind = kind, Subject = Key(list), Partition = Spread.Partition(list), Value = text };

    private string Key(int list) => PartitionKeys.KeyIn(Spread.Partition(list), $"{prefix}:list:{list}");
}
