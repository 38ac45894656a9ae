using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Wire;

namespace AkkaCache.Replication.Journal;

/// <summary>The forms of events: a tag, the partition unless it is the node's, and what they carry. Tags are append-only.</summary>
internal static class EventForms
{
    private enum Tag : byte
    {
        Started = 1,
        Desired = 2,
        PingWanted = 3,
        Suspected = 4,
        NodeTicked = 5,
        NodeReceived = 6,
        Ticked = 7,
        Received = 8,
        PongTaken = 9,
        Executed = 10,
        Flushed = 11,
        ChunkCut = 12,
        SnapshotCut = 13,
        Failed = 14,
        Planned = 15,
        Compared = 16,
    }

    public static void Write(ref FieldWriter fields, JournalEvent what)
    {
        fields.Byte((byte)TagOf(what));
        if (what.Partition != JournalEvent.OfNode) fields.Partition(what.Partition);
        switch (what)
        {
            case PingWanted: break;
            case Started it: NodeForms.Write(ref fields, it.Configuration); break;
            case Desired it:
                fields.Nodes(it.Up, "nodes up");
                fields.Nodes(it.Gone, "nodes gone");
                break;
            case Suspected it: fields.Node(it.Node); break;
            case NodeTicked it: fields.Signed(it.Now); break;
            case NodeReceived it: Write(ref fields, it.From, it.Message, it.Now); break;
            case Ticked it: fields.Signed(it.Now); break;
            case Received it: Write(ref fields, it.From, it.Message, it.Now); break;
            case PongTaken it: Write(ref fields, it.From, it.Pong, it.Now); break;
            case Executed it: fields.Number(it.Count); break;
            case Flushed it: fields.Signed(it.Now); break;
            case ChunkCut it:
                fields.Node(it.Backup);
                fields.Number(it.Session);
                CopyForms.WritePayload(ref fields, PayloadStandIn.Of(it.Payload));
                fields.Signed(it.Now);
                break;
            case SnapshotCut it:
                fields.Node(it.Backup);
                fields.Number(it.Session);
                fields.Signed(it.Now);
                break;
            case Compared it: CopyForms.WritePayload(ref fields, PayloadStandIn.Of(it.Payload)); break;
            case Failed it: fields.Signed(it.Now); break;
            case Planned it:
                fields.Node(it.Owners.Primary);
                fields.Nodes(it.Owners.Backups, "backups");
                break;
            default: throw new ArgumentException($"event {what.GetType().Name}: has no form", nameof(what));
        }
    }

    public static JournalEvent Read(ref FieldReader fields)
    {
        var start = fields.Offset;
        var tag = (Tag)fields.Byte();
        var partition = tag is >= Tag.Ticked and <= Tag.Compared ? fields.Partition() : JournalEvent.OfNode;
        switch (tag)
        {
            case Tag.Started: return new Started(NodeForms.ReadConfiguration(ref fields));
            case Tag.Desired: return new Desired(fields.Nodes("nodes up"), fields.Nodes("nodes gone"));
            case Tag.PingWanted: return new PingWanted();
            case Tag.Suspected: return new Suspected(fields.Node());
            case Tag.NodeTicked: return new NodeTicked(fields.Signed());
            case Tag.NodeReceived: return new NodeReceived(fields.Node(), MessageReader.Read(ref fields), fields.Signed());
            case Tag.Ticked: return new Ticked(partition, fields.Signed());
            case Tag.Received: return new Received(partition, fields.Node(), ReadMessage<PartitionMessage>(ref fields), fields.Signed());
            case Tag.PongTaken: return new PongTaken(partition, fields.Node(), ReadMessage<Pong>(ref fields), fields.Signed());
            case Tag.Executed: return new Executed(partition, fields.Number());
            case Tag.Flushed: return new Flushed(partition, fields.Signed());
            case Tag.ChunkCut: return new ChunkCut(partition, fields.Node(), fields.Int(), CopyForms.ReadPayload(ref fields), fields.Signed());
            case Tag.SnapshotCut: return new SnapshotCut(partition, fields.Node(), fields.Int(), fields.Signed());
            case Tag.Compared: return new Compared(partition, CopyForms.ReadPayload(ref fields));
            case Tag.Failed: return new Failed(partition, fields.Signed());
            case Tag.Planned: return new Planned(partition, new PartitionOwners(fields.Node(), fields.Nodes("backups")));
            default:
                WireFormatException.Throw(start, $"tag {(byte)tag}: no event has it");
                return null;
        }
    }

    private static Tag TagOf(JournalEvent what) => what switch
    {
        Started => Tag.Started,
        Desired => Tag.Desired,
        PingWanted => Tag.PingWanted,
        Suspected => Tag.Suspected,
        NodeTicked => Tag.NodeTicked,
        NodeReceived => Tag.NodeReceived,
        Ticked => Tag.Ticked,
        Received => Tag.Received,
        PongTaken => Tag.PongTaken,
        Executed => Tag.Executed,
        Flushed => Tag.Flushed,
        ChunkCut => Tag.ChunkCut,
        SnapshotCut => Tag.SnapshotCut,
        Compared => Tag.Compared,
        Failed => Tag.Failed,
        Planned => Tag.Planned,
        _ => throw new ArgumentException($"event {what.GetType().Name}: has no tag", nameof(what)),
    };

    private static void Write(ref FieldWriter fields, NodeId from, Message message, long now)
    {
        fields.Node(from);
        MessageWriter.Write(ref fields, PayloadStandIn.Without(message));
        fields.Signed(now);
    }

    private static T ReadMessage<T>(ref FieldReader fields)
        where T : Message
    {
        var start = fields.Offset;
        var message = MessageReader.Read(ref fields);
        if (message is T right) return right;
        WireFormatException.Throw(start, $"message {message.GetType().Name}: not one of this event");
        return null;
    }
}
