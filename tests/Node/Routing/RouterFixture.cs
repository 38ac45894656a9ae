using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Sessions;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Routing;

/// <summary>A router over 16 open partitions, without sockets and Akka. Its table is a small one of its own unless a test brings another.</summary>
internal sealed class RouterFixture : IDisposable
{
    public const long NowMs = 1_700_000_000_000;

    private readonly RouterClient _client;

    public RouterFixture(IRoom? room = null, CommandTable? table = null)
    {
        Partitions = new PartitionTable(new PartitionLayout(16), i => new Partition(i, (ulong)i, 4096));
        foreach (var partition in Partitions.All) partition.Gate.Open();
        Table = table ?? TestCommands.Table();
        Router = new CommandRouter(Table, Partitions, room ?? new FakeRoom());
        _client = new RouterClient(this);
    }

    public PartitionTable Partitions { get; }
    public CommandTable Table { get; }
    public CommandRouter Router { get; }
    public DataSettings Settings { get; } = new();
    public RespWriter Writer => _client.Writer;
    public FakeNode Node => _client.Node;
    public Session Session => _client.Session;

    public Partition PartitionOf(string key) => Partitions[Partitions.PartitionOf(Encoding.UTF8.GetBytes(key))];

    /// <summary>Routes a command as a socket's thread does and returns its reply, or "deferred".</summary>
    public string Send(params string[] arguments) => _client.Send(arguments);

    /// <summary>Routes a command as a worker does.</summary>
    public string SendFromWorker(params string[] arguments) => _client.SendFromWorker(arguments);

    /// <summary>Keys that lie in partitions of ascending index.</summary>
    public string[] KeysInAscendingPartitions(int count) =>
        [.. Enumerable.Range(0, 1000).Select(i => $"board{i}").DistinctBy(key => PartitionOf(key).Index).OrderBy(key => PartitionOf(key).Index).Take(count)];

    /// <summary>A key whose partition is none of those of <paramref name="others"/>.</summary>
    public string KeyElsewhere(params string[] others)
    {
        var taken = others.Select(k => PartitionOf(k).Index).ToHashSet();
        return Enumerable.Range(0, 1000).Select(i => $"key{i}").First(k => !taken.Contains(PartitionOf(k).Index));
    }

    public void Dispose()
    {
        Partitions.Dispose();
        _client.Dispose();
    }
}

/// <summary>Limits that a test sets.</summary>
internal sealed class FakeRoom : IRoom
{
    public bool IsLimited { get; set; }
    public RoomResult Answer { get; set; }
    public RoomResult MakeRoom(long nowMs, bool bounded) => Answer;
}

internal sealed class FakeSubscriptions : ISubscriptions
{
    public int Count { get; set; }
    public IReadOnlyCollection<byte[]> Channels => [];
    public IReadOnlyCollection<byte[]> Patterns => [];
    public bool Subscribe(ReadOnlySpan<byte> channel) => true;
    public bool Unsubscribe(ReadOnlySpan<byte> channel) => true;
    public bool SubscribePattern(ReadOnlySpan<byte> pattern) => true;
    public bool UnsubscribePattern(ReadOnlySpan<byte> pattern) => true;
    public void Clear() => Count = 0;
}

internal sealed class FakeNode : INode
{
    public bool RequiresPassword { get; set; }
    public CommandTable Table => throw new InvalidOperationException("not part of these tests");
    public INodeFacts Facts => throw new InvalidOperationException("not part of these tests");
    public INodeConfiguration Configuration => throw new InvalidOperationException("not part of these tests");
    public IClientRegistry Clients => throw new InvalidOperationException("not part of these tests");
    public IChannelDirectory Channels => throw new InvalidOperationException("not part of these tests");
    public IClusterView Cluster => NoCluster.Instance;
    public IEverywhere Everywhere { get; set; } = NobodyElse.Instance;
    public Random Random { get; } = new(1);
    public void Flush(PartitionSpace space, bool later) => space.Store.Clear();

    public void End(long asker)
    {
    }

    public int Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message) => 0;
    public bool Authenticate(ReadOnlySpan<byte> user, ReadOnlySpan<byte> password) => true;
}
