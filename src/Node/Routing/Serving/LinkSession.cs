using AkkaCache.Commands.Execution;

namespace AkkaCache.Node.Routing.Serving;

/// <summary>The session of commands that do not come from a connection of this node, or come later than their connection's turn: it may do anything and remembers nothing.</summary>
/// <remarks>Commands with keys ask nothing of a session; those that do are executed where the connection is.</remarks>
internal sealed class LinkSession : ISession
{
    public static readonly LinkSession Instance = new();

    private LinkSession()
    {
    }

    public long Id => 0;

    /// <summary>That of the reply's writer counts.</summary>
    public int ProtocolVersion
    {
        get => 2;
        set { }
    }

    public bool IsAuthenticated
    {
        get => true;
        set { }
    }

    public byte[] Name
    {
        get => [];
        set { }
    }

    public byte[] LibraryName
    {
        get => [];
        set { }
    }

    public byte[] LibraryVersion
    {
        get => [];
        set { }
    }

    public ReplyMode ReplyMode
    {
        get => ReplyMode.On;
        set { }
    }

    public bool InTransaction => false;
    public IReadOnlyCollection<byte[]> Channels => [];
    public IReadOnlyCollection<byte[]> Patterns => [];
    public int SubscriptionCount => 0;

    public void BeginTransaction()
    {
    }

    public void DiscardTransaction()
    {
    }

    public void Watch(PartitionSpace space, ReadOnlySpan<byte> key)
    {
    }

    public void Unwatch()
    {
    }

    public void Reset()
    {
    }

    public void CloseAfterReply()
    {
    }

    public void AwaitCopies(long wanted, TimeSpan limit)
    {
    }

    public void AwaitNodeEnd()
    {
    }

    public bool Subscribe(ReadOnlySpan<byte> channel) => false;
    public bool Unsubscribe(ReadOnlySpan<byte> channel) => false;
    public bool SubscribePattern(ReadOnlySpan<byte> pattern) => false;
    public bool UnsubscribePattern(ReadOnlySpan<byte> pattern) => false;
}
