using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Sessions.Replies;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Node.Sessions;

/// <summary>What a connection remembers between commands. Used by one thread at a time, the one that runs the connection.</summary>
public sealed class Session : ISession
{
    private readonly RespWriter _writer;
    private readonly ISubscriptions _subscriptions;
    private readonly INode _node;
    private readonly List<WatchedKey> _watched = [];
    private WatchFlag? _watchFlag;
    private long _remoteWatches;

    /// <param name="writer">Takes the replies, in the order that <paramref name="replies"/> keeps.</param>
    public Session(long id, RespWriter writer, ReplyOrder replies, ISubscriptions subscriptions, INode node)
    {
        Id = id;
        Replies = replies;
        _writer = writer;
        _subscriptions = subscriptions;
        _node = node;
        IsAuthenticated = !node.RequiresPassword;
    }

    public long Id { get; }

    public ReplyOrder Replies { get; }

    /// <summary>Takes the reply to the command that runs now.</summary>
    public RespWriter Reply => _writer;

    /// <summary>The command that runs or ran last, for CLIENT LIST; read by others.</summary>
    public CommandDescriptor? LastCommand { get; internal set; }

    public int ProtocolVersion
    {
        get => _writer.ProtocolVersion;
        set => _writer.ProtocolVersion = value;
    }

    public bool IsAuthenticated { get; set; }
    public byte[] Name { get; set; } = [];
    public byte[] LibraryName { get; set; } = [];
    public byte[] LibraryVersion { get; set; } = [];
    public ReplyMode ReplyMode { get; set; }

    /// <summary>Set by a door whose clients keep what they read, before the first command.</summary>
    public IKeyReader? KeyReader { get; internal set; }

    /// <summary>What is not served here is given back instead of sent to whoever serves it. Set before the first command.</summary>
    public bool StaysHere { get; internal init; }
    public bool InTransaction { get; private set; }

    /// <summary>A command could not be queued: EXEC will refuse.</summary>
    public bool TransactionFailed { get; set; }

    public TransactionQueue Queue { get; } = new();

    /// <summary>Keys that are watched, with their partitions.</summary>
    public IReadOnlyList<WatchedKey> WatchedKeys => _watched;

    /// <summary>Keys that are watched where their partition is served, in this session's name.</summary>
    public RemoteWatch RemoteWatch { get; private set; }

    /// <summary>One that was forgotten here and has to be forgotten there.</summary>
    public RemoteWatch EndedWatch { get; private set; }

    /// <summary>A key in another partition than those watched could not be watched: where there are other nodes, no transaction spans partitions.</summary>
    public bool WatchCrosses { get; set; }

    /// <summary>The partition of what is watched, here or elsewhere; -1 when nothing is. On a lone node, that of the first key.</summary>
    public int WatchedPartition => RemoteWatch.IsSet ? RemoteWatch.Partition : _watched.Count > 0 ? _watched[0].Space.Index : -1;

    /// <summary>A watched key changed since it was watched, or one could not be watched.</summary>
    public bool WatchBroken => _watchFlag is { Raised: true };

    /// <summary>No further command runs: the connection ends once its replies are sent, or, where it <see cref="AwaitsNodeEnd"/>, with the node.</summary>
    public bool IsClosing { get; private set; }

    public bool AwaitsNodeEnd { get; private set; }

    /// <summary>It is closing because it spoke HTTP.</summary>
    public bool IsHttp { get; private set; }

    /// <summary>The client takes what a backup knows (READONLY). Nobody asks yet.</summary>
    public bool ReadsFromBackups { get; set; }

    public int SubscriptionCount => _subscriptions.Count;
    public IReadOnlyCollection<byte[]> Channels => _subscriptions.Channels;
    public IReadOnlyCollection<byte[]> Patterns => _subscriptions.Patterns;

    public void BeginTransaction() => InTransaction = true;

    public void DiscardTransaction()
    {
        EndTransaction();
        Unwatch();
    }

