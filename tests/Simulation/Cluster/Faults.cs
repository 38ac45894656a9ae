using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication;

namespace AkkaCache.Simulation.Tests.Cluster;

/// <summary>What goes wrong: at times drawn beforehand, and right after decisions, where it hurts most.</summary>
internal sealed class Faults(World world)
{
    private int _kills;
    private int _restarts;

    /// <summary>Faults that changed something: a node was there to be killed or paused, a membership was new, a partition moved.</summary>
    public int Effective { get; private set; }

    private Random Random => world.Random;

    public void Plan()
    {
        var profile = world.Profile;
        Repeat(profile.Kills, Kill);
        Repeat(profile.Pauses, () => Pause(Pick(Alive())));
        Repeat(profile.Cuts, CutSomething);
        Repeat(profile.VoterChanges, ChangeMembers);
        Repeat(profile.Moves, PlanPlacement);
        Repeat(profile.Rots, Rot);
        if (profile.Evictions > 0) Evict();
        world.Schedule.After(TimeSpan.FromMilliseconds(500), SpreadMembership);
    }

    /// <summary>From here on nothing goes wrong, and membership names those that live.</summary>
    public void Heal()
    {
        foreach (var node in Alive())
            if (node.PausedUntil > world.Schedule.Now) world.Log($"{node.Id} stays paused until {node.PausedUntil / TimeSpan.TicksPerMillisecond}");
    }

    public void OnDecision(SimulatedNode node, RuleBranch branch)
    {
        if (world.IsHealed || branch is not (RuleBranch.Opened or RuleBranch.WaitedOutLease or RuleBranch.CatchUpComplete or RuleBranch.Shrank or RuleBranch.Extended or RuleBranch.VotersDecided)) return;
        if (Random.NextDouble() >= world.Profile.AtDecisions) return;
        // Not from inside the rule that decided.
        world.Schedule.After(TimeSpan.FromMilliseconds(Random.Next(40)), () =>
        {
            switch (Random.Next(10))
            {
                case < 6: CutSomething(); break;
                case < 8: Pause(Random.Next(2) == 0 ? node : Pick(Alive())); break;
                case 8: Kill(); break;
                default: Pause(node); break;
            }
        });
    }

    private void Repeat(int count, Action what)
    {
        for (var i = 0; i < count; i++) world.Schedule.At((long)(Random.NextDouble() * world.Profile.Length.Ticks), () => { if (!world.IsHealed) what(); });
    }

    private SimulatedNode[] Alive() => [.. world.Nodes.Where(node => node.IsAlive && !world.Checks.IsExcluded(node.Id))];

    private SimulatedNode? Pick(SimulatedNode[] among)
    {
        var primaries = among.Where(node => Enumerable.Range(0, world.Profile.Partitions).Any(partition => node.Rules[partition].IsPrimary)).ToArray();
        if (primaries.Length > 0 && Random.Next(10) < 6) among = primaries;
        return among.Length == 0 ? null : among[Random.Next(among.Length)];
    }

    private void Kill()
    {
        var alive = Alive();
        if (alive.Length < 3 && Random.Next(4) > 0) return;
        if (Pick(alive) is not { } node) return;
        node.Kill();
        Effective++;
        _kills++;
        world.Log($"KILL {node.Id}");
        if (world.IsPlanted(PlantedFault.RestartsUnderOldIdentity))
            world.Schedule.After(Seconds(0.3, 2), () => RestartAs(node.Id));
        else if (Random.Next(2) == 0)
            world.Schedule.After(Seconds(1, 6), () => RestartAs(new NodeId($"{node.Id}-{++_restarts}")));
    }

    private void RestartAs(NodeId id)
    {
        world.Add(id).Rules.Desire(world.Members, []);
        if (!world.Members.Contains(id)) world.Members = world.Members.Add(id);
        world.Log($"RESTART {id}");
    }

    private void Pause(SimulatedNode? node)
    {
        if (node is null || node.PausedUntil > world.Schedule.Now) return;
        node.Pause(world.Schedule.Now + Seconds(0.3, 6).Ticks);
        Effective++;
        world.Log($"PAUSE {node.Id} until {node.PausedUntil / TimeSpan.TicksPerMillisecond}");
    }

