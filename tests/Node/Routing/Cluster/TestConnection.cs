using System.Text;
using AkkaCache.Commands.Execution;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Routing.Workers;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Sessions.Replies;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Tests.Routing.Cluster;

/// <summary>A connection of a test's node: commands queue up behind a deferred one, replies are read as text.</summary>
internal sealed class TestConnection : IReplyOwner, IDeferredWork, IDisposable
{
    private static long _lastId;

    private readonly TestNode _node;
    private readonly RespWriter _writer = new(256);
    private readonly Queue<string[]> _input = new();
    private bool _deferred;

    public TestConnection(TestNode node)
    {
        _node = node;
        Replies = new ReplyOrder(_writer, this);
        Session = new Session(Interlocked.Increment(ref _lastId), _writer, Replies, new FakeSubscriptions(), node.Node);
    }

    public Session Session { get; }

    public ReplyOrder Replies { get; }

    public StringBuilder Output { get; } = new();

    /// <summary>Sends one command, and what was forwarded leaves at once.</summary>
    public void Send(params string[] command) => SendAll(command);

    /// <summary>Sends a pipeline that arrives in one read.</summary>
    public void SendAll(params string[][] commands)
    {
        foreach (var command in commands) _input.Enqueue(command);
        if (!_deferred) Pump();
    }

    /// <summary>What has come since it was asked last.</summary>
    public string Received()
    {
        Flush();
        var text = Output.ToString();
        Output.Clear();
        return text;
    }

    public void RepliesMoved() => Flush();

    public void RunDeferred()
    {
        _deferred = false;
        Route(_input.Dequeue(), bounded: false);
        Pump();
    }

    public void Abandon()
    {
    }

    public void Dispose() => Replies.Dispose();

    private void Pump()
    {
        while (!_deferred && _input.TryPeek(out var command))
        {
            if (Route(command, bounded: true) == RouteResult.Deferred)
            {
                _deferred = true;
                _node.Workers.Add(this);
            }
            else
            {
                _input.Dequeue();
            }
        }
        _node.Router.FlushForwarded();
        Flush();
    }

    private RouteResult Route(string[] command, bool bounded)
    {
        var bytes = new List<byte>();
        var ranges = new List<ArgumentRange>();
        foreach (var argument in command)
        {
            var utf8 = Encoding.UTF8.GetBytes(argument);
            ranges.Add(new ArgumentRange(bytes.Count, utf8.Length));
            bytes.AddRange(utf8);
        }
        var context = new CommandContext(_writer, Session, _node.Node, _node.Partitions, _node.Settings, _node.Time.GetUtcNow().ToUnixTimeMilliseconds()) { Bounded = bounded };
        return _node.Router.Route(ref context, Session, new CommandVector(bytes.ToArray(), ranges.ToArray()));
    }

    private void Flush()
    {
        for (var chunk = Replies.Peek(); chunk.Count > 0; chunk = Replies.Peek())
        {
            Output.Append(Encoding.UTF8.GetString(chunk));
            Replies.Take(chunk.Count);
        }
    }
}
