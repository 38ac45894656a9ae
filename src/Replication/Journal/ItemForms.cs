using AkkaCache.Replication.Roles;
using AkkaCache.Replication.Wire;

namespace AkkaCache.Replication.Journal;

/// <summary>The forms of what came to pass in events: a tag and its fields. Tags are append-only. 0 ends an event.</summary>
internal static class ItemForms
{
    public const byte End = 0;

    private enum Tag : byte
    {
        Sent = 1,
        GateTried = 2,
        GateLeft = 3,
        Deferred = 4,
        AllGatesWanted = 5,
        AllGatesLeft = 6,
        EffectsWanted = 7,
        Applied = 8,
        StartedOver = 9,
        ChunkApplied = 10,
        SnapshotWanted = 11,
        Opened = 12,
        Closed = 13,
        ClosedToHandOver = 14,
        Committed = 15,
        Retired = 16,
        Went = 17,
        MatchWanted = 18,
        GatesTaken = 32,
        InnerBegan = 33,
        InnerEnded = 34,
        SeenNumber = 48,
        SeenFlag = 49,
        SeenHeard = 50,
        SeenRegister = 51,
        EffectsRead = 52,
        SeenMatch = 53,
    }

    public static void Write(ref FieldWriter fields, JournalItem item)
    {
        switch (item)
        {
            case Sent it:
                Write(ref fields, Tag.Sent);
                fields.Node(it.To);
                MessageWriter.Write(ref fields, it.Message);
                break;
            case GateTried it: Write(ref fields, Tag.GateTried, it.Partition); break;
            case GateLeft it: Write(ref fields, Tag.GateLeft, it.Partition); break;
            case Deferred it: Write(ref fields, Tag.Deferred, it.Partition); break;
            case AllGatesWanted: Write(ref fields, Tag.AllGatesWanted); break;
            case AllGatesLeft: Write(ref fields, Tag.AllGatesLeft); break;
            case EffectsWanted it:
                Write(ref fields, Tag.EffectsWanted, it.Partition);
                fields.Node(it.To);
                fields.Number(it.Index);
                fields.Number(it.Count);
                break;
            case Applied it:
                Write(ref fields, Tag.Applied, it.Partition);
                CopyForms.WritePayload(ref fields, it.Payload);
                fields.Number(it.Skip);
                fields.Number(it.Count);
                break;
            case StartedOver it:
                Write(ref fields, Tag.StartedOver, it.Partition);
                fields.Number(it.Index);
                break;
            case ChunkApplied it:
                Write(ref fields, Tag.ChunkApplied, it.Partition);
                CopyForms.WritePayload(ref fields, it.Payload);
                break;
            case MatchWanted it:
                Write(ref fields, Tag.MatchWanted, it.Partition);
                CopyForms.WritePayload(ref fields, it.Payload);
                break;
            case SnapshotWanted it:
                Write(ref fields, Tag.SnapshotWanted, it.Partition);
                fields.Node(it.Backup);
                fields.Number(it.Session);
                break;
            case Opened it:
                Write(ref fields, Tag.Opened, it.Partition);
                RegisterForms.Write(ref fields, it.Epoch);
                fields.Number(it.LossGeneration);
                break;
            case Closed it: Write(ref fields, Tag.Closed, it.Partition); break;
            case ClosedToHandOver it: Write(ref fields, Tag.ClosedToHandOver, it.Partition); break;
            case Committed it:
                Write(ref fields, Tag.Committed, it.Partition);
                fields.Number(it.Index);
                break;
            case Retired: Write(ref fields, Tag.Retired); break;
            case Went it:
                Write(ref fields, Tag.Went);
                fields.Number((int)it.Branch);
                break;
            default: WriteOther(ref fields, item); break;
        }
    }