    private void CutSomething()
    {
        var until = world.Schedule.Now + Seconds(0.5, 5).Ticks;
        var ids = world.Nodes.Select(node => node.Id).ToArray();
        var side = ids.Where(_ => Random.Next(2) == 0).ToHashSet();
        var kind = Random.Next(10);
        if (kind < 4) side = [ids[Random.Next(ids.Length)]];
        foreach (var near in side)
        {
            foreach (var far in ids)
            {
                if (kind is >= 4 and < 7)
                {
                    // Some directions only.
                    if (Random.Next(2) == 0) world.Network.CutOff(near, far, until);
                    else if (Random.Next(2) == 0) world.Network.CutOff(far, near, until);
                    continue;
                }
                if (side.Contains(far)) continue;
                world.Network.CutOff(near, far, until);
                world.Network.CutOff(far, near, until);
            }
        }
        if (side.Count > 0 && side.Count < ids.Length) Effective++;
        world.Log($"CUT [{string.Join(' ', side)}]{(kind is >= 4 and < 7 ? " one way" : "")} until {until / TimeSpan.TicksPerMillisecond}");
    }

    private void ChangeMembers()
    {
        if (!world.Profile.IsWild)
        {
            var spare = world.Nodes.FirstOrDefault(node => node.IsAlive && !world.Members.Contains(node.Id) && !world.Checks.IsExcluded(node.Id));
            if (spare is null) return;
            world.Members = world.Members.Add(spare.Id);
            Effective++;
            world.Log($"JOIN {spare.Id}");
            return;
        }
        var some = world.Nodes.Where(node => Random.Next(10) < 7 && !world.Checks.IsExcluded(node.Id)).Select(node => node.Id).ToImmutableArray();
        if (some.IsEmpty || Pick(Alive()) is not { } at) return;
        at.Rules.Desire(some, [.. world.Nodes.Select(node => node.Id).Except(some)]);
        Effective++;
        world.Log($"DESIRE [{string.Join(' ', some)}] at {at.Id}");
    }

    private void PlanPlacement()
    {
        var nodes = Alive().Select(node => node.Id).ToArray();
        if (nodes.Length == 0) return;
        Random.Shuffle(nodes);
        var partition = Random.Next(world.Profile.Partitions);
        var owners = new PartitionOwners(nodes[0], [.. nodes[1..Math.Min(nodes.Length, world.Profile.Copies)]]);
        foreach (var node in world.Nodes) node.Rules[partition].Plan(owners);
        Effective++;
        world.Log($"PLAN {partition}: {owners.Primary} [{string.Join(' ', owners.Backups)}]");
    }

    private void Rot()
    {
        var partition = Random.Next(world.Profile.Partitions);
        if (!world.Nodes.Any(node => node.Rules[partition].MayServe(node.Clock))) return;
        var backups = Alive().Where(node => node.Rules[partition] is { IsValid: true, IsPrimary: false, IsCandidate: false }).ToArray();
        if (backups.Length == 0) return;
        var node = backups[Random.Next(backups.Length)];
        node.Copy(partition).Put(World.KeyOf(partition, Random.Next(Profile.KeysPerPartition)), "rot");
        Effective++;
        world.Log($"ROT {node.Id}, partition {partition}");
    }

    private void SpreadMembership()
    {
        if (!world.Profile.IsWild || world.IsHealed)
        {
            var living = world.Members.Where(id => world.Find(id) is { IsAlive: true } && !world.Checks.IsExcluded(id)).ToImmutableArray();
            if (world.Profile.IsWild) living = [.. Alive().Select(node => node.Id)];
            world.Members = living;
            var gone = world.Nodes.Where(node => !node.IsAlive || world.Checks.IsExcluded(node.Id)).Select(node => node.Id).ToImmutableArray();
            foreach (var node in world.Nodes)
                if (world.IsHealed || Random.Next(3) == 0) node.Rules.Desire(living, gone);
            if (world.IsHealed)
                foreach (var node in world.Nodes)
                    for (var partition = 0; partition < world.Profile.Partitions; partition++) node.Rules[partition].Plan(new PartitionOwners(NodeId.None, []));
        }
        world.Schedule.After(Seconds(0.5, 3), SpreadMembership);
    }

    private void Evict()
    {
        if (world.IsHealed) return;
        if (Random.NextDouble() < world.Profile.Evictions * 5)
        {
            var partition = Random.Next(world.Profile.Partitions);
            Pick(Alive())?.Evict(partition, World.KeyOf(partition, Random.Next(Profile.KeysPerPartition)));
        }
        world.Schedule.After(TimeSpan.FromMilliseconds(500), Evict);
    }

    private TimeSpan Seconds(double least, double most) => TimeSpan.FromSeconds(least + (Random.NextDouble() * (most - least)));
}
