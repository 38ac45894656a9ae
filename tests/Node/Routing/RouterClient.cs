using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Sessions;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Tests.Routing;

/// <summary>A session of its own at a fixture's router. For one thread at a time.</summary>
internal sealed class RouterClient : IDisposable
{
    private readonly RouterFixture _fixture;

    public RouterClient(RouterFixture fixture)
    {
        _fixture = fixture;
        Session = new Session(1, Writer, new FakeSubscriptions(), Node);
    }

    public RespWriter Writer { get; } = new();
    public FakeNode Node { get; } = new();
    public Session Session { get; }

    /// <summary>Routes a command as a socket's thread does and returns its reply, or "deferred".</summary>
    public string Send(params string[] arguments) => Route(bounded: true, arguments);

    /// <summary>Routes a command as a worker does.</summary>
    public string SendFromWorker(params string[] arguments) => Route(bounded: false, arguments);

    public void Dispose() => Writer.Dispose();

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
