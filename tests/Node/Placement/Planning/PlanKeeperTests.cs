using AkkaCache.Node.Placement.Planning;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Placement.Planning;

public class PlanKeeperTests
{
    private const long Settled = 15_000;

    [Fact]
    public void First_node_has_a_plan_at_once()
    {
        var simulation = new PlanSimulation(1, loss: 0);
        simulation.Join(1);
        simulation.Run(1500);
        Assert.Equal(1, Assert.Single(simulation[1].History).Id.Version);
        Assert.Equal(0, simulation.Messages);
    }

    [Fact]
    public void Nodes_that_come_together_make_one_plan()
    {
        var simulation = Started(1);
        for (var number = 2; number <= 5; number++) simulation.Join(number);
        simulation.Run(Settled);
        AssertSettled(simulation);
        Assert.InRange(simulation.Plans.Count, 2, 3);
    }

    [Fact]
    public void Joining_node_receives_its_share_and_nothing_else_moves()
    {
        var simulation = Started(1, 2, 3);
        var before = simulation[1].Keeper.Newest!;
        simulation.Join(4);
        simulation.Run(Settled);
        AssertSettled(simulation);
        var after = simulation[1].Keeper.Newest!;
        Assert.Equal(before.Id.Version + 1, after.Id.Version);
        Assert.Equal(after.Owners.Count(owners => owners.Holds(Nodes.Of(4).Id)), Moves(before, after));
    }

    [Fact]
    public void Node_that_says_it_leaves_is_planned_without_while_it_is_a_member_still()
    {
        var simulation = Started(1, 2, 3);
        simulation.Announce(2);
        simulation.Run(Settled);
        Assert.Equal([Nodes.Of(1).Id, Nodes.Of(3).Id], simulation[3].Keeper.Newest!.Nodes.AsEnumerable());
        Assert.Equal(simulation[3].Keeper.Newest!.Id, simulation[2].Keeper.Newest!.Id);
        Assert.Equal(3, simulation.Members.Count);
    }

    [Fact]
    public void Leader_that_says_it_leaves_plans_without_itself()
    {
        var simulation = Started(1, 2, 3);
        simulation.Announce(1);
        simulation.Run(Settled);
        Assert.Equal((Nodes.Of(1).Id, false), (simulation[3].Keeper.Newest!.Id.Leader, simulation[3].Keeper.Newest!.Covers(Nodes.Of(1).Id)));
    }

    [Fact]
    public void Plan_stays_when_everyone_leaves()
    {
        var simulation = Started(1, 2);
        var plan = simulation[1].Keeper.Newest!;
        simulation.Announce(1);
        simulation.Announce(2);
        simulation.Run(Settled);
        Assert.All(simulation.Alive, node => Assert.True(node.Keeper.EveryoneLeaves));
        Assert.InRange(simulation[1].Keeper.Newest!.Id.Version, plan.Id.Version, plan.Id.Version + 1);
    }

    [Fact]
    public void Crash_of_the_leader_is_followed_by_a_plan_of_the_next_oldest()
    {
        var simulation = Started(1, 2, 3);
        var version = simulation[2].Keeper.Newest!.Id.Version;
        simulation.Crash(1);
        simulation.Run(Settled);
        AssertSettled(simulation);
        Assert.Equal(new PlanId(version + 1, Nodes.Of(2).Id), simulation[3].Keeper.Newest!.Id);
    }

    [Fact]
    public void Settled_cluster_is_silent()
    {
        var simulation = Started(1, 2, 3);
        var messages = simulation.Messages;
        simulation.Run(600_000);
        Assert.Equal(messages, simulation.Messages);
    }

    [Fact]
    public void Two_leaders_with_different_views_do_not_answer_each_other_without_end()
    {
        var simulation = new PlanSimulation(7, loss: 0);
        for (var number = 1; number <= 3; number++) simulation.Join(number);
        simulation.Run(Settled);
        var made = simulation.Plans.Count;

        // Node 2 takes node 1 for a leaving one, which does not know and takes itself for the leader; both see all others.
        PlanMember[] view = [.. simulation.Members.Select((member, index) => index == 0 ? member with { IsUp = false } : member)];
        simulation[2].Sees(view, int.MaxValue);
        simulation.Run(20_000);
        Assert.InRange(simulation.Plans.Count - made, 1, 6);

        simulation[1].Sees(view, int.MaxValue);
        simulation[3].Sees(view, int.MaxValue);
        simulation.Run(Settled);
        Assert.All(simulation.Alive, node => Assert.Equal([Nodes.Of(2).Id, Nodes.Of(3).Id], node.Keeper.Newest!.Nodes.AsEnumerable()));
        Assert.Single(simulation.Alive.Select(node => node.Keeper.Newest!.Id).Distinct());
    }

