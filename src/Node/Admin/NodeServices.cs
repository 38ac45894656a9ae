using System.Security.Cryptography;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Admin;

/// <summary>What commands may ask of the node as a whole.</summary>
public sealed class NodeServices : INode, IDisposable
{
    private static readonly byte[] DefaultUserDigest = SHA256.HashData("default"u8);

    private readonly SessionSettings _settings;
    private readonly ChannelTable _channels;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger _log;
    private readonly ThreadLocal<Random> _random;
    private int _randomSeed;

    /// <param name="seed">Seeds the chances of RANDOMKEY and the like: one generator per thread, the first seeded with this.</param>
    public NodeServices(
        CommandTable table, INodeFacts facts, INodeConfiguration configuration, IClientRegistry clients, ChannelTable channels,
        IClusterView cluster, IEverywhere everywhere, ICopies copies, IMeeting meeting, SessionSettings settings, IHostApplicationLifetime lifetime, ILogger<NodeServices> log, int seed)
    {
        Table = table;
        Facts = facts;
        Configuration = configuration;
        Clients = clients;
        Cluster = cluster;
        Everywhere = everywhere;
        Copies = copies;
        Meeting = meeting;
        _channels = channels;
        _settings = settings;
        _lifetime = lifetime;
        _log = log;
        _randomSeed = seed - 1;
        _random = new ThreadLocal<Random>(() => new Random(Interlocked.Increment(ref _randomSeed)));
    }

    public CommandTable Table { get; }
    public INodeFacts Facts { get; }
    public INodeConfiguration Configuration { get; }
    public IClientRegistry Clients { get; }
    public IClusterView Cluster { get; }
    public IEverywhere Everywhere { get; }
    public ICopies Copies { get; }
    public IMeeting Meeting { get; }
    public IChannelDirectory Channels => _channels;
    public Random Random => _random.Value!;
    public bool RequiresPassword => _settings.RequiresPassword;

    public void Flush(PartitionSpace space, bool later)
    {
        var old = space.Store.Clear();
        if (later) ThreadPool.UnsafeQueueUserWorkItem(static memory => memory.Dispose(), old, preferLocal: false);
        else old.Dispose();
    }

    public void End(long asker)
    {
        AdminLog.EndAsked(_log, asker);
        // Whoever waits for the host's end runs in there: not on a socket's thread.
        ThreadPool.UnsafeQueueUserWorkItem(static lifetime => lifetime.StopApplication(), _lifetime, preferLocal: false);
    }

    public int Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        Everywhere.Publish(channel, message);
        return _channels.Publish(channel, message);
    }

    public bool Authenticate(ReadOnlySpan<byte> user, ReadOnlySpan<byte> password)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(user, digest);
        // Both are looked at always: a wrong name takes as long as a wrong password.
        return CryptographicOperations.FixedTimeEquals(digest, DefaultUserDigest) & _settings.IsPassword(password);
    }

    public void Dispose() => _random.Dispose();
}
