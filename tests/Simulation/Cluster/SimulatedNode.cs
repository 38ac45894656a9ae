using AkkaCache.Protocol.Topology;
using AkkaCache.Replication;
using AkkaCache.Replication.Journal;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Tests.Journal;
using AkkaCache.Testing.Linearizability;

namespace AkkaCache.Simulation.Tests.Cluster;

/// <summary>A node of the simulation: it carries the rules as the daemon does, and can be killed, paused, and have a clock of its own rate.</summary>
internal sealed class SimulatedNode : IReplicationCarrier
{
    /// <summary>Answering is another thread's work: at other times it comes late, the next time that something happens here.</summary>
    private const double AnswersAtOnce = 0.8;

    private const double ComparesAtTick = 0.05;

    private static readonly TimeSpan TickTime = TimeSpan.FromMilliseconds(100);

    private readonly World _world;
    private readonly SimulatedCopy[] _copies;
    private readonly List<PendingOperation>[] _waiting;
    private readonly Queue<(int Partition, NodeId Backup, int Session, Queue<string> Keys)> _cuts = new();
    private readonly double _rate;
    private readonly long _offset;
    private long _configuration;

    public SimulatedNode(World world, NodeId id)
    {
        _world = world;
        Id = id;
        _rate = 0.96 + (world.Random.NextDouble() * 0.08);
        _offset = world.Random.NextInt64(TimeSpan.TicksPerDay);
        _copies = [.. Enumerable.Range(0, world.Profile.Partitions).Select(_ => new SimulatedCopy(world.Profile.LogLength))];
        _waiting = [.. Enumerable.Range(0, world.Profile.Partitions).Select(_ => new List<PendingOperation>())];
        var settings = new ReplicationSettings { Copies = world.Profile.Copies, LeastInSync = world.Profile.IsSync ? Math.Min(2, world.Profile.Copies) : 0, GiveUpAfter = world.Profile.GivesUp ? TimeSpan.FromSeconds(2).Ticks : long.MaxValue };
        var header = new JournalHeader(id, world.Profile.Partitions, settings, world.Random.Next(), Clock);
        Rules = new ReplicationNode(id, header.Partitions, settings, this, header.Seed, header.StartedAt, world.Rules, JournalOf(header));
        Schedule(TimeSpan.FromTicks(world.Random.NextInt64(TickTime.Ticks)), Tick);
    }

    public NodeId Id { get; }

    public ReplicationNode Rules { get; }

    public bool IsAlive { get; private set; } = true;

    public long PausedUntil { get; private set; }

    public long Clock => _offset + (long)(_world.Schedule.Now * _rate);

    private JournalRecorder? JournalOf(JournalHeader header)
    {
        if (_world.Journals is not { } journals) return null;
        var journal = new MemoryJournal();
        journals.Add((Id, journal));
        return new JournalRecorder(header, journal);
    }

    public SimulatedCopy Copy(int partition) => _copies[partition];

    public void Kill() => IsAlive = false;

    public void Pause(long until) => PausedUntil = Math.Max(PausedUntil, until);

    public void Handle(NodeId from, Message message) => Act(() => Rules.Receive(from, message, Clock));

    /// <summary>A client's command arrives.</summary>
    public void Request(PendingOperation operation) => Act(() =>
    {
        var replica = Rules[operation.Partition];
        if (operation.IsGivenUp) return;
        if (!replica.MayServe(Clock))
        {
            operation.IsRefused = true;
            return;
        }
        _world.Checks.OnServing(this, operation.Partition);
        if (_world.Random.NextDouble() < _world.StallChance)
        {
            Pause(_world.Schedule.Now + TimeSpan.FromMilliseconds(200 + _world.Random.Next(6000)).Ticks);
            _world.Log($"{Id} passed the check of its lease, then stalls until {PausedUntil / TimeSpan.TicksPerMillisecond}");
            var epoch = replica.Epoch;
            _world.Schedule.At(PausedUntil - 1, () => ExecuteAfterStall(operation, epoch));
            return;
        }
        Execute(operation);
    });

