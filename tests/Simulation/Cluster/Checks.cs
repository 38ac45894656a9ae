using System.Diagnostics.CodeAnalysis;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Voters;
using AkkaCache.Testing.Linearizability;

namespace AkkaCache.Simulation.Tests.Cluster;

/// <summary>What must hold in every history. It sees all nodes at once, as no node can.</summary>
internal sealed class Checks(World world)
{
    /// <summary>Far beyond what histories of this size need.</summary>
    private const int MaxStates = 3_000_000;

    private readonly Dictionary<(int Partition, long Index, Epoch Epoch), (NodeId Node, SimulatedEffect Effect)> _positions = [];
    private readonly Dictionary<(int Partition, Epoch Epoch), NodeId> _terms = [];
    private readonly Dictionary<string, List<PendingOperation>> _histories = [];
    private readonly Dictionary<int, List<PendingOperation>> _answeredWrites = [];
    private readonly Dictionary<(NodeId, int, Epoch), int> _seen = [];

    private readonly Dictionary<long, Configuration> _configurations = [];
    private readonly HashSet<NodeId> _excluded = [];
    private readonly Dictionary<int, int> _lossGenerations = [];

    public int Losses { get; private set; }

    public bool IsLivenessChecked { get; private set; }

    /// <summary>Answered writes that a take-over lost in asynchronous mode.</summary>
    public int LostInAsync { get; private set; }

    public int LinearizedOperations { get; private set; }

    /// <summary>Nodes that a decision took out. They are never wished for again: a process that begins anew has another identity.</summary>
    public bool IsExcluded(NodeId node) => _excluded.Contains(node);

    public void OnConfiguration(Configuration configuration)
    {
        if (_configurations.TryGetValue(configuration.Number, out var known))
        {
            if (!known.IsOf(configuration.Nodes)) Fail($"two configurations: {known} and {configuration}");
            return;
        }
        _configurations[configuration.Number] = configuration;
        if (_configurations.TryGetValue(configuration.Number - 1, out var before)) _excluded.UnionWith(before.Nodes.Except(configuration.Nodes));
    }

    public void OnCalled(PendingOperation operation) => History(operation.Key).Add(operation);

    public void Forget(PendingOperation operation) => History(operation.Key).Remove(operation);

    public void OnExecuted(SimulatedNode node, int partition, Position position, SimulatedEffect effect)
    {
        if (!_positions.TryAdd((partition, position.Index, position.Epoch), (node.Id, effect)))
            Fail($"position {position} of partition {partition} was used twice, by {_positions[(partition, position.Index, position.Epoch)].Node} and {node.Id}");
    }

    public void OnDifferingCopy(SimulatedNode node)
    {
        if (world.Profile.Rots == 0) Fail($"a copy of {node.Id} differs from its primary's");
    }

    public void OnAnswered(PendingOperation operation)
    {
        if (!operation.HasEffect) return;
        if (!History(operation.Key).Contains(operation)) Fail($"{operation}: answered after the partition went on without it");
        Answered(operation.Partition).Add(operation);
    }

    public void OnServing(SimulatedNode node, int partition)
    {
        foreach (var other in world.Nodes)
            if (other != node && other.IsAlive && other.Rules[partition].MayServe(other.Clock)) Fail($"two primaries serve partition {partition}: {node.Id} at {node.Rules[partition].Epoch} and {other.Id} at {other.Rules[partition].Epoch}");
        if (!world.Profile.IsSync) return;
        var answered = Answered(partition);
        var history = node.Rules[partition].History;
        var key = (node.Id, partition, node.Rules[partition].Epoch);
        for (var i = _seen.GetValueOrDefault(key); i < answered.Count; i++)
        {
            var write = answered[i];
            if (write.Index > history.LastIndex || (history.EpochAt(write.Index) is { } epoch && epoch != write.Epoch))
                Fail($"LOST: {write} is not in the log of primary {node.Id}, which is at {history.Last}");
        }
        _seen[key] = answered.Count;
    }

    public void OnOpened(SimulatedNode node, int partition, Epoch epoch, int lossGeneration)
    {
        CheckCopy(node, partition);
        if (!world.Profile.IsSync) CheckOnlyASuffixIsLost(node, partition);
        if (!_terms.TryAdd((partition, epoch), node.Id) && _terms[(partition, epoch)] != node.Id) Fail($"epoch {epoch} of partition {partition} has two primaries, {_terms[(partition, epoch)]} and {node.Id}");
        if (lossGeneration > _lossGenerations.GetValueOrDefault(partition))
        {
            _lossGenerations[partition] = lossGeneration;
            OnLoss(node, partition);
        }
        else if (node.Rules[partition].MayServe(node.Clock)) OnServing(node, partition);
    }

    public void AtTheEnd()
    {
        foreach (var key in _histories.Keys) CheckLinearizable(key);
        CheckAlive();
    }

    /// <summary>A copy is what its log says, whether it grew effect by effect or by snapshots.</summary>
    private void CheckCopy(SimulatedNode node, int partition)
    {
        var history = node.Rules[partition].History;
        var expected = new SimulatedCopy(int.MaxValue);
        for (long index = 1; index <= history.LastIndex; index++)
        {
            if (history.EpochAt(index) is not { } epoch) return;
            if (!_positions.TryGetValue((partition, index, epoch), out var executed)) Fail($"partition {partition}: the copy of {node.Id} holds {epoch}/{index}, which nobody executed");
            expected.Add(executed.Effect);
        }
        if (!expected.HasSameValues(node.Copy(partition))) Fail($"partition {partition}: the copy of {node.Id} at {history.Last} is {node.Copy(partition)}, its log makes {expected}");
    }

