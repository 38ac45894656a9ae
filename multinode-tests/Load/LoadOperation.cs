using System.Diagnostics;

namespace AkkaCache.Multinode.Load;

internal enum OperationKind
{
    /// <summary>Replaces the subject's value by one that no other operation writes.</summary>
    Set,

    /// <summary>Replaces the subject's value by one that no other operation writes, if it has the one that is expected.</summary>
    CompareAndSet,

    /// <summary>Writes a key that no other operation writes.</summary>
    Insert,

    /// <summary>Adds one.</summary>
    Increment,

    /// <summary>Adds a text that no other operation adds.</summary>
    Append,

    /// <summary>Replaces the value by one that goes after a while.</summary>
    SetExpiring,

    /// <summary>Takes points from one member of a board and gives them to another, as a transaction.</summary>
    Transfer,

    Get,

    /// <summary>Reads the sum of a board's scores.</summary>
    Sum,
}

/// <summary>One call of a load, and what came of it.</summary>
internal sealed class LoadOperation
{
    public required OperationKind Kind { get; init; }

    /// <summary>What it reads or changes, alone: a key, a member of a board, a pair of keys.</summary>
    public required string Subject { get; init; }

    public required int Partition { get; init; }

    /// <summary>What is written or added.</summary>
    public string? Value { get; init; }

    /// <summary>What <see cref="OperationKind.CompareAndSet"/> must find.</summary>
    public string? Expected { get; init; }

    /// <summary>How long the value lives, for <see cref="OperationKind.SetExpiring"/>.</summary>
    public TimeSpan Life { get; init; }

    /// <summary>Which connection sent it.</summary>
    public int Client { get; set; }

    /// <summary>Timestamp of just before it was sent.</summary>
    public long Called { get; set; }

    /// <summary>Timestamp of when its reply was read; null when none came.</summary>
    public long? Returned { get; set; }

    public Outcome Outcome { get; set; }

    /// <summary>The reply as text, null for nil; of an error its whole text.</summary>
    public string? Reply { get; set; }

    public bool IsAnswered => Outcome == Outcome.Answered;

    /// <summary>Whether it may have changed something.</summary>
    public bool MayBeExecuted => Outcome != Outcome.NotExecuted;

    /// <summary>Whether its value may stand there: it may have been executed, and what it expected may have been there.</summary>
    public bool MayHaveWritten => MayBeExecuted && !(Kind == OperationKind.CompareAndSet && IsAnswered && Reply is null);

    /// <summary>Whether it was over before the other began. One whose outcome is unknown is never over.</summary>
    public bool IsBefore(LoadOperation other) => IsAnswered && Returned < other.Called;

    public bool IsWrite => Kind is not (OperationKind.Get or OperationKind.Sum);

    /// <summary>Whether it was read when the load was over: then everything answered must be there.</summary>
    public bool IsFinal => Client == Conversation.Reader && !IsWrite;

    public TimeSpan Took => Returned is { } returned ? Stopwatch.GetElapsedTime(Called, returned) : TimeSpan.Zero;

    public override string ToString() => $"client {Client} [{Called}, {Returned?.ToString() ?? "?"}] {Kind} {Subject} {Value} -> {Outcome} {Reply ?? "nil"}";
}
