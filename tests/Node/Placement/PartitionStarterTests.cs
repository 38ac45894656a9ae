using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Placement;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Placement;

public class PartitionStarterTests : TestKit
{
    private const int Count = 16;

    // Virtual time: ticks happen when the test says so.
    private static readonly Config VirtualTime = ConfigurationFactory.ParseString("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"");

    private readonly PartitionTable _table = new(new PartitionLayout(Count), index => new Partition(index, 7, 4096));
    private readonly PlacementPlan _plan = new(new PartitionLayout(Count));
    private readonly TestProbe _region;

    public PartitionStarterTests()
        : base(VirtualTime)
    {
        _plan.Start(Nodes.Of(1));
        _plan.AdoptFor([Nodes.Of(1)], partitions: Count);
        _region = CreateTestProbe();
    }

    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Starter_asks_for_every_partition_at_once()
    {
        Start();
        Assert.Equal(Enumerable.Range(0, Count), Asked());
        _region.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Starter_repeats_what_is_not_acknowledged_ever_less_often()
    {
        var starter = Start();
        Asked();
        for (var i = 0; i < Count; i++)
        {
            if (i != 5) Acknowledge(starter, i);
        }

        var ticksWithRequest = new List<int>();
        for (var tick = 1; tick <= 40; tick++)
        {
            Tick(starter);
            if (_region.HasMessages)
            {
                Assert.Equal(new StartPartition(5), _region.ExpectMsg<StartPartition>());
                ticksWithRequest.Add(tick);
            }
        }
        Assert.Equal([1, 3, 7, 15, 31], ticksWithRequest);
    }

    [Fact]
    public void Starter_with_everything_acknowledged_and_open_is_quiet()
    {
        var starter = Start();
        Asked();
        for (var i = 0; i < Count; i++) Acknowledge(starter, i);
        for (var i = 0; i < 50; i++) Tick(starter);
        _region.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Starter_asks_again_for_a_partition_whose_gate_has_closed()
    {
        var starter = Start();
        Asked();
        for (var i = 0; i < Count; i++) Acknowledge(starter, i);

        _table[9].Close();
        Tick(starter);

        Assert.Equal(new StartPartition(9), _region.ExpectMsg<StartPartition>());
    }

    [Fact]
    public void Starter_leaves_a_closed_partition_alone_that_belongs_elsewhere()
    {
        var starter = Start();
        Asked();
        for (var i = 0; i < Count; i++) Acknowledge(starter, i);
        _plan.AdoptFor([Nodes.Of(1), Nodes.Of(2)], partitions: Count);
        var elsewhere = Enumerable.Range(0, Count).First(partition => !_plan.IsHere(partition));

        _table[elsewhere].Close();
        for (var i = 0; i < 5; i++) Tick(starter);

        _region.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Starter_follows_the_primary_that_was_chosen_and_not_the_plan()
    {
        var starter = Start(new FixedDirectory(Nodes.Of(1).Id, partition => Nodes.Of(partition == 3 ? 1 : 2).Id));
        Asked();
        for (var i = 0; i < Count; i++) Acknowledge(starter, i);

        _table[3].Close();
        _table[4].Close();
        for (var i = 0; i < 5; i++) Tick(starter);

        Assert.Equal(new StartPartition(3), _region.ExpectMsg<StartPartition>());
        Assert.DoesNotContain(new StartPartition(4), _region.ReceiveWhile(TimeSpan.Zero, message => message as StartPartition));
    }

    [Fact]
    public void Starter_told_so_asks_for_everything_again()
    {
        var starter = Start();
        Asked();
        for (var i = 0; i < Count; i++) Acknowledge(starter, i);

        starter.Tell(StartAll.Instance);

        Assert.Equal(Enumerable.Range(0, Count), Asked());
    }

    private IActorRef Start(IPartitionDirectory? directory = null) => Sys.ActorOf(Props.Create(() => new PartitionStarter(_region.Ref, _table, _plan, directory)));

    private IEnumerable<int> Asked() => Enumerable.Range(0, Count).Select(_ => _region.ExpectMsg<StartPartition>().Partition).ToList();

    private void Acknowledge(IActorRef starter, int partition)
    {
        if (!_table[partition].Gate.IsOpen) _table[partition].Open(ActorRefs.Nobody);
        starter.Tell(new PartitionStarted(partition));
    }

    /// <summary>Lets one tick pass and waits until the starter has dealt with it.</summary>
    private void Tick(IActorRef starter)
    {
        Identify(starter);
        Scheduler.Advance(PartitionStarter.Tick);
        Identify(starter);
    }

    private void Identify(IActorRef starter)
    {
        starter.Tell(new Identify(1), TestActor);
        ExpectMsg<ActorIdentity>();
    }
}