    [Fact]
    public void Message_of_a_node_that_is_no_member_is_dropped()
    {
        var simulation = Started(1, 2);
        var foreign = simulation.NewPlanner().Next(new Plan(new PlanId(900, Nodes.Of(9).Id), [], []), [Nodes.Of(9)], Nodes.Of(9).Id);
        var plan = simulation[2].Keeper.Newest!.Id;
        simulation[2].Receives(new PlanSpread(Nodes.Of(9).Id, foreign));
        simulation[2].Receives(new NodeLeaves(Nodes.Of(9).Id));
        simulation.Run(Settled);
        Assert.Equal(plan, simulation[2].Keeper.Newest!.Id);
    }

    [Fact]
    public void Plan_for_another_number_of_partitions_is_dropped()
    {
        var simulation = Started(1, 2);
        var plan = simulation[2].Keeper.Newest!.Id;
        var other = new Planner(new PartitionLayout(16), RingHashes.XxHash3, 20, 2).Next(null, [Nodes.Of(1)], Nodes.Of(1).Id);
        simulation[2].Receives(new PlanSpread(Nodes.Of(1).Id, other with { Id = new PlanId(900, Nodes.Of(1).Id) }));
        Assert.Equal(plan, simulation[2].Keeper.Newest!.Id);
    }

    [Fact]
    public void Any_history_ends_with_the_same_plan_everywhere_and_in_silence()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var simulation = new PlanSimulation(seed);
            var random = new Random(seed);
            var next = 1;
            for (; next <= 3; next++) simulation.Join(next);
            var changes = 3;
            for (var step = 0; step < 12; step++)
            {
                simulation.Run(random.Next(0, 4000));
                var alive = simulation.Members.Select(member => Array.IndexOf(Enumerable.Range(0, next).Select(number => Nodes.Of(number).Id).ToArray(), member.Node.Id)).ToArray();
                changes++;
                if (alive.Length <= 2 || random.Next(2) == 0) simulation.Join(next++, "zone-" + next % 3);
                else if (random.Next(3) == 0) simulation.Leave(alive[random.Next(alive.Length)]);
                else simulation.Crash(alive[random.Next(alive.Length)]);
            }
            simulation.Run(60_000);
            AssertSettled(simulation, seed);
            Assert.True(simulation.Plans.Count <= 3 * changes, $"seed {seed}: {simulation.Plans.Count} plans for {changes} changes");

            var (plans, messages) = (simulation.Plans.Count, simulation.Messages);
            simulation.Run(60_000);
            Assert.True((plans, messages) == (simulation.Plans.Count, simulation.Messages), $"seed {seed}: {simulation.Plans.Count - plans} plans and {simulation.Messages - messages} messages when nothing changed");
        }
    }

    private static PlanSimulation Started(params int[] numbers)
    {
        var simulation = new PlanSimulation(numbers.Length, loss: 0);
        foreach (var number in numbers) simulation.Join(number);
        simulation.Run(Settled);
        AssertSettled(simulation);
        return simulation;
    }

    private static void AssertSettled(PlanSimulation simulation, int seed = 0)
    {
        var wanted = simulation.Members.Where(member => member.IsUp).Select(member => member.Node).ToArray();
        if (wanted.Length == 0) return;
        var ids = simulation.Alive.Select(node => node.Keeper.Newest?.Id).Distinct().ToArray();
        Assert.True(ids.Length == 1, $"seed {seed}: {string.Join("; ", ids)}");
        foreach (var node in simulation.Alive)
        {
            Assert.True(node.Keeper.Newest!.IsFor(wanted), $"seed {seed}: {node.Keeper.Newest} for {string.Join(", ", wanted.Select(member => member.Id))}");
            Assert.Equal(simulation.Plans[node.Keeper.Newest.Id].Owners.AsEnumerable(), node.Keeper.Newest.Owners);
            Assert.Equal(node.History.Select(plan => plan.Id).Order().Distinct(), node.History.Select(plan => plan.Id));
        }
    }

    private static int Moves(Plan before, Plan after)
    {
        var moves = 0;
        for (var partition = 0; partition < before.Owners.Length; partition++)
        {
            var old = before.Owners[partition];
            moves += after.Owners[partition].Backups.Append(after.Owners[partition].Primary).Count(node => !old.Holds(node));
        }
        return moves;
    }
}