    /// <summary>Forgets the queue; the watches stay.</summary>
    public void EndTransaction()
    {
        InTransaction = false;
        TransactionFailed = false;
        Queue.Clear();
    }

    public void Watch(PartitionSpace space, ReadOnlySpan<byte> key)
    {
        foreach (var watched in _watched)
        {
            if (watched.Key.AsSpan().SequenceEqual(key)) return;
        }
        _watchFlag ??= new WatchFlag();
        space.Watches.Add(key, _watchFlag);
        _watched.Add(new WatchedKey(space, key.ToArray()));
    }

    /// <summary>A key could not be watched: the next EXEC must do nothing, as if the key had changed.</summary>
    /// <remarks>Redis leaves this to the client, but clients send WATCH and the reads behind it in one go and see the refusal too late.</remarks>
    public void WatchRefused()
    {
        _watchFlag ??= new WatchFlag();
        _watchFlag.KeyChanged();
    }

    /// <summary>Begins to watch keys of a partition at another node, or goes on with it. Returns what is watched there from now on.</summary>
    public RemoteWatch WatchRemotely(int partition)
    {
        if (!RemoteWatch.IsSet) RemoteWatch = new RemoteWatch(partition, ++_remoteWatches);
        return RemoteWatch;
    }

    /// <summary>What was watched elsewhere is forgotten there, or will be: by the transaction that was sent, or by a message.</summary>
    public void RemoteWatchForgotten() => RemoteWatch = EndedWatch = default;

    public void Unwatch()
    {
        WatchCrosses = false;
        if (RemoteWatch.IsSet) (EndedWatch, RemoteWatch) = (RemoteWatch, default);
        if (_watchFlag is null) return;
        foreach (var watched in _watched) watched.Space.Watches.Remove(watched.Key, _watchFlag);
        _watched.Clear();
        _watchFlag = null;
    }

    public void Reset()
    {
        DiscardTransaction();
        UnsubscribeAll();
        ProtocolVersion = 2;
        IsAuthenticated = !_node.RequiresPassword;
        Name = [];
        ReplyMode = ReplyMode.On;
        ReadsFromBackups = false;
    }

    public void CloseAfterReply() => IsClosing = true;

    /// <summary>Closes it because it speaks HTTP, which its door tells the log.</summary>
    public void CloseAsHttp() => IsClosing = IsHttp = true;

    public void AwaitNodeEnd() => IsClosing = AwaitsNodeEnd = true;

    public void AwaitCopies(long wanted, TimeSpan limit) => Replies.Reserve(reply => _node.Copies.Await(new CopyWait(reply, wanted, limit)));

    public bool Subscribe(ReadOnlySpan<byte> channel) => _subscriptions.Subscribe(channel);
    public bool Unsubscribe(ReadOnlySpan<byte> channel) => _subscriptions.Unsubscribe(channel);
    public bool SubscribePattern(ReadOnlySpan<byte> pattern) => _subscriptions.SubscribePattern(pattern);
    public bool UnsubscribePattern(ReadOnlySpan<byte> pattern) => _subscriptions.UnsubscribePattern(pattern);
    public void UnsubscribeAll() => _subscriptions.Clear();

    /// <summary>One transaction's note that something it watches changed. A new one for each, so that a late note is nobody's.</summary>
    private sealed class WatchFlag : IWatcher
    {
        private bool _raised;

        public bool Raised => Volatile.Read(ref _raised);
        public void KeyChanged() => Volatile.Write(ref _raised, true);
    }
}

/// <summary>A watched key and the partition it lies in.</summary>
public readonly record struct WatchedKey(PartitionSpace Space, byte[] Key);

/// <summary>Keys of one partition that are watched where it is served.</summary>
/// <param name="Id">Counts the session's remote watches, so that one that was forgotten is not taken for the next; 0: none.</param>
public readonly record struct RemoteWatch(int Partition, long Id)
{
    public bool IsSet => Id != 0;
}
