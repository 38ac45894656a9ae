using System.Diagnostics.CodeAnalysis;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;

namespace AkkaCache.Commands.Effects;

/// <summary>The session, the node and the keyspace of an effect: nobody sent it, it stays within its partition, and of the node it needs one thing, a flush.</summary>
/// <remarks>A handler that asks for anything else is no handler of an effect, and the effect is refused.</remarks>
/// <param name="table">All commands.</param>
/// <param name="free">Takes what a flush left.</param>
internal sealed class EffectSurroundings(CommandTable table, Action<IDisposable> free) : ISession, INode, IKeyspace
{
    public CommandTable Table => table;

    public void Flush(PartitionSpace space, bool later) => free(space.Store.Clear());

    INodeFacts INode.Facts => throw NotOfAnEffect();
    INodeConfiguration INode.Configuration => throw NotOfAnEffect();
    IClientRegistry INode.Clients => throw NotOfAnEffect();
    IChannelDirectory INode.Channels => throw NotOfAnEffect();
    bool INode.RequiresPassword => throw NotOfAnEffect();
    Random INode.Random => throw NotOfAnEffect();
    IClusterView INode.Cluster => throw NotOfAnEffect();
    IEverywhere INode.Everywhere => throw NotOfAnEffect();
    void INode.End(long asker) => throw NotOfAnEffect();
    int INode.Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message) => throw NotOfAnEffect();
    bool INode.Authenticate(ReadOnlySpan<byte> user, ReadOnlySpan<byte> password) => throw NotOfAnEffect();

    int IKeyspace.PartitionCount => throw NotOfAnEffect();
    long IKeyspace.Count => throw NotOfAnEffect();
    long IKeyspace.BoardCount => throw NotOfAnEffect();
    int IKeyspace.PartitionOf(ReadOnlySpan<byte> key) => throw NotOfAnEffect();
    PartitionSpace IKeyspace.Held(int partition) => throw NotOfAnEffect();
    bool IKeyspace.TryEnter(int partition, [NotNullWhen(true)] out PartitionSpace? space) => throw NotOfAnEffect();
    void IKeyspace.Exit(int partition) => throw NotOfAnEffect();

    long ISession.Id => throw NotOfAnEffect();
    int ISession.ProtocolVersion { get => throw NotOfAnEffect(); set => throw NotOfAnEffect(); }
    bool ISession.IsAuthenticated { get => throw NotOfAnEffect(); set => throw NotOfAnEffect(); }
    byte[] ISession.Name { get => throw NotOfAnEffect(); set => throw NotOfAnEffect(); }
    byte[] ISession.LibraryName { get => throw NotOfAnEffect(); set => throw NotOfAnEffect(); }
    byte[] ISession.LibraryVersion { get => throw NotOfAnEffect(); set => throw NotOfAnEffect(); }
    ReplyMode ISession.ReplyMode { get => throw NotOfAnEffect(); set => throw NotOfAnEffect(); }
    bool ISession.InTransaction => throw NotOfAnEffect();
    IReadOnlyCollection<byte[]> ISession.Channels => throw NotOfAnEffect();
    IReadOnlyCollection<byte[]> ISession.Patterns => throw NotOfAnEffect();
    int ISession.SubscriptionCount => throw NotOfAnEffect();
    void ISession.BeginTransaction() => throw NotOfAnEffect();
    void ISession.DiscardTransaction() => throw NotOfAnEffect();
    void ISession.Watch(PartitionSpace space, ReadOnlySpan<byte> key) => throw NotOfAnEffect();
    void ISession.Unwatch() => throw NotOfAnEffect();
    void ISession.Reset() => throw NotOfAnEffect();
    void ISession.CloseAfterReply() => throw NotOfAnEffect();
    void ISession.AwaitCopies(long wanted, TimeSpan limit) => throw NotOfAnEffect();
    void ISession.AwaitNodeEnd() => throw NotOfAnEffect();
    bool ISession.Subscribe(ReadOnlySpan<byte> channel) => throw NotOfAnEffect();
    bool ISession.Unsubscribe(ReadOnlySpan<byte> channel) => throw NotOfAnEffect();
    bool ISession.SubscribePattern(ReadOnlySpan<byte> pattern) => throw NotOfAnEffect();
    bool ISession.UnsubscribePattern(ReadOnlySpan<byte> pattern) => throw NotOfAnEffect();

    private static InvalidOperationException NotOfAnEffect() => new("an effect stays within its partition");
}
