using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Routing.AllNodes;

/// <summary>A command that is being asked of partitions: which are missing, whom each was asked of and when, and the answers that came in meanwhile.</summary>
/// <remarks>All but the answers belongs to the thread that asks.</remarks>
internal sealed class Question
{
    private readonly int _first;
    private readonly NodeId[] _askedOf;
    private readonly long[] _dueAt;
    private readonly Lock _lock = new();
    private readonly Queue<Answer> _answers = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private PartitionSet _missing;

    public Question(int first, int count)
    {
        _first = first;
        _askedOf = new NodeId[count];
        _dueAt = new long[count];
        Missing = count;
        for (var i = 0; i < count; i++) _missing.Add(first + i);
    }

    /// <summary>Partitions that have not answered.</summary>
    public int Missing { get; private set; }

    /// <summary>The next of them from <paramref name="from"/> on, or -1.</summary>
    public int NextMissing(int from) => _missing.Next(from);

    public bool IsMissing(int partition) => _missing.Contains(partition);

    /// <summary>Whether the partition is to be asked of this primary now: it was not asked of it yet, or so long ago that question or answer must be lost.</summary>
    public bool IsDue(int partition, NodeId primary, long now)
    {
        var askedOf = _askedOf[partition - _first];
        return now >= _dueAt[partition - _first] || (!askedOf.IsNone && askedOf != primary);
    }

    public void Asked(int partition, NodeId node, long askAgainAt)
    {
        _askedOf[partition - _first] = node;
        _dueAt[partition - _first] = askAgainAt;
    }

    /// <summary>Not answered: to be asked again from then on, of whoever is primary.</summary>
    public void AskAgain(int partition, long at) => Asked(partition, NodeId.None, at);

    public void Answered(int partition)
    {
        _missing.Remove(partition);
        Missing--;
    }

    /// <summary>Takes an answer in, from any thread.</summary>
    public void Deliver(in Answer answer)
    {
        lock (_lock) _answers.Enqueue(answer);
        _arrived.Release();
    }

    public bool TryTake(out Answer answer)
    {
        lock (_lock) return _answers.TryDequeue(out answer);
    }

    /// <summary>Until an answer comes in, or for a while.</summary>
    public void Await(TimeSpan atMost) => _arrived.Wait(atMost);
}

/// <summary>An answer that came in.</summary>
/// <param name="Asked">The partitions that were asked for by the message that is answered.</param>
internal readonly record struct Answer(PartitionSet Asked, byte[] Message);
