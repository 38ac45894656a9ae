using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Voters;

namespace AkkaCache.Replication.Wire;

/// <summary>The forms of the messages about a node as a whole: pings, and the change of the voters.</summary>
internal static class NodeForms
{
    private const int LeastTermBytes = 1 + RegisterForms.LeastEpochBytes;

    private const int LeastVoterBytes = 2;

    public static void Write(ref FieldWriter fields, Ping ping)
    {
        fields.Number(ping.Configuration);
        fields.Signed(ping.SentAt);
        Write(ref fields, ping.Terms);
    }

    public static Ping ReadPing(ref FieldReader fields) => new(fields.Number(), fields.Signed(), ReadTerms(ref fields));

    public static void Write(ref FieldWriter fields, Pong pong)
    {
        fields.Number(pong.Configuration);
        fields.Signed(pong.SentAt);
        fields.Flag(pong.IsSealed);
        Write(ref fields, pong.Higher);
    }

    public static Pong ReadPong(ref FieldReader fields) => new(fields.Number(), fields.Signed(), fields.Flag(), ReadTerms(ref fields));

    public static void Write(ref FieldWriter fields, NeedConfiguration need) => fields.Number(need.Configuration);

    public static NeedConfiguration ReadNeedConfiguration(ref FieldReader fields) => new(fields.Number());

    public static void Write(ref FieldWriter fields, Seal seal)
    {
        fields.Number(seal.Configuration);
        RegisterForms.Write(ref fields, seal.Ballot);
    }

    public static Seal ReadSeal(ref FieldReader fields) => new(fields.Number(), RegisterForms.ReadEpoch(ref fields));

    public static void Write(ref FieldWriter fields, SealAnswer answer)
    {
        fields.Number(answer.Configuration);
        RegisterForms.Write(ref fields, answer.Ballot);
        RegisterForms.Write(ref fields, answer.AcceptedBallot);
        fields.Nodes(answer.AcceptedNodes, "voters");
        RegisterForms.Write(ref fields, answer.Register);
    }

    public static SealAnswer ReadSealAnswer(ref FieldReader fields)
        => new(fields.Number(), RegisterForms.ReadEpoch(ref fields), RegisterForms.ReadEpoch(ref fields), fields.Nodes("voters"), RegisterForms.ReadRegister(ref fields));

    public static void Write(ref FieldWriter fields, Choose choose)
    {
        fields.Number(choose.Configuration);
        RegisterForms.Write(ref fields, choose.Ballot);
        fields.Nodes(choose.Nodes, "voters");
    }

    public static Choose ReadChoose(ref FieldReader fields) => new(fields.Number(), RegisterForms.ReadEpoch(ref fields), fields.Nodes("voters"));

    public static void Write(ref FieldWriter fields, Choice choice)
    {
        fields.Number(choice.Configuration);
        RegisterForms.Write(ref fields, choice.Ballot);
    }

    public static Choice ReadChoice(ref FieldReader fields) => new(fields.Number(), RegisterForms.ReadEpoch(ref fields));

    public static void Write(ref FieldWriter fields, Install install)
    {
        Write(ref fields, install.Configuration);
        RegisterForms.Write(ref fields, install.Register);
    }

    public static Install ReadInstall(ref FieldReader fields) => new(ReadConfiguration(ref fields), RegisterForms.ReadRegister(ref fields));

    /// <summary>The partition as its distance from the one before, and the flag, in one number: terms come in order, so that it is mostly one byte.</summary>
    private static void Write(ref FieldWriter fields, ImmutableArray<Term> terms)
    {
        fields.Count(terms.AsSpan().Length, WireLimits.Terms, "terms");
        var before = 0;
        foreach (var term in terms.AsSpan())
        {
            FieldWriter.CheckPartition(term.Partition);
            var distance = (long)term.Partition - before;
            fields.Signed(distance << 1 | (term.IsServing ? 1L : 0L));
            RegisterForms.Write(ref fields, term.Epoch);
            before = term.Partition;
        }
    }

    private static ImmutableArray<Term> ReadTerms(ref FieldReader fields)
    {
        var terms = new Term[fields.Count(WireLimits.Terms, LeastTermBytes, "terms")];
        var before = 0;
        for (var i = 0; i < terms.Length; i++)
        {
            var start = fields.Offset;
            var number = fields.Signed();
            var partition = (number >> 1) + before;
            if (partition is < 0 or >= WireLimits.Partitions) WireFormatException.Throw(start, $"partition = {partition}: must be 0 to {WireLimits.Partitions - 1}");
            terms[i] = new Term((int)partition, RegisterForms.ReadEpoch(ref fields), (number & 1) == 1);
            before = (int)partition;
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(terms);
    }

    public static void Write(ref FieldWriter fields, Configuration configuration)
    {
        fields.Number(configuration.Number);
        fields.Count(configuration.Voters.AsSpan().Length, WireLimits.Nodes, "voters");
        foreach (var voter in configuration.Voters.AsSpan())
        {
            fields.Node(voter.Node);
            fields.Number(voter.Ordinal);
        }
        fields.Number(configuration.NextOrdinal);
    }

    public static Configuration ReadConfiguration(ref FieldReader fields)
    {
        var number = fields.Number();
        var voters = new Voter[fields.Count(WireLimits.Nodes, LeastVoterBytes, "voters")];
        for (var i = 0; i < voters.Length; i++) voters[i] = new Voter(fields.Node(), (int)fields.Number(Epoch.MaxOrdinal, "ordinal"));
        return new Configuration(number, ImmutableCollectionsMarshal.AsImmutableArray(voters), fields.Int());
    }
}
