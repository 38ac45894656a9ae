using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Copies;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Voters;

namespace AkkaCache.Replication.Tests.Wire;

/// <summary>What the writer does not take, because no reader would.</summary>
public class RefusedMessageTests
{
    private sealed record Stranger : Message;

    [Fact]
    public void Payload_of_another_type() => Refused(new SnapshotChunk(1, Epoch.None, 1, 0, 0, new byte[3]), "payload of type Byte[]: must be ReadOnlyMemory<byte>");

    [Fact]
    public void Message_without_a_form() => Refused(new Stranger(), "message Stranger: has no wire form");

    [Theory]
    [InlineData(-1)]
    [InlineData(PartitionLayout.MaxCount)]
    public void Partition_outside(int partition)
    {
        Refused(new Query(partition, 1, 1), $"partition = {partition}: must be 0 to 511");
        Refused(new Ping(1, 1, [new Term(partition, Epoch.None, false)]), $"partition = {partition}: must be 0 to 511");
    }

    [Fact]
    public void Negative_number() => Refused(new NeedConfiguration(-5), "number = -5: must be at least 0");

    [Fact]
    public void More_than_there_may_be()
    {
        Refused(new Ping(1, 1, [.. new Term[PartitionLayout.MaxCount + 1]]), "terms = 513: must be 0 to 512");
        Refused(new Choose(1, Epoch.None, [.. new NodeId[Configuration.MaxVoters + 1]]), "voters = 65: must be 0 to 64");
        Refused(new SnapshotBegin(1, Epoch.None, 1, Position.Empty, [.. new EpochRun[EpochHistory.MaxRuns + 2]]), "runs = 66: must be 0 to 65");
        Refused(new Install(Configuration.Unknown, [.. new RegisterRow[PartitionLayout.MaxCount + 1]]), "rows = 513: must be 0 to 512");
    }

    [Fact]
    public void Name_that_is_no_text() => Assert.ThrowsAny<ArgumentException>(() => Frames.Of(new Choose(1, Epoch.None, [new NodeId("\ud800")])));

    private static void Refused(Message message, string reason) => Assert.Contains(reason, Assert.ThrowsAny<ArgumentException>(() => Frames.Of(message)).Message);
}