    private void ExecuteAfterStall(PendingOperation operation, Epoch epoch)
    {
        if (!IsAlive || Rules[operation.Partition].Epoch != epoch || !Rules[operation.Partition].IsPrimary) return;
        Execute(operation);
        Drain();
    }

    public void Evict(int partition, string key) => Act(() =>
    {
        var replica = Rules[partition];
        if (!replica.MayServe(Clock) || Copy(partition).Get(key) is null) return;
        var operation = new PendingOperation(-1, partition, key, StringCall.Delete) { Called = _world.NextMoment(), IsGivenUp = true };
        _world.Checks.OnCalled(operation);
        Execute(operation);
    });

    private void Execute(PendingOperation operation)
    {
        var replica = Rules[operation.Partition];
        var copy = _copies[operation.Partition];
        var (state, output) = World.Model.Apply(copy.Get(operation.Key), operation.Call);
        operation.Output = output;
        if (operation.IsWrite && operation.Call.Command is not StringCommand.Delete | copy.Get(operation.Key) is not null)
        {
            operation.HasEffect = true;
            var effect = operation.Call.Command == StringCommand.Append
                ? new SimulatedEffect(operation.Key, true, operation.Call.Value)
                : new SimulatedEffect(operation.Key, false, state);
            copy.Add(effect);
            replica.Executed(1);
            _world.Checks.OnExecuted(this, operation.Partition, replica.History.Last, effect);
        }
        operation.Epoch = replica.Epoch;
        operation.Index = replica.History.LastIndex;
        _world.Log($"{Id} executes {operation}");
        _waiting[operation.Partition].Add(operation);
        if (_world.Random.NextDouble() < 0.7) replica.Flush(Clock);
    }

    private void Tick()
    {
        if (!_world.IsHealed && _world.Random.NextDouble() < _world.Profile.Suspicion)
        {
            if (_world.Random.NextDouble() < _world.Profile.Direct)
            {
                var partition = _world.Random.Next(_copies.Length);
                if (!Rules[partition].IsPrimary && !Rules[partition].IsCandidate) Rules[partition].Run(Clock);
            }
            else
            {
                foreach (var node in _world.Nodes) Rules.Suspect(node.Id);
            }
        }
        Rules.Tick(Clock);
        if (_world.IsPlanted(PlantedFault.BackupsEvictOnTheirOwn)) EvictAsBackup();
        CompareCopies();
        CutOneChunk();
        Schedule(TickTime * (0.8 + (0.4 * _world.Random.NextDouble())), Tick);
    }

    private void EvictAsBackup()
    {
        for (var partition = 0; partition < _copies.Length; partition++)
            if (!Rules[partition].IsPrimary && _world.Random.Next(200) == 0) _copies[partition].Put(World.KeyOf(partition, 0), null);
    }

    private void CompareCopies()
    {
        for (var partition = 0; partition < _copies.Length; partition++)
        {
            if (_world.Random.NextDouble() > ComparesAtTick) continue;
            Rules[partition].Flush(Clock);
            if (Rules[partition].CanCompare) Rules[partition].Compare(_copies[partition].ToString());
        }
    }

    private void CutOneChunk()
    {
        if (!_cuts.TryPeek(out var cut)) return;
        var replica = Rules[cut.Partition];
        if (cut.Keys.TryDequeue(out var key))
        {
            if (replica.SendChunk(cut.Backup, cut.Session, (key, _copies[cut.Partition].Get(key)), Clock)) return;
        }
        else
        {
            replica.EndSnapshot(cut.Backup, cut.Session, Clock);
        }
        _cuts.Dequeue();
    }

    private void Schedule(TimeSpan delay, Action what) => _world.Schedule.After(delay, () => Act(what));

    /// <summary>A dead node does nothing; a paused one does it when it is awake again.</summary>
    private void Act(Action what)
    {
        if (!IsAlive) return;
        if (PausedUntil > _world.Schedule.Now)
        {
            _world.Schedule.At(PausedUntil, () => Act(what));
            return;
        }
        what();
        if (Rules.Configuration.Number != _configuration)
        {
            _configuration = Rules.Configuration.Number;
            _world.Checks.OnConfiguration(Rules.Configuration);
        }
        if (_world.Random.NextDouble() < AnswersAtOnce) Drain();
    }

