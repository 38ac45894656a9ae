namespace AkkaCache.Node.Telemetry;

/// <summary>What happened between this node and the others since it started. Filled by whoever does it, shown by INFO and metrics under the names given here.</summary>
/// <remarks>Outcomes that are unknown and writes refused for want of copies are errors, counted by their codes with all others (INFO errorstats).</remarks>
public sealed class ClusterCounters
{
    private readonly List<NamedCounter> _all = [];
    private Func<long> _parkedNow = static () => 0;
    private int _ringCollisions;

    public ClusterCounters()
    {
        Forwarded = New("commands_forwarded");
        ServedForPeers = New("commands_served_for_peers");
        Redirected = New("commands_redirected");
        Parked = New("commands_parked");
        FailOvers = New("fail_overs");
        DataLosses = New("data_losses");
        Moves = New("rebalance_moves");
        SnapshotsSent = New("snapshots_sent");
        SnapshotsReceived = New("snapshots_received");
        SnapshotBytesSent = New("snapshot_bytes_sent");
        SnapshotBytesReceived = New("snapshot_bytes_received");
        SlicesCompared = New("copy_slices_compared");
        CopiesDiffering = New("copies_differing");
        EffectsSent = New("effects_sent");
        EffectsReceived = New("effects_received");
        MessagesSent = New("messages_sent");
        MessagesReceived = New("messages_received");
        MessageBytesSent = New("message_bytes_sent");
        MessageBytesReceived = New("message_bytes_received");
        MessagesRefused = New("messages_refused");
        MessagesMalformed = New("messages_malformed");
        QuestionsAsked = New("questions_asked");
        QuestionsAnswered = New("questions_answered");
        QuestionsLate = New("questions_unanswered");
        PublishedToPeers = New("published_to_peers");
        PublishedFromPeers = New("published_from_peers");
        PublishesLost = New("publishes_lost");
    }

    /// <summary>All of them, in the order in which they are shown.</summary>
    public IReadOnlyList<NamedCounter> All => _all;

    /// <summary>Commands of this node's clients that were sent to their primaries, each as often as it was sent.</summary>
    public StripedCounter Forwarded { get; }

    /// <summary>Commands that were executed here for clients of other nodes.</summary>
    public StripedCounter ServedForPeers { get; }

    /// <summary>Commands answered with MOVED.</summary>
    public StripedCounter Redirected { get; }

    /// <summary>Commands that had to wait: for a primary, or behind others that did.</summary>
    public StripedCounter Parked { get; }

    /// <summary>Partitions that this node took over from a primary that was lost.</summary>
    public StripedCounter FailOvers { get; }

    /// <summary>Partitions that were opened here although answered writes were lost.</summary>
    public StripedCounter DataLosses { get; }

    /// <summary>Partitions that this node handed over as planned.</summary>
    public StripedCounter Moves { get; }

    public StripedCounter SnapshotsSent { get; }
    public StripedCounter SnapshotsReceived { get; }
    public StripedCounter SnapshotBytesSent { get; }
    public StripedCounter SnapshotBytesReceived { get; }

    /// <summary>Parts of backups here that were compared with their primaries.</summary>
    public StripedCounter SlicesCompared { get; }

    /// <summary>Backups here that were found to differ from their primaries, and replaced.</summary>
    public StripedCounter CopiesDiffering { get; }

    /// <summary>Effects sent to backups, each as often as it was sent.</summary>
    public StripedCounter EffectsSent { get; }

    /// <summary>Effects taken into backups here.</summary>
    public StripedCounter EffectsReceived { get; }

    /// <summary>Messages on the links between nodes.</summary>
    public StripedCounter MessagesSent { get; }
    public StripedCounter MessagesReceived { get; }
    public StripedCounter MessageBytesSent { get; }
    public StripedCounter MessageBytesReceived { get; }

    /// <summary>Messages not sent because too much was queued for the node already.</summary>
    public StripedCounter MessagesRefused { get; }

    /// <summary>Messages received that could not be read.</summary>
    public StripedCounter MessagesMalformed { get; }

    /// <summary>Questions of commands over all partitions (DBSIZE, KEYS …), sent to other nodes.</summary>
    public StripedCounter QuestionsAsked { get; }

    /// <summary>Such questions of others, answered here.</summary>
    public StripedCounter QuestionsAnswered { get; }

    /// <summary>Commands that some partition did not answer in time.</summary>
    public StripedCounter QuestionsLate { get; }

    /// <summary>Published messages sent to other nodes, each as often as it was sent.</summary>
    public StripedCounter PublishedToPeers { get; }

    /// <summary>Published messages of other nodes.</summary>
    public StripedCounter PublishedFromPeers { get; }

    /// <summary>Published messages that could not be sent to a node, or not be kept until they were delivered here.</summary>
    public StripedCounter PublishesLost { get; }

    /// <summary>Commands that wait for a primary now. Asked of whoever lets them wait.</summary>
    public long ParkedNow => _parkedNow();

    /// <summary>Whom <see cref="ParkedNow"/> asks, once there is somebody.</summary>
    public void CountParkedBy(Func<long> count) => _parkedNow = count;

    /// <summary>Points of the current ring that share their place with another.</summary>
    public int RingCollisions
    {
        get => Volatile.Read(ref _ringCollisions);
        set => Volatile.Write(ref _ringCollisions, value);
    }

    private StripedCounter New(string name)
    {
        var counter = new StripedCounter();
        _all.Add(new NamedCounter(name, counter));
        return counter;
    }
}

/// <summary>A counter and the name it is shown under.</summary>
public readonly record struct NamedCounter(string Name, StripedCounter Counter);
