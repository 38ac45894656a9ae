using System.Globalization;
using AkkaCache.Testing.Cluster;
using AkkaCache.Testing.Wire;

namespace AkkaCache.Multinode.Load.Workloads;

/// <summary>Something that holds one value, and how its value is read and changed.</summary>
internal abstract class Subject(int partition, string name)
{
    public int Partition => partition;

    public string Name => name;

    /// <summary>The board that it is a member of; null when it is none.</summary>
    public virtual string? Board => null;

    public Request Get() => Get(Operation(OperationKind.Get));

    /// <param name="value">A whole number that nobody else writes.</param>
    public Request Set(long value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return Set(Operation(OperationKind.Set, text), text);
    }

    public Request Increment() => Increment(Operation(OperationKind.Increment));

    protected abstract Request Get(LoadOperation operation);

    protected abstract Request Set(LoadOperation operation, string value);

    protected abstract Request Increment(LoadOperation operation);

    private LoadOperation Operation(OperationKind kind, string? value = null) => new() { Kind = kind, Subject = name, Partition = partition, Value = value };
}

/// <summary>A key that holds a string.</summary>
internal sealed class StringSubject(int partition, string name) : Subject(partition, PartitionKeys.KeyIn(partition, name))
{
    /// <summary>Replaces the value if it is the one that is expected.</summary>
    public Request Set(long expected, long value)
    {
        var (from, to) = (expected.ToString(CultureInfo.InvariantCulture), value.ToString(CultureInfo.InvariantCulture));
        return Request.Of(new LoadOperation { Kind = OperationKind.CompareAndSet, Subject = Name, Partition = Partition, Value = to, Expected = from }, "SET", Name, to, "IFEQ", from);
    }

    protected override Request Get(LoadOperation operation) => Request.Of(operation, "GET", Name);

    protected override Request Set(LoadOperation operation, string value) => Request.Of(operation, "SET", Name, value);

    protected override Request Increment(LoadOperation operation) => Request.Of(operation, "INCR", Name);
}

/// <summary>The score of one member of a board.</summary>
internal sealed class MemberSubject(int partition, string board, string member) : Subject(partition, $"{PartitionKeys.KeyIn(partition, board)} {member}")
{
    public override string Board { get; } = PartitionKeys.KeyIn(partition, board);

    protected override Request Get(LoadOperation operation) => Request.Of(operation, "ZSCORE", Board, member);

    protected override Request Set(LoadOperation operation, string value) => Request.Of(operation, "ZADD", Board, value, member);

    protected override Request Increment(LoadOperation operation) => Request.Of(operation, "ZINCRBY", Board, "1", member);
}

/// <summary>A key whose string is long, a number and what fills it up.</summary>
internal sealed class WideSubject(int partition, string name, int bytes) : Subject(partition, PartitionKeys.KeyIn(partition, name))
{
    private const char Filler = '.';

    protected override Request Get(LoadOperation operation) => Request.Of(operation, "GET", Name) with { Read = NumberOf };

    protected override Request Set(LoadOperation operation, string value) => Request.Of(operation, "SET", Name, value.PadRight(bytes, Filler));

    protected override Request Increment(LoadOperation operation) => throw new NotSupportedException("it is no number");

    /// <summary>The number; the whole text when it is not as long as it was written.</summary>
    private string? NumberOf(Reply reply) => reply.IsNull ? null : reply.AsString.Length == bytes ? reply.AsString.TrimEnd(Filler) : $"cut: {reply.AsString}";
}

/// <summary>Two keys of one partition that are written and read together, in transactions, and so always hold the same.</summary>
internal sealed class PairSubject(int partition, string name) : Subject(partition, PartitionKeys.KeyIn(partition, name))
{
    private string One => Name + ":one";

    private string Other => Name + ":other";

    protected override Request Get(LoadOperation operation) => Request.Transaction(operation, ["GET", One], ["GET", Other]) with { Read = Request.Both };

    protected override Request Set(LoadOperation operation, string value) => Request.Transaction(operation, ["SET", One, value], ["SET", Other, value]);

    protected override Request Increment(LoadOperation operation) => Request.Transaction(operation, ["INCR", One], ["INCR", Other]) with { Read = Request.Both };
}