    public static JournalItem Read(ref FieldReader fields)
    {
        var start = fields.Offset;
        var tag = (Tag)fields.Byte();
        switch (tag)
        {
            case Tag.Sent: return new Sent(fields.Node(), MessageReader.Read(ref fields));
            case Tag.GateTried: return new GateTried(fields.Partition());
            case Tag.GateLeft: return new GateLeft(fields.Partition());
            case Tag.Deferred: return new Deferred(fields.Partition());
            case Tag.AllGatesWanted: return new AllGatesWanted();
            case Tag.AllGatesLeft: return new AllGatesLeft();
            case Tag.EffectsWanted: return new EffectsWanted(fields.Partition(), fields.Node(), fields.Number(), fields.Number());
            case Tag.Applied: return new Applied(fields.Partition(), CopyForms.ReadPayload(ref fields), fields.Number(), fields.Number());
            case Tag.StartedOver: return new StartedOver(fields.Partition(), fields.Number());
            case Tag.ChunkApplied: return new ChunkApplied(fields.Partition(), CopyForms.ReadPayload(ref fields));
            case Tag.MatchWanted: return new MatchWanted(fields.Partition(), CopyForms.ReadPayload(ref fields));
            case Tag.SnapshotWanted: return new SnapshotWanted(fields.Partition(), fields.Node(), fields.Int());
            case Tag.Opened: return new Opened(fields.Partition(), RegisterForms.ReadEpoch(ref fields), fields.Int());
            case Tag.Closed: return new Closed(fields.Partition());
            case Tag.ClosedToHandOver: return new ClosedToHandOver(fields.Partition());
            case Tag.Committed: return new Committed(fields.Partition(), fields.Number());
            case Tag.Retired: return new Retired();
            case Tag.Went: return new Went((RuleBranch)fields.Int());
            case Tag.GatesTaken: return new GatesTaken(fields.Number());
            case Tag.InnerBegan: return new InnerBegan(EventForms.Read(ref fields));
            case Tag.InnerEnded: return new InnerEnded();
            case Tag.SeenNumber: return new SeenNumber(fields.Signed());
            case Tag.SeenFlag: return new SeenFlag(fields.Flag());
            case Tag.SeenHeard: return new SeenHeard(new Heard(fields.Node(), fields.Signed()));
            case Tag.SeenRegister: return new SeenRegister([.. RegisterForms.ReadRegister(ref fields)]);
            case Tag.SeenMatch: return new SeenMatch(fields.Flag() ? fields.Flag() : null);
            case Tag.EffectsRead: return new EffectsRead(fields.Flag() ? (CopyForms.ReadPayload(ref fields), fields.Number()) : null);
            default:
                WireFormatException.Throw(start, $"tag {(byte)tag}: nothing in an event has it");
                return null;
        }
    }

    private static void WriteOther(ref FieldWriter fields, JournalItem item)
    {
        switch (item)
        {
            case GatesTaken it:
                Write(ref fields, Tag.GatesTaken);
                fields.Number(it.Ticket);
                break;
            case InnerBegan it:
                Write(ref fields, Tag.InnerBegan);
                EventForms.Write(ref fields, it.Event);
                break;
            case InnerEnded: Write(ref fields, Tag.InnerEnded); break;
            case SeenNumber it:
                Write(ref fields, Tag.SeenNumber);
                fields.Signed(it.Value);
                break;
            case SeenFlag it:
                Write(ref fields, Tag.SeenFlag);
                fields.Flag(it.Value);
                break;
            case SeenHeard it:
                Write(ref fields, Tag.SeenHeard);
                fields.Node(it.Value.Primary);
                fields.Signed(it.Value.At);
                break;
            case SeenRegister it:
                Write(ref fields, Tag.SeenRegister);
                RegisterForms.Write(ref fields, [.. it.Rows]);
                break;
            case SeenMatch it:
                Write(ref fields, Tag.SeenMatch);
                fields.Flag(it.IsSame is not null);
                if (it.IsSame is { } isSame) fields.Flag(isSame);
                break;
            case EffectsRead it:
                Write(ref fields, Tag.EffectsRead);
                fields.Flag(it.Read is not null);
                if (it.Read is not { } read) break;
                CopyForms.WritePayload(ref fields, read.Payload);
                fields.Number(read.Count);
                break;
            default: throw new ArgumentException($"{item.GetType().Name}: has no form", nameof(item));
        }
    }

    private static void Write(ref FieldWriter fields, Tag tag) => fields.Byte((byte)tag);

    private static void Write(ref FieldWriter fields, Tag tag, int partition)
    {
        Write(ref fields, tag);
        fields.Partition(partition);
    }
}
