using AkkaCache.Commands.Table;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Routing.Forwarding;
using AkkaCache.Node.Routing.Links;
using AkkaCache.Node.Sessions;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Routing.Splitting;

/// <summary>Splits a command over the partitions of its keys. Each part goes the way of a command of its own; their replies become one.</summary>
internal sealed class Splitter(PartitionTable partitions, Forwarder forwarder)
{
    /// <param name="bounded">On a socket's thread: parts that are executed here and must wait or work long go to a worker.</param>
    public void Split(Session session, CommandDescriptor row, JoinRule rule, CommandVector command, in KeyPositions keys, bool bounded)
    {
        if ((command.Count - keys.First) % keys.Step != 0)
        {
            ErrorText.WrongArity(session.Reply, row.NameUtf8);
            return;
        }
        var layout = new PartLayout(command, keys, partitions);
        var parts = new PendingCommand[layout.Count];
        if (!TryRent(parts, layout, command, keys))
        {
            layout.Dispose();
            session.Reply.Error(ErrorText.TooManyWait);
            return;
        }
        var joined = new JoinedReply(session.Replies.Reserve(), rule, layout, forwarder.Scratches);
        for (var part = 0; part < parts.Length; part++) Forwarder.Prepare(parts[part], session, row, layout.PartitionOf(part), joined, part);

        // From the first on, replies may come and parts be used again: only what is here is looked at.
        foreach (var part in parts) forwarder.AddOrRun(part, bounded);
    }

    private bool TryRent(PendingCommand[] parts, PartLayout layout, CommandVector command, in KeyPositions keys)
    {
        Span<long> bytes = stackalloc long[parts.Length];
        bytes.Fill(VectorForm.HeadBytes + VectorForm.BytesOf(command[0]));
        for (var key = 0; key < layout.KeyCount; key++)
        {
            for (var i = 0; i < keys.Step; i++) bytes[layout.PartOf(key)] += VectorForm.BytesOf(command[keys.First + (key * keys.Step) + i]);
        }
        for (var part = 0; part < parts.Length; part++)
        {
            if (forwarder.Rent(bytes[part]) is { } pending)
            {
                parts[part] = pending;
                continue;
            }
            while (--part >= 0) forwarder.Return(parts[part]);
            return false;
        }

        Span<int> at = stackalloc int[parts.Length];
        for (var part = 0; part < parts.Length; part++)
        {
            at[part] = VectorForm.WriteCount(parts[part].Room, 1 + (layout.KeysOf(part) * keys.Step));
            at[part] += VectorForm.WriteArgument(parts[part].Room[at[part]..], command[0]);
        }
        for (var key = 0; key < layout.KeyCount; key++)
        {
            var part = layout.PartOf(key);
            for (var i = 0; i < keys.Step; i++) at[part] += VectorForm.WriteArgument(parts[part].Room[at[part]..], command[keys.First + (key * keys.Step) + i]);
        }
        return true;
    }
}
