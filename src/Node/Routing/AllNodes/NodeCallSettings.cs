namespace AkkaCache.Node.Routing.AllNodes;

/// <summary>Times and sizes of the questions that nodes ask each other for commands over all partitions.</summary>
public sealed record NodeCallSettings
{
    /// <summary>
    /// A command fails when for so long no partition has answered: longer than it takes to notice a lost primary and to put another in its place
    /// (1 s of silence, 1.65 s of its lease, two round trips), shorter than most clients wait.
    /// </summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A question that was not answered is asked again after this, since messages may be lost: many round trips, and several times within the limit.</summary>
    public TimeSpan AskAgainAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A partition that a node did not serve is asked for again after this: a planned move takes about as long.</summary>
    public TimeSpan RefusedPause { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often somebody who waits looks whether partitions have moved.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Bytes of replies in one answer, but for the last partition's. What is left is asked for again, so that no node holds all keys of another at once.</summary>
    public int AnswerBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Questions that wait to be answered here: more than all workers of some hundred nodes ask at a time. Beyond, they are dropped and asked again.</summary>
    public int MaxQueuedQuestions { get; init; } = 1024;

    /// <summary>Threads that answer questions: two, so that one large answer does not hold up the small ones.</summary>
    public int AnsweringThreads { get; init; } = 2;

    /// <summary>Bytes of published messages that wait for delivery to this node's subscribers. Beyond, they are lost, as messages may be.</summary>
    public long MaxInboxBytes { get; init; } = 64 * 1024 * 1024;
}
