using System.Buffers.Binary;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Routing.Links;
using AkkaCache.Node.Sessions;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Routing.Forwarding;

/// <summary>What a session asks of the node that serves a partition, beside single commands: to watch, and to execute its queue.</summary>
internal sealed class SessionRequests(Forwarder forwarder)
{
    /// <summary>Sends the queue of a session as one request; the reply will be that of EXEC. The watch, if there is one, ends with it.</summary>
    public void Execute(Session session, CommandDescriptor exec, int partition)
    {
        var queue = session.Queue;
        long bytes = WatchForm.Bytes + sizeof(int);
        for (var i = 0; i < queue.Count; i++) bytes += VectorForm.BytesOf(queue.VectorAt(i));
        if (forwarder.Rent(bytes) is not { } pending)
        {
            session.Reply.Error(ErrorText.TooManyWait);
            return;
        }
        var room = pending.Room;
        var at = new WatchForm(session.Id, session.RemoteWatch.Id).Write(room);
        BinaryPrimitives.WriteInt32LittleEndian(room[at..], queue.Count);
        at += sizeof(int);
        for (var i = 0; i < queue.Count; i++) at += VectorForm.Write(room[at..], queue.VectorAt(i));
        Forwarder.Prepare(pending, session, exec, partition, session.Replies.Reserve(), 0);
        pending.Kind = RequestKind.Transaction;
        pending.IsWrite = (queue.Flags & CommandFlags.Write) != 0;
        if (forwarder.Redirections is not null) pending.Slot = FirstSlot(queue);
        session.RemoteWatchForgotten();
        forwarder.Add(pending);
    }

    /// <summary>Watches keys of a partition where it is served.</summary>
    public void Watch(Session session, CommandDescriptor watch, CommandVector command, int partition)
    {
        if (forwarder.Rent(WatchForm.Bytes + VectorForm.BytesOf(command)) is not { } pending)
        {
            session.WatchRefused();
            session.Reply.Error(ErrorText.TooManyWait);
            return;
        }
        var at = new WatchForm(session.Id, session.WatchRemotely(partition).Id).Write(pending.Room);
        VectorForm.Write(pending.Room[at..], command);
        Forwarder.Prepare(pending, session, watch, partition, session.Replies.Reserve(), 0);
        pending.Kind = RequestKind.Watch;
        if (forwarder.Redirections is not null) pending.Slot = SlotOfKeys.First(command, watch);
        forwarder.Add(pending);
    }

    /// <summary>Forgets what a session watched elsewhere and does not any more. Where that cannot be sent, it is forgotten with the next watch, or with this node.</summary>
    public void Forget(Session session)
    {
        var ended = session.EndedWatch;
        session.RemoteWatchForgotten();
        if (forwarder.Rent(WatchForm.Bytes) is not { } pending) return;
        new WatchForm(session.Id, ended.Id).Write(pending.Room);
        pending.Kind = RequestKind.Unwatch;
        pending.Partition = ended.Partition;
        pending.ProtocolVersion = session.ProtocolVersion;
        pending.IsWrite = false;
        pending.Origin = session.Id;
        pending.Sink = NoReply.Instance;
        forwarder.Add(pending);
        forwarder.FlushRequests();
    }

    private static int FirstSlot(TransactionQueue queue)
    {
        for (var i = 0; i < queue.Count; i++)
        {
            var row = queue.DescriptorAt(i);
            if (row.Keys.In(queue.VectorAt(i)).First != 0) return SlotOfKeys.First(queue.VectorAt(i), row);
        }
        return 0;
    }
}
