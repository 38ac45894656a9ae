using System.Security.Cryptography;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Sessions;

namespace AkkaCache.Node.Admin;

/// <summary>What commands may ask of the node as a whole.</summary>
public sealed class NodeServices : INode, IDisposable
{
    private static readonly byte[] DefaultUserDigest = SHA256.HashData("default"u8);

    private readonly SessionSettings _settings;
    private readonly ChannelTable _channels;
    private readonly ThreadLocal<Random> _random;
    private int _randomSeed;

    /// <param name="seed">Seeds the chances of RANDOMKEY and the like: one generator per thread, the first seeded with this.</param>
    public NodeServices(
        CommandTable table, INodeFacts facts, INodeConfiguration configuration, IClientRegistry clients, ChannelTable channels,
        SessionSettings settings, int seed)
    {
        Table = table;
        Facts = facts;
        Configuration = configuration;
        Clients = clients;
        _channels = channels;
        _settings = settings;
        _randomSeed = seed - 1;
        _random = new ThreadLocal<Random>(() => new Random(Interlocked.Increment(ref _randomSeed)));
    }

    public CommandTable Table { get; }
    public INodeFacts Facts { get; }
    public INodeConfiguration Configuration { get; }
    public IClientRegistry Clients { get; }
    public IChannelDirectory Channels => _channels;
    public Random Random => _random.Value!;
    public bool RequiresPassword => _settings.RequiresPassword;

    public void Flush(PartitionSpace space, bool later)
    {
        var old = space.Store.Clear();
        if (later) ThreadPool.UnsafeQueueUserWorkItem(static memory => memory.Dispose(), old, preferLocal: false);
        else old.Dispose();
    }

    public int Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message) => _channels.Publish(channel, message);

    public bool Authenticate(ReadOnlySpan<byte> user, ReadOnlySpan<byte> password)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(user, digest);
        // Both are looked at always: a wrong name takes as long as a wrong password.
        return CryptographicOperations.FixedTimeEquals(digest, DefaultUserDigest) & _settings.IsPassword(password);
    }

    public void Dispose() => _random.Dispose();
}