    private void Drain()
    {
        for (var partition = 0; partition < _waiting.Length; partition++)
        {
            var replica = Rules[partition];
            var waiting = _waiting[partition];
            for (var i = 0; i < waiting.Count;)
            {
                var operation = waiting[i];
                var mayAnswer = _world.Profile.IsSync
                    ? replica.MayAnswer(operation.Index, operation.HasEffect, operation.Epoch, Clock)
                    : replica.MayAnswer(0, operation.HasEffect, operation.Epoch, Clock);
                if (!mayAnswer && replica.MayAnswerLater(operation.Index, operation.Epoch))
                {
                    i++;
                    continue;
                }
                waiting.RemoveAt(i);
                if (mayAnswer) _world.Answered(operation);
            }
        }
    }

    bool IReplicationCarrier.TryEnter(int partition) => true;

    void IReplicationCarrier.Exit(int partition)
    {
    }

    void IReplicationCarrier.Enter(int partition, Action what) => what();

    void IReplicationCarrier.EnterAll()
    {
    }

    void IReplicationCarrier.ExitAll()
    {
    }

    void IReplicationCarrier.Send(NodeId to, Message message) => _world.Network.Send(Id, to, message);

    (object? Payload, long Count)? IReplicationCarrier.ReadEffects(int partition, NodeId to, long index, long count)
    {
        var effects = _copies[partition].Read(index, Math.Min(count, 1 + _world.Random.Next(50)));
        return effects is null ? null : (effects, effects.Length);
    }

    void IReplicationCarrier.Apply(int partition, object? payload, long skip, long count)
    {
        foreach (var effect in ((SimulatedEffect[])payload!).Skip((int)skip)) _copies[partition].Add(effect);
    }

    void IReplicationCarrier.StartOver(int partition, long index) => _copies[partition].StartOver(index);

    void IReplicationCarrier.ApplyChunk(int partition, object? payload)
    {
        var (key, value) = ((string, string?))payload!;
        _copies[partition].Put(key, value);
    }

    bool? IReplicationCarrier.Matches(int partition, object? payload) => _copies[partition].ToString() == (string?)payload;

    void IReplicationCarrier.CutSnapshot(int partition, NodeId backup, int session)
        => _cuts.Enqueue((partition, backup, session, new Queue<string>(World.KeysOf(partition))));

    void IReplicationCarrier.Open(int partition, Epoch epoch, int lossGeneration)
    {
        _world.Log($"{Id} OPENS {partition} at {epoch}, {Rules[partition].History.Last}{(lossGeneration > 0 ? $", loss {lossGeneration}" : "")}");
        _world.Checks.OnOpened(this, partition, epoch, lossGeneration);
    }

    void IReplicationCarrier.Close(int partition) => _world.Log($"{Id} closes {partition}");

    void IReplicationCarrier.CloseToHandOver(int partition) => _world.Log($"{Id} closes {partition} to hand it over");

    void IReplicationCarrier.Committed(int partition, long index)
    {
    }

    void IReplicationCarrier.Retire()
    {
        _world.Log($"{Id} retires");
        foreach (var waiting in _waiting) waiting.Clear();
    }

    void IReplicationCarrier.Took(RuleBranch branch)
    {
        _world.Branches[(int)branch]++;
        if (branch == RuleBranch.CopyDiffered) _world.Checks.OnDifferingCopy(this);
        if (branch is not (RuleBranch.EffectsApplied or RuleBranch.EffectsHeldAlready or RuleBranch.CopyCompared or RuleBranch.AnswerWithheldWithoutLease or RuleBranch.AnsweredAfterTerm or RuleBranch.AnsweredInNextTerm)) _world.Log($"{Id} {branch}");
        _world.Faults.OnDecision(this, branch);
    }
}
