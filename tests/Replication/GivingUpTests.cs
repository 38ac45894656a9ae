using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Voters;

namespace AkkaCache.Replication.Tests;

/// <summary>A candidate that gives up the silent holder of a partition, and what is left of that when it does not succeed.</summary>
public class GivingUpTests
{
    private static readonly NodeId Holder = new("n1");
    private static readonly NodeId Voter = new("n2");
    private static readonly NodeId Self = new("n3");
    private static readonly Epoch First = Epoch.Of(1, 1);

    private readonly RecordingCarrier _carrier = new();
    private readonly ReplicationNode _node;
    private readonly long _now = TimeSpan.FromSeconds(10).Ticks;

    public GivingUpTests()
    {
        _node = new ReplicationNode(Self, 1, new ReplicationSettings { Copies = 1, GiveUpAfter = TimeSpan.FromSeconds(2).Ticks }, _carrier, seed: 1, now: 0);
        _node.Start(Configuration.First([Holder, Voter, Self]));
    }

    private Replica Replica => _node[0];

    /// <summary>Found by the simulation: the holder, of whom the candidate had a copy once, proposed it as a member, and it went on as one with the empty copy of its failed attempt.</summary>
    [Fact]
    public void Copy_of_a_candidacy_that_failed_is_void_and_not_empty()
    {
        Replica.Run(_now);
        Promise(Voter, new RegisterValue(First, 0, Holder, [Holder], 0), Position.Invalid);
        Promise(Holder, null, new Position(First, 7));
        Assert.False(Replica.IsCandidate);
        Assert.Equal(Position.Invalid, Replica.Position);

        Replica.Run(_now);
        Promise(Holder, new RegisterValue(First, 1, Holder, [Holder, Self], 0), new Position(First, 7));
        Assert.False(Replica.IsCandidate);
        Assert.DoesNotContain(_carrier.Calls, call => call.StartsWith("open", StringComparison.Ordinal));
    }

    [Fact]
    public void Partition_begins_empty_once_that_is_chosen()
    {
        Replica.Run(_now);
        Promise(Voter, new RegisterValue(First, 0, Holder, [Holder], 0), Position.Invalid);
        var later = _now + TimeSpan.FromSeconds(3).Ticks;
        _node.Tick(later);
        Assert.Equal(Position.Invalid, Replica.Position);
        var epoch = Replica.Epoch;
        _node.Receive(Voter, new Acceptance(0, 1, epoch, 0), later);
        Assert.Equal(["start over 0 0", $"open 0 {epoch} 1"], _carrier.Calls);
        Assert.Equal(Position.Empty, Replica.Position);
    }

    private void Promise(NodeId from, RegisterValue? accepted, Position position) => _node.Receive(from, new Promise(0, 1, Replica.Epoch, accepted, position), _now);
}
