using AkkaCache.Multinode.Load;

namespace AkkaCache.Multinode.Checks;

/// <summary>Histories written by hand: the times first. They are ticks of the stopwatch, a billion a second.</summary>
internal static class Made
{
    public const string Key = "k";

    public static LoadOperation Set(long called, long returned, string value) => Answered(OperationKind.Set, called, returned, value, "OK");

    public static LoadOperation Get(long called, long returned, string? value) => Answered(OperationKind.Get, called, returned, null, value);

    public static LoadOperation Increment(long called, long returned, int count) => Answered(OperationKind.Increment, called, returned, null, $"{count}");

    public static LoadOperation Append(long called, long returned, string text, int length) => Answered(OperationKind.Append, called, returned, text, $"{length}");

    public static LoadOperation Sum(long called, long returned, string sum) => Answered(OperationKind.Sum, called, returned, null, sum);

    public static LoadOperation Insert(string key, int partition, long called, long returned) =>
        new() { Kind = OperationKind.Insert, Subject = key, Partition = partition, Value = "v", Called = called, Returned = returned, Outcome = Outcome.Answered, Reply = "OK" };

    public static LoadOperation Expiring(long called, long returned, TimeSpan life) =>
        new() { Kind = OperationKind.SetExpiring, Subject = Key, Partition = 0, Value = "v", Life = life, Called = called, Returned = returned, Outcome = Outcome.Answered, Reply = "OK" };

    /// <summary>An operation of which nothing more was heard.</summary>
    public static LoadOperation Unknown(OperationKind kind, long called, string? value = null) =>
        new() { Kind = kind, Subject = Key, Partition = 0, Value = value, Called = called };

    public static LoadOperation Refused(OperationKind kind, long called, long returned, string? value = null) =>
        new() { Kind = kind, Subject = Key, Partition = 0, Value = value, Called = called, Returned = returned, Outcome = Outcome.NotExecuted, Reply = "CLUSTERDOWN Hash slot not served" };

    /// <summary>What is read when all is over.</summary>
    public static LoadOperation Final(string? value, string key = Key, int partition = 0) => new()
    {
        Kind = OperationKind.Get,
        Subject = key,
        Partition = partition,
        Client = Conversation.Reader,
        Called = long.MaxValue - 1,
        Returned = long.MaxValue,
        Outcome = Outcome.Answered,
        Reply = value,
    };

    public static (int Lost, int Wrong) Found(Action<History, Findings> look, params LoadOperation[] operations)
    {
        var findings = new Findings();
        look(new History(operations), findings);
        return (findings.Lost, findings.Wrong);
    }

    private static LoadOperation Answered(OperationKind kind, long called, long returned, string? value, string? reply) =>
        new() { Kind = kind, Subject = Key, Partition = 0, Value = value, Called = called, Returned = returned, Outcome = Outcome.Answered, Reply = reply };
}
