using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Tests.Fixture;

/// <summary>A connection's memory without a connection.</summary>
public sealed class TestSession(RespWriter reply) : ISession
{
    private readonly List<byte[]> _channels = [];
    private readonly List<byte[]> _patterns = [];

    public long Id => 7;

    public int ProtocolVersion
    {
        get => reply.ProtocolVersion;
        set => reply.ProtocolVersion = value;
    }

    public bool IsAuthenticated { get; set; } = true;
    public byte[] Name { get; set; } = [];
    public byte[] LibraryName { get; set; } = [];
    public byte[] LibraryVersion { get; set; } = [];
    public ReplyMode ReplyMode { get; set; }
    public IKeyReader? KeyReader { get; set; }
    public bool InTransaction { get; private set; }
    public bool IsClosing { get; private set; }
    public List<string> Watched { get; } = [];
    public IReadOnlyCollection<byte[]> Channels => _channels;
    public IReadOnlyCollection<byte[]> Patterns => _patterns;
    public int SubscriptionCount => _channels.Count + _patterns.Count;

    public void BeginTransaction() => InTransaction = true;

    public void DiscardTransaction()
    {
        InTransaction = false;
        Watched.Clear();
    }

    public void Watch(PartitionSpace space, ReadOnlySpan<byte> key) => Watched.Add(System.Text.Encoding.Latin1.GetString(key));

    public void Unwatch() => Watched.Clear();

    public void Reset()
    {
        DiscardTransaction();
        ProtocolVersion = 2;
        Name = [];
        _channels.Clear();
        _patterns.Clear();
    }

    public void CloseAfterReply() => IsClosing = true;

    public void AwaitNodeEnd() => IsClosing = true;

    /// <summary>What was waited for.</summary>
    public List<(long Wanted, TimeSpan Limit)> CopyWaits { get; } = [];

    public void AwaitCopies(long wanted, TimeSpan limit) => CopyWaits.Add((wanted, limit));

    public bool Subscribe(ReadOnlySpan<byte> channel) => Add(_channels, channel);

    public bool Unsubscribe(ReadOnlySpan<byte> channel) => Remove(_channels, channel);

    public bool SubscribePattern(ReadOnlySpan<byte> pattern) => Add(_patterns, pattern);

    public bool UnsubscribePattern(ReadOnlySpan<byte> pattern) => Remove(_patterns, pattern);

    private static bool Add(List<byte[]> names, ReadOnlySpan<byte> name)
    {
        if (IndexOf(names, name) >= 0) return false;
        names.Add(name.ToArray());
        return true;
    }

    private static bool Remove(List<byte[]> names, ReadOnlySpan<byte> name)
    {
        var at = IndexOf(names, name);
        if (at >= 0) names.RemoveAt(at);
        return at >= 0;
    }

    private static int IndexOf(List<byte[]> names, ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (name.SequenceEqual(names[i])) return i;
        }
        return -1;
    }
}