    /// <summary>Answered at once, a write may be lost, but not one before another that was kept.</summary>
    private void CheckOnlyASuffixIsLost(SimulatedNode node, int partition)
    {
        var answered = Answered(partition);
        foreach (var term in answered.GroupBy(write => write.Epoch))
        {
            var kept = term.Where(write => Holds(node, partition, write)).Select(write => write.Index).DefaultIfEmpty().Max();
            foreach (var write in term)
                if (write.Index < kept && !Holds(node, partition, write)) Fail($"{write} is lost, but {term.Key}/{kept} after it is kept");
        }
        LostInAsync += answered.RemoveAll(write => !Holds(node, partition, write));
    }

    private void OnLoss(SimulatedNode node, int partition)
    {
        Losses++;
        var answered = Answered(partition);
        var last = answered.MaxBy(write => (write.Epoch, write.Index));
        foreach (var other in world.Nodes)
            if (!world.Profile.GivesUp && last is not null && other.IsAlive && !IsExcluded(other.Id) && node.Rules.Configuration.Contains(other.Id) && other.Rules[partition].IsValid && Holds(other, partition, last) && !Holds(node, partition, last))
                Fail($"avoidable loss: {other.Id}, a voter, holds {last}");
        answered.Clear();
        foreach (var key in World.KeysOf(partition))
        {
            CheckLinearizable(key);
            var history = History(key);
            history.Clear();
            if (node.Copy(partition).Get(key) is not { } value) continue;
            history.Add(new PendingOperation(-2, partition, key, StringCall.Set(value)) { Called = world.NextMoment(), Returned = world.NextMoment(), Output = StringModel.Ok });
        }
    }

    private static bool Holds(SimulatedNode node, int partition, PendingOperation write)
        => node.Rules[partition].History.LastIndex >= write.Index && node.Rules[partition].History.EpochAt(write.Index) == write.Epoch;

    private void CheckLinearizable(string key)
    {
        if (!world.Profile.IsSync) return;
        // A read without a reply says nothing.
        var operations = History(key).Where(operation => operation.IsAnswered || operation.IsWrite).Select(operation => operation.ToOperation()).ToArray();
        var result = LinearizabilityChecker.Check(World.Model, operations, MaxStates);
        LinearizedOperations += operations.Length;
        if (result.Verdict != Verdict.Linearizable) Fail($"{key}: {result}");
    }

    private void CheckAlive()
    {
        var alive = world.Nodes.Where(node => node.IsAlive && !node.Rules.IsRetired).ToArray();
        var newest = world.Nodes.Select(node => node.Rules.Configuration).MaxBy(configuration => configuration.Number)!;
        if (!newest.IsQuorum([.. alive.Select(node => node.Id)])) return;
        // A wild wish brought back who was voted out: membership would not.
        if (newest.Nodes.Any(IsExcluded)) return;
        // A set that was decided is not known to anybody yet, or to none of its quorum: then what is installed decides.
        foreach (var configuration in alive.Select(node => node.Rules.Configuration))
            if (configuration.Number > 0 && !configuration.IsQuorum([.. alive.Select(node => node.Id)])) return;
        IsLivenessChecked = true;
        if (world.Clients.AnsweredWrites == 0) Fail("no write was ever answered");
        for (var partition = 0; partition < world.Profile.Partitions; partition++) CheckPartitionAlive(partition, alive, newest);
    }

    private void CheckPartitionAlive(int partition, SimulatedNode[] alive, Configuration configuration)
    {
        var serving = alive.Where(node => node.Rules[partition].MayServe(node.Clock)).ToArray();
        if (serving.Length != 1) Fail($"{serving.Length} nodes serve partition {partition} after all is well; {configuration}; {string.Join("; ", alive.Select(node => $"{node.Id} {node.Rules[partition].Accepted} promised {node.Rules[partition].Promised} {node.Rules[partition].Position} at {node.Rules.Configuration}"))}");
        var primary = serving[0].Rules[partition];
        var inSync = primary.Chosen!.InSync;
        var expected = Math.Min(world.Profile.Copies, alive.Count(node => configuration.Contains(node.Id)));
        if (inSync.Length < expected) Fail($"partition {partition} has {inSync.Length} copies in sync after all is well, not {expected}: {primary.Chosen}; {string.Join(", ", alive.Select(node => $"{node.Id} at {node.Rules[partition].Position}"))}");
        foreach (var id in inSync)
        {
            var node = world.Find(id)!;
            if (node.Rules[partition].Position != primary.Position) Fail($"partition {partition}: {id} stands at {node.Rules[partition].Position}, its primary at {primary.Position}");
            CheckCopy(node, partition);
            if (!node.Copy(partition).HasSameValues(serving[0].Copy(partition))) Fail($"partition {partition}: the copy of {id} differs: {node.Copy(partition)} and {serving[0].Copy(partition)}");
        }
    }

    private List<PendingOperation> History(string key)
    {
        if (!_histories.TryGetValue(key, out var history)) _histories[key] = history = [];
        return history;
    }

    private List<PendingOperation> Answered(int partition)
    {
        if (!_answeredWrites.TryGetValue(partition, out var answered)) _answeredWrites[partition] = answered = [];
        return answered;
    }

    [DoesNotReturn]
    private void Fail(string what) => throw new ViolationException($"seed {world.Seed}, {world.Schedule.Now / (double)TimeSpan.TicksPerSecond:F3} s: {what}");
}
