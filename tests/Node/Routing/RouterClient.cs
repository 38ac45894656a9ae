using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Sessions.Replies;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Tests.Routing;

/// <summary>A session of its own at a fixture's router. For one thread at a time.</summary>
internal sealed class RouterClient : IReplyOwner, IDisposable
{
    private readonly RouterFixture _fixture;

    public RouterClient(RouterFixture fixture)
    {
        _fixture = fixture;
        Replies = new ReplyOrder(Writer, this);
        Session = new Session(1, Writer, Replies, new FakeSubscriptions(), Node);
    }

    public RespWriter Writer { get; } = new();
    public ReplyOrder Replies { get; }
    public FakeNode Node { get; } = new();
    public Session Session { get; }

    /// <summary>How often it was told that replies may leave.</summary>
    public int Told { get; private set; }

    /// <summary>Routes a command as a socket's thread does and returns its reply, or "deferred".</summary>
    public string Send(params string[] arguments) => Route(bounded: true, arguments);

    /// <summary>Routes a command as a worker does.</summary>
    public string SendFromWorker(params string[] arguments) => Route(bounded: false, arguments);

    public void Dispose() => Replies.Dispose();

    void IReplyOwner.RepliesMoved() => Told++;

    /// <summary>What may leave by now.</summary>
    public string Received()
    {
        var text = new StringBuilder();
        for (var chunk = Replies.Peek(); chunk.Count > 0; chunk = Replies.Peek())
        {
            text.Append(Encoding.UTF8.GetString(chunk));
            Replies.Take(chunk.Count);
        }
        return text.ToString();
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
        var context = new CommandContext(Writer, Session, Node, _fixture.Partitions, _fixture.Settings, RouterFixture.NowMs) { Bounded = bounded };
        var result = _fixture.Router.Route(ref context, Session, new CommandVector(bytes.ToArray(), ranges.ToArray()));
        var reply = Received();
        return result == RouteResult.Deferred ? "deferred" + reply : reply;
    }
}
