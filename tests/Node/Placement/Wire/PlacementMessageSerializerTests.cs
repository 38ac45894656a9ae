using System.Runtime.Serialization;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using AkkaCache.Node.Placement.Planning;
using AkkaCache.Node.Placement.Wire;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Placement.Wire;

public class PlacementMessageSerializerTests : TestKit
{
    private static readonly NodeId A = new("a:1/00000001");
    private static readonly NodeId B = new("b:2/00000002");

    private readonly PlacementMessageSerializer _serializer;

    public PlacementMessageSerializerTests() => _serializer = new PlacementMessageSerializer((ExtendedActorSystem)Sys);

    public static TheoryData<PlacementMessage, string> Golden => new()
    {
        { new PlanKnown(A, new PlanId(258, B)), "020C00613A312F3030303030303031" + "0201000000000000" + "0C00623A322F3030303030303032" },
        { new PlanAsked(A), "030C00613A312F3030303030303031" },
        { new NodeLeaves(A), "040C00613A312F3030303030303031" },
        { new NodeTold(A, "n1", "h", 6379, 0, true), "050C00613A312F3030303030303031" + "02006E31" + "010068" + "EB18" + "0000" + "01" },
    };

    /// <summary>Nodes of one cluster may be of different releases: these bytes may never change.</summary>
    [Theory]
    [MemberData(nameof(Golden))]
    public void Bytes_of_a_message_are_golden(PlacementMessage message, string hex)
    {
        Assert.Equal(hex, Convert.ToHexString(_serializer.ToBinary(message)));
        Assert.Equal(message, _serializer.FromBinary(Convert.FromHexString(hex), typeof(object)));
    }

    [Fact]
    public void Bytes_of_a_plan_are_golden()
    {
        const string hex = "010C00613A312F3030303030303031" + "0700000000000000" + "0C00613A312F3030303030303031"
            + "0200" + "0C00613A312F3030303030303031" + "0C00623A322F3030303030303032"
            + "1000" + "0201000000" + "00" + "010000" + "010000" + "010000" + "010000" + "010000" + "010000" + "010000" + "010000" + "010000" + "010000" + "010000" + "010000" + "010000" + "010000";
        var owners = Enumerable.Repeat(new PartitionOwners(A, []), 16).ToArray();
        owners[0] = new PartitionOwners(B, [A]);
        owners[1] = default;
        var spread = new PlanSpread(A, new Plan(new PlanId(7, A), [A, B], [.. owners]));

        Assert.Equal(hex, Convert.ToHexString(_serializer.ToBinary(spread)));
        AssertSame(spread.Plan, Read(Convert.FromHexString(hex)).Plan);
    }

    [Theory]
    [InlineData(1, 16, 1)]
    [InlineData(50, 512, 7)]
    [InlineData(1024, 16, 2)]
    public void Plan_arrives_as_it_was_sent(int nodes, int partitions, int copies)
    {
        var plan = new Planner(new PartitionLayout(partitions), RingHashes.XxHash3, 1, copies).Next(null, [.. Enumerable.Range(1, nodes).Select(number => Nodes.Of(number))], A);
        AssertSame(plan, Read(_serializer.ToBinary(new PlanSpread(A, plan))).Plan);
    }

    /// <summary>Whatever byte is wrong or missing, the answer is a message or a refusal that says what is wrong.</summary>
    [Fact]
    public void Bytes_that_are_no_message_are_refused()
    {
        var plan = new Planner(new PartitionLayout(16), RingHashes.XxHash3, 1, 2).Next(null, [Nodes.Of(1), Nodes.Of(2), Nodes.Of(3)], A);
        byte[][] all = [_serializer.ToBinary(new PlanSpread(A, plan)), .. Golden.Select(row => Convert.FromHexString((string)row[1]))];
        foreach (var bytes in all)
        {
            for (var length = 0; length < bytes.Length; length++) Refused(bytes[..length]);
            Refused([.. bytes, 0]);
            for (var at = 0; at < bytes.Length; at++)
            {
                foreach (var wrong in new byte[] { 0, 1, 0x7f, 0x80, 0xff })
                {
                    var changed = bytes.ToArray();
                    changed[at] = wrong;
                    ReadOrRefuse(changed);
                }
            }
        }
    }

    [Fact]
    public void Partition_with_two_copies_on_one_node_is_refused()
    {
        var owners = Enumerable.Repeat(new PartitionOwners(A, [A]), 16);
        Refused(_serializer.ToBinary(new PlanSpread(A, new Plan(new PlanId(1, A), [A, B], [.. owners]))));
    }

    [Fact]
    public void Something_else_is_not_written() => Assert.Throws<SerializationException>(() => _serializer.ToBinary("text"));

    private PlanSpread Read(byte[] bytes) => Assert.IsType<PlanSpread>(_serializer.FromBinary(bytes, typeof(object)));

    private void Refused(byte[] bytes) => Assert.Throws<SerializationException>(() => _serializer.FromBinary(bytes, typeof(object)));

    private void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            Assert.IsAssignableFrom<PlacementMessage>(_serializer.FromBinary(bytes, typeof(object)));
        }
        catch (SerializationException)
        {
        }
    }

    private static void AssertSame(Plan expected, Plan actual)
    {
        Assert.Equal(expected.Id, actual.Id);
        Assert.Equal(expected.Nodes.AsEnumerable(), actual.Nodes.AsEnumerable());
        Assert.Equal(expected.Owners.AsEnumerable(), actual.Owners.AsEnumerable());
    }
}
