using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
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

    public Session(long id, RespWriter writer, ISubscriptions subscriptions, INode node)
    {
        Id = id;
        _writer = writer;
        _subscriptions = subscriptions;
        _node = node;
        IsAuthenticated = !node.RequiresPassword;
    }

    public long Id { get; }

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
    public bool InTransaction { get; private set; }

    /// <summary>A command could not be queued: EXEC will refuse.</summary>
    public bool TransactionFailed { get; set; }

    public TransactionQueue Queue { get; } = new();

    /// <summary>Keys that are watched, with their partitions.</summary>
    public IReadOnlyList<WatchedKey> WatchedKeys => _watched;

    /// <summary>A watched key changed since it was watched, or one could not be watched.</summary>
    public bool WatchBroken => _watchFlag is { Raised: true };

    /// <summary>The connection ends once its replies are sent.</summary>
    public bool IsClosing { get; private set; }

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

    public void Unwatch()
    {
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
    }

    public void CloseAfterReply() => IsClosing = true;

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
