using System.Buffers;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Wire;

namespace AkkaCache.Replication.Journal;

/// <summary>What a journal begins with: from what the rules of its node began.</summary>
internal sealed record JournalHeader(NodeId Self, int Partitions, ReplicationSettings Settings, int Seed, long StartedAt)
{
    /// <summary>Of the form; a journal of another is not read.</summary>
    private const byte Version = 2;

    public void Write(IBufferWriter<byte> output)
    {
        var fields = new FieldWriter(output, []);
        fields.Byte(Version);
        fields.Node(Self);
        fields.Number(Partitions);
        fields.Signed(Seed);
        fields.Signed(StartedAt);
        fields.Number(Settings.Copies);
        fields.Number(Settings.LeastInSync);
        fields.Number(Settings.GiveUpAfter);
        fields.Number(Settings.Lease);
        fields.Number(Settings.SuspectAfter);
        fields.Number(Settings.SteadyAfter);
        fields.Number(Settings.PingInterval);
        fields.Number(Settings.BackupTimeout);
        fields.Number(Settings.ResendAfter);
        fields.Number(Settings.CatchUpLimit);
        fields.Number(Settings.AttemptLimit);
        fields.Number(Settings.BackOff);
        fields.Number(Settings.FirstOwnerAdvantage);
        fields.Number(Settings.SnapshotRetry);
        fields.Flush();
    }

    public static JournalHeader Read(ref FieldReader fields)
    {
        var version = fields.Byte();
        if (version != Version) WireFormatException.Throw(0, $"a journal of form {version}: this build reads form {Version}");
        var self = fields.Node();
        var partitions = (int)fields.Number(WireLimits.Partitions, "partitions");
        var (seed, startedAt) = ((int)fields.Signed(), fields.Signed());
        var settings = new ReplicationSettings
        {
            Copies = fields.Int(),
            LeastInSync = fields.Int(),
            GiveUpAfter = fields.Number(),
            Lease = fields.Number(),
            SuspectAfter = fields.Number(),
            SteadyAfter = fields.Number(),
            PingInterval = fields.Number(),
            BackupTimeout = fields.Number(),
            ResendAfter = fields.Number(),
            CatchUpLimit = fields.Number(),
            AttemptLimit = fields.Number(),
            BackOff = fields.Number(),
            FirstOwnerAdvantage = fields.Number(),
            SnapshotRetry = fields.Number(),
        };
        return new JournalHeader(self, partitions, settings, seed, startedAt);
    }
}
