using System.Buffers;
using AkkaCache.Node.Routing.Links;
using AkkaCache.Node.Sessions.Replies;

namespace AkkaCache.Node.Routing.Forwarding;

/// <summary>A command that is executed elsewhere or later: its vector, who waits for the reply, and where it is. From a pool; see <see cref="Backlog"/> for its life.</summary>
internal sealed class PendingCommand(int index)
{
    /// <summary>Kept for the next command; longer bodies come from the pool of arrays.</summary>
    private const int RetainedBytes = 512;

    private byte[] _own = [];
    private byte[] _bytes = [];
    private int _length;

    /// <summary>Its place in the table of pending commands, for ever.</summary>
    public int Index { get; } = index;

    /// <summary>Names the time it was last sent or executed. Never set back; changed under the backlog's lock, so an answer to an earlier attempt is recognised.</summary>
    public int Attempt;

    /// <summary>Neighbours in the backlog's list, or in that of the free ones.</summary>
    public PendingCommand? Older;
    public PendingCommand? Newer;

    public PendingState State;

    /// <summary>Why it left its backlog, while it is answered.</summary>
    public Departure Departure;

    public int Partition;

    /// <summary>The first key's slot, where clients are redirected.</summary>
    public int Slot;
    public RequestKind Kind;
    public int ProtocolVersion;

    /// <summary>It may change something: executed at most once, so never sent again after an attempt of unknown outcome.</summary>
    public bool IsWrite;

    /// <summary>The connection it came from: the order of its commands is kept.</summary>
    public long Origin;

    public IReplySink? Sink;
    public int Part;

    /// <summary>When it came, and when it was last sent, by the forwarder's clock in milliseconds.</summary>
    public long SinceMs;
    public long SentMs;

    /// <summary>The number of the message that it was last sent with.</summary>
    public long Message;

#if SABOTAGE
    public bool MayHaveArrived(long unsent) => !Replication.Sabotage.Is(Replication.Sabotage.RetriesWrites) && Message < unsent;
#else
    /// <summary>It was sent, with a message before the first that surely was not.</summary>
    public bool MayHaveArrived(long unsent) => Message < unsent;
#endif

    public ReadOnlySpan<byte> Body => _bytes.AsSpan(0, _length);

    /// <summary>The body, to be written.</summary>
    public Span<byte> Room => _bytes.AsSpan(0, _length);

    public RequestHead Head(int round) => new(Index, Attempt, Partition, round, ProtocolVersion, Kind);

    /// <summary>Makes room for a body.</summary>
    public void NewBody(int bytes)
    {
        if (bytes > RetainedBytes) _bytes = ArrayPool<byte>.Shared.Rent(bytes);
        else
        {
            if (_own.Length < bytes) _own = new byte[bytes <= RetainedBytes / 4 ? RetainedBytes / 4 : RetainedBytes];
            _bytes = _own;
        }
        _length = bytes;
    }

    /// <summary>Forgets everything that is not of its own.</summary>
    public void Clear()
    {
        if (_bytes.Length > 0 && _bytes != _own) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
        Older = Newer = null;
        Sink = null;
        State = PendingState.Free;
    }
}

/// <summary>Where a pending command is.</summary>
internal enum PendingState : byte
{
    Free,

    /// <summary>In its partition's backlog: surely not executed.</summary>
    Waiting,

    /// <summary>With another node, or on its way there or back.</summary>
    Sent,

    /// <summary>This node executes it.</summary>
    Running,

    /// <summary>Executed here; its reply waits for the partition's commits. In no backlog any more.</summary>
    Held,
}
