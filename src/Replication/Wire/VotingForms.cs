using AkkaCache.Replication.Messages;

namespace AkkaCache.Replication.Wire;

/// <summary>The forms of the messages by which a partition's primary is chosen.</summary>
internal static class VotingForms
{
    public static void Write(ref FieldWriter fields, Query query)
    {
        fields.Partition(query.Partition);
        fields.Number(query.Configuration);
        fields.Number(query.Id);
    }

    public static Query ReadQuery(ref FieldReader fields) => new(fields.Partition(), fields.Number(), fields.Int());

    public static void Write(ref FieldWriter fields, QueryReply reply)
    {
        fields.Partition(reply.Partition);
        fields.Number(reply.Configuration);
        fields.Number(reply.Id);
        RegisterForms.WriteAccepted(ref fields, reply.Accepted);
        RegisterForms.Write(ref fields, reply.Position);
        fields.Flag(reply.IsBusy);
    }

    public static QueryReply ReadQueryReply(ref FieldReader fields)
        => new(fields.Partition(), fields.Number(), fields.Int(), RegisterForms.ReadAccepted(ref fields), RegisterForms.ReadPosition(ref fields), fields.Flag());

    public static void Write(ref FieldWriter fields, Prepare prepare)
    {
        fields.Partition(prepare.Partition);
        fields.Number(prepare.Configuration);
        RegisterForms.Write(ref fields, prepare.Epoch);
    }

    public static Prepare ReadPrepare(ref FieldReader fields) => new(fields.Partition(), fields.Number(), RegisterForms.ReadEpoch(ref fields));

    public static void Write(ref FieldWriter fields, Promise promise)
    {
        fields.Partition(promise.Partition);
        fields.Number(promise.Configuration);
        RegisterForms.Write(ref fields, promise.Epoch);
        RegisterForms.WriteAccepted(ref fields, promise.Accepted);
        RegisterForms.Write(ref fields, promise.Position);
    }

    public static Promise ReadPromise(ref FieldReader fields)
        => new(fields.Partition(), fields.Number(), RegisterForms.ReadEpoch(ref fields), RegisterForms.ReadAccepted(ref fields), RegisterForms.ReadPosition(ref fields));

    public static void Write(ref FieldWriter fields, Refusal refusal)
    {
        fields.Partition(refusal.Partition);
        RegisterForms.Write(ref fields, refusal.Epoch);
        RegisterForms.Write(ref fields, refusal.Promised);
    }

    public static Refusal ReadRefusal(ref FieldReader fields) => new(fields.Partition(), RegisterForms.ReadEpoch(ref fields), RegisterForms.ReadEpoch(ref fields));

    public static void Write(ref FieldWriter fields, Accept accept)
    {
        fields.Partition(accept.Partition);
        fields.Number(accept.Configuration);
        RegisterForms.Write(ref fields, accept.Value);
    }

    public static Accept ReadAccept(ref FieldReader fields) => new(fields.Partition(), fields.Number(), RegisterForms.ReadValue(ref fields));

    public static void Write(ref FieldWriter fields, Acceptance acceptance)
    {
        fields.Partition(acceptance.Partition);
        fields.Number(acceptance.Configuration);
        RegisterForms.Write(ref fields, acceptance.Epoch);
        fields.Number(acceptance.Version);
    }

    public static Acceptance ReadAcceptance(ref FieldReader fields) => new(fields.Partition(), fields.Number(), RegisterForms.ReadEpoch(ref fields), fields.Int());

    public static void Write(ref FieldWriter fields, TakeOver takeOver)
    {
        fields.Partition(takeOver.Partition);
        RegisterForms.Write(ref fields, takeOver.Epoch);
        fields.Number(takeOver.Index);
    }

    public static TakeOver ReadTakeOver(ref FieldReader fields) => new(fields.Partition(), RegisterForms.ReadEpoch(ref fields), fields.Number());
}
