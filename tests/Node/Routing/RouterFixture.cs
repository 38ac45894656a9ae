using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Sessions;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Topology;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Tests.Routing;

/// <summary>A router over 16 open partitions and a small table of its own, without sockets and Akka.</summary>
internal sealed class RouterFixture : IDisposable
{
    public const long NowMs = 1_700_000_000_000;

    public RouterFixture(IRoom? room = null)
    {
        Partitions = new PartitionTable(new PartitionLayout(16), i => new Partition(i, (ulong)i, 4096));
        foreach (var partition in Partitions.All) partition.Gate.Open();
        Table = TestCommands.Table();
        Router = new CommandRouter(Table, Partitions, room ?? new FakeRoom());
        Session = new Session(1, Writer, new FakeSubscriptions(), Node);
    }

    public PartitionTable Partitions { get; }
    public CommandTable Table { get; }
    public CommandRouter Router { get; }
    public RespWriter Writer { get; } = new();
    public FakeNode Node { get; } = new();
    public DataSettings Settings { get; } = new();
    public Session Session { get; }

    public Partition PartitionOf(string key) => Partitions[Partitions.PartitionOf(Encoding.UTF8.GetBytes(key))];

    /// <summary>Routes a command as a socket's thread does and returns its reply, or "deferred".</summary>
    public string Send(params string[] arguments) => Route(bounded: true, arguments);

    /// <summary>Routes a command as a worker does.</summary>
    public string SendFromWorker(params string[] arguments) => Route(bounded: false, arguments);

    /// <summary>A key whose partition is none of those of <paramref name="others"/>.</summary>
    public string KeyElsewhere(params string[] others)
    {
        var taken = others.Select(k => PartitionOf(k).Index).ToHashSet();
        return Enumerable.Range(0, 1000).Select(i => $"key{i}").First(k => !taken.Contains(PartitionOf(k).Index));
    }

    public void Dispose()
    {
        Partitions.Dispose();
        Writer.Dispose();
    }

    private string Route(bool bounded, string[] arguments)
    {
        var bytes = new List<byte>();
        var ranges = new List<ArgumentRange>();
        foreach (var argument in arguments)
        {
            var utf8 = Encoding.UTF8.GetBytes(argument);
            ranges.Add(new ArgumentRange(bytes.Count, utf8.Length));
            bytes.AddRange(utf8);
        }
        var context = new CommandContext(Writer, Session, Node, Partitions, Settings, NowMs) { Bounded = bounded };
        var result = Router.Route(ref context, Session, new CommandVector(bytes.ToArray(), ranges.ToArray()));
        var reply = new StringBuilder();
        while (Writer.PendingBytes > 0)
        {
            var chunk = Writer.Peek();
            reply.Append(Encoding.UTF8.GetString(chunk));
            Writer.Take(chunk.Count);
        }
        return result == RouteResult.Deferred ? "deferred" + reply : reply.ToString();
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
    public Random Random { get; } = new(1);
    public void Flush(PartitionSpace space, bool later) => space.Store.Clear();
    public int Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message) => 0;
    public bool Authenticate(ReadOnlySpan<byte> user, ReadOnlySpan<byte> password) => true;
}
