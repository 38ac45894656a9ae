using AkkaCache.Commands.Execution;
using AkkaCache.Node.Doors.Resp;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Sessions.Replies;
using AkkaCache.Protocol.Resp;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Doors.Clients;

/// <summary>What one thread needs to execute commands without a connection. Remembers nothing between them.</summary>
internal sealed class LocalSession : IReplyOwner, IPushTarget
{
    private readonly DoorServices _services;
    private readonly ILogger _log;
    private readonly RespReader _reader;
    private readonly RespWriter _writer = new() { ProtocolVersion = 3 };
    private readonly ReplyOrder _replies;
    private readonly Session _session;
    private readonly ReplyOrder.Mark _start;

    public LocalSession(DoorServices services, RespLimits limits, ILogger log)
    {
        _services = services;
        _log = log;
        _reader = new RespReader(limits) { Authenticated = true };
        _writer.OnError = services.Errors.Count;
        _replies = new ReplyOrder(_writer, this);
        _session = new Session(services.NextId(), _writer, _replies, services.Channels.CreateSubscriptions(this), services.Node) { IsAuthenticated = true, StaysHere = true };
        _start = _replies.Position;
    }

    /// <summary>A command of this thread is in the middle of it.</summary>
    public bool IsBusy { get; set; }

    int IPushTarget.ProtocolVersion => 3;

    /// <returns>False: it was not executed; or it is a read whose reply would have to wait.</returns>
    public bool TryExecute(ReadOnlySpan<byte> command)
    {
        if (_reader.TryRead(command, out _) != ReadStatus.Complete) return false;
        var context = new CommandContext(_writer, _session, _services.Node, _services.Keyspace, _services.Settings, _services.Time.GetUtcNow().ToUnixTimeMilliseconds()) { Bounded = true };
        try
        {
            return _services.Router.Route(ref context, _session, _reader.Command(command)) == RouteResult.Done && !_replies.IsAwaiting;
        }
        catch (Exception e)
        {
            // A mistake of ours: the router has closed the partition where that is needed; the caller gets an honest answer.
            _replies.Drop(_start);
            _writer.Error("ERR internal error; the command may have been executed in part"u8);
            Log.CommandFailed(_log, context.Command?.Name, _session.Id, e);
            return true;
        }
    }

    /// <summary>The reply of the command that was executed; once, valid until the next command.</summary>
    public ReadOnlySpan<byte> TakeReply()
    {
        var first = _writer.Peek();
        return first.Count == _writer.PendingBytes ? first : Gather();
    }

    /// <summary>Forgets the reply.</summary>
    public void Clear()
    {
        while (_writer.PendingBytes > 0) _writer.Take(_writer.Peek().Count);
        _replies.Drop(_start);
    }

    void IReplyOwner.RepliesMoved()
    {
    }

    void IPushTarget.Push(ReadOnlyMemory<byte> resp)
    {
    }

    private byte[] Gather()
    {
        var all = new byte[_writer.PendingBytes];
        for (var at = 0; at < all.Length;)
        {
            var chunk = _writer.Peek();
            chunk.AsSpan().CopyTo(all.AsSpan(at));
            at += chunk.Count;
            _writer.Take(chunk.Count);
        }
        return all;
    }
}
