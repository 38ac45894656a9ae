using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Wire;

/// <summary>The forms of the messages between a primary and its copies.</summary>
internal static class CopyForms
{
    public static void Write(ref FieldWriter fields, Effects effects)
    {
        WriteHead(ref fields, effects.Partition, effects.Epoch, effects.Session);
        fields.Number(effects.Base);
        RegisterForms.Write(ref fields, effects.Previous);
        fields.Number(effects.Count);
        RegisterForms.Write(ref fields, effects.Runs, effects.Previous.Index);
        WritePayload(ref fields, effects.Payload);
    }

    public static Effects ReadEffects(ref FieldReader fields)
    {
        var (partition, epoch, session) = ReadHead(ref fields);
        var @base = fields.Number();
        var previous = RegisterForms.ReadPosition(ref fields);
        return new Effects(partition, epoch, session, @base, previous, fields.Number(), RegisterForms.ReadRuns(ref fields, previous.Index), ReadPayload(ref fields));
    }

    public static void Write(ref FieldWriter fields, SnapshotBegin begin)
    {
        WriteHead(ref fields, begin.Partition, begin.Epoch, begin.Session);
        RegisterForms.Write(ref fields, begin.Position);
        RegisterForms.Write(ref fields, begin.Runs, 0);
    }

    public static SnapshotBegin ReadSnapshotBegin(ref FieldReader fields)
    {
        var (partition, epoch, session) = ReadHead(ref fields);
        return new SnapshotBegin(partition, epoch, session, RegisterForms.ReadPosition(ref fields), RegisterForms.ReadRuns(ref fields, 0));
    }

    public static void Write(ref FieldWriter fields, SnapshotChunk chunk)
    {
        WriteHead(ref fields, chunk.Partition, chunk.Epoch, chunk.Session);
        fields.Number(chunk.Number);
        fields.Number(chunk.Index);
        WritePayload(ref fields, chunk.Payload);
    }

    public static SnapshotChunk ReadSnapshotChunk(ref FieldReader fields)
    {
        var (partition, epoch, session) = ReadHead(ref fields);
        return new SnapshotChunk(partition, epoch, session, fields.Int(), fields.Number(), ReadPayload(ref fields));
    }

    public static void Write(ref FieldWriter fields, SnapshotEnd end)
    {
        WriteHead(ref fields, end.Partition, end.Epoch, end.Session);
        fields.Number(end.Chunks);
        fields.Number(end.Index);
    }

    public static SnapshotEnd ReadSnapshotEnd(ref FieldReader fields)
    {
        var (partition, epoch, session) = ReadHead(ref fields);
        return new SnapshotEnd(partition, epoch, session, fields.Int(), fields.Number());
    }

    public static void Write(ref FieldWriter fields, Comparison comparison)
    {
        WriteHead(ref fields, comparison.Partition, comparison.Epoch, comparison.Session);
        RegisterForms.Write(ref fields, comparison.Position);
        WritePayload(ref fields, comparison.Payload);
    }

    public static Comparison ReadComparison(ref FieldReader fields)
    {
        var (partition, epoch, session) = ReadHead(ref fields);
        return new Comparison(partition, epoch, session, RegisterForms.ReadPosition(ref fields), ReadPayload(ref fields));
    }

    public static void Write(ref FieldWriter fields, Acknowledgement acknowledgement)
    {
        WriteHead(ref fields, acknowledgement.Partition, acknowledgement.Epoch, acknowledgement.Session);
        fields.Number(acknowledgement.Index);
    }

    public static Acknowledgement ReadAcknowledgement(ref FieldReader fields)
    {
        var (partition, epoch, session) = ReadHead(ref fields);
        return new Acknowledgement(partition, epoch, session, fields.Number());
    }

    public static void Write(ref FieldWriter fields, Mismatch mismatch)
    {
        WriteHead(ref fields, mismatch.Partition, mismatch.Epoch, mismatch.Session);
        RegisterForms.Write(ref fields, mismatch.Position);
    }

    public static Mismatch ReadMismatch(ref FieldReader fields)
    {
        var (partition, epoch, session) = ReadHead(ref fields);
        return new Mismatch(partition, epoch, session, RegisterForms.ReadPosition(ref fields));
    }

    private static void WriteHead(ref FieldWriter fields, int partition, Epoch epoch, int session)
    {
        fields.Partition(partition);
        RegisterForms.Write(ref fields, epoch);
        fields.Number(session);
    }

    private static (int Partition, Epoch Epoch, int Session) ReadHead(ref FieldReader fields) => (fields.Partition(), RegisterForms.ReadEpoch(ref fields), fields.Int());

    /// <summary>0 for none, else one more than its length, and its bytes.</summary>
    public static void WritePayload(ref FieldWriter fields, object? payload)
    {
        switch (payload)
        {
            case null:
                fields.Number(0);
                break;
            case ReadOnlyMemory<byte> bytes:
                fields.Number(bytes.Length + 1L);
                fields.Bytes(bytes.Span);
                break;
            default:
                throw new ArgumentException($"payload of type {payload.GetType().Name}: must be ReadOnlyMemory<byte>", nameof(payload));
        }
    }

    public static object? ReadPayload(ref FieldReader fields)
    {
        var length = fields.Number() - 1;
        if (length < 0) return null;
        return fields.Slice(length);
    }
}
