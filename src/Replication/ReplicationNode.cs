using System.Collections.Concurrent;
using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Journal;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Roles;
using AkkaCache.Replication.Voters;

namespace AkkaCache.Replication;

/// <summary>All of replication on one node: its voters, its pings, and a replica of each partition. Deterministic: events in, calls of the carrier out.</summary>
/// <remarks>
/// <para>Events are <see cref="Receive"/>, <see cref="Tick"/>, the wishes of membership and placement, and the executions of the replicas. <c>now</c> is a monotonic
/// clock of this node in ticks of 100 ns; it never goes back.</para>
/// <para>
/// Who may call what at a time: everything of a <see cref="Replica"/> belongs to whoever holds its partition's gate. Everything here (<see cref="TickNode"/>,
/// <see cref="ReceiveNode"/>, the wishes) belongs to one thread, which may also take gates; nobody who holds a gate waits for that thread. What replicas read of the node is
/// changed only while all gates are held (configuration, seal), or may be a little old (pongs). What the node reads of replicas without their gates only grows (promises, values).
/// </para>
/// <para>What may be a little old is read through <c>Seen</c>, so that a journal can tell what was read: see <see cref="IJournal"/>.</para>
/// </remarks>
public sealed class ReplicationNode
{
    private readonly Replica[] _replicas;
    private readonly VotersChange _change;
    private readonly ConcurrentDictionary<NodeId, long> _pongs = new();
    private readonly ConcurrentDictionary<NodeId, PingTimes> _pingTimes = new();

    /// <summary>When a node that had been silent answered again.</summary>
    private readonly ConcurrentDictionary<NodeId, long> _backSince = new();

    /// <summary>When a node was last told, or asked, of another configuration than its own.</summary>
    private readonly ConcurrentDictionary<NodeId, long> _toldAt = new();

    /// <summary>Nodes that were voted out while membership, as this node hears of it, still has them. A node has one life as a voter.</summary>
    private readonly HashSet<NodeId> _votedOut = [];

    private ImmutableArray<NodeId> _up = [];
    private ImmutableArray<NodeId> _gone = [];
    private long _pingedAt = long.MinValue / 2;
    private long _askedAt = long.MinValue / 2;
    private long _now;

    /// <param name="journal">Is written everything that enters these rules, and everything that they ask for; nobody by default.</param>
    public ReplicationNode(NodeId self, int partitions, ReplicationSettings settings, IReplicationCarrier carrier, int seed, long now, IJournalOutput? journal = null)
        : this(self, partitions, settings, carrier, seed, now, Rules.Standard, journal is null ? null : new JournalRecorder(new JournalHeader(self, partitions, settings, seed, now), journal))
    {
    }

    internal ReplicationNode(NodeId self, int partitions, ReplicationSettings settings, IReplicationCarrier carrier, int seed, long now, Rules rules, IJournal? journal = null)
    {
        Self = self;
        Settings = settings;
        Journal = journal;
        Carrier = journal is JournalRecorder recorder ? new JournaledCarrier(carrier, recorder) : carrier;
        Random = new Random(seed);
        StartedAt = now;
        Rules = rules;
        _change = new VotersChange(this);
        _replicas = new Replica[partitions];
        for (var partition = 0; partition < partitions; partition++) _replicas[partition] = new Replica(this, partition, Random.Next());
    }

    public NodeId Self { get; }

    public Configuration Configuration { get; private set; } = Configuration.Unknown;

    /// <summary>This node was voted out and answers nothing but who is in.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>The voters as membership wants them: those in force without the gone, and those that are up and were not voted out by others, who heard earlier that they are gone.</summary>
    internal ImmutableArray<NodeId> Wanted => [.. Configuration.Nodes.Union(_up).Where(node => !_gone.Contains(node) && !_votedOut.Contains(node)).Take(Configuration.MaxVoters)];

    public Replica this[int partition] => _replicas[partition];

    internal int Partitions => _replicas.Length;

    internal ReplicationSettings Settings { get; }

    internal IReplicationCarrier Carrier { get; }

    internal IJournal? Journal { get; }

    internal Random Random { get; }

    internal Rules Rules { get; }

    internal long StartedAt { get; }

    internal long LongAgo => StartedAt - (Settings.SuspectAfter * 1000);

    /// <summary>When the last pings left: grows with each, so that it tells pings apart.</summary>
    internal long LastPingAt { get; private set; } = long.MinValue / 2;

    internal bool MayVote => !IsRetired && !_change.IsSealed && Configuration.Contains(Self);

    /// <summary>Begins a cluster of which this node is the only voter. Once, by the first node.</summary>
    public void Found() => Start(Configuration.First([Self]));

    /// <summary>Starts with voters that are known to all of them.</summary>
    internal void Start(Configuration configuration)
    {
        using var written = Journal?.Begin(new Started(configuration));
        Carrier.EnterAll();
        Configuration = configuration;
        Carrier.ExitAll();
    }

    /// <summary>Membership changed. It says which set is wanted, never which counts (rule 10). A voter of which it has not heard yet stays.</summary>
    public void Desire(ImmutableArray<NodeId> up, ImmutableArray<NodeId> gone)
    {
        using var written = Journal?.Begin(new Desired(up, gone));
        _up = up;
        _gone = gone;
        _votedOut.IntersectWith(up);
        foreach (var node in gone)
        {
            _pongs.TryRemove(node, out _);
            _pingTimes.TryRemove(node, out _);
            _backSince.TryRemove(node, out _);
        }
    }

    /// <summary>The next tick pings, so that others hear of a new primary at once.</summary>
    public void PingSoon()
    {
        using var written = Journal?.Begin(new PingWanted());
        _pingedAt = long.MinValue / 2;
    }

    /// <summary>When a ping left that <paramref name="node"/> answered. For those who ask; the rules read it by <see cref="SeenPongAt"/>.</summary>
    public long PongAt(NodeId node) => _pongs.GetValueOrDefault(node, long.MinValue / 2);

    /// <summary>What 99 of a hundred of its last pings took at most, there and back; 0 when none was answered yet.</summary>
    public long PingTimeOf(NodeId node) => _pingTimes.TryGetValue(node, out var times) ? times.Percentile99 : 0;

    public void Suspect(NodeId node)
    {
        using var written = Journal?.Begin(new Suspected(node));
        foreach (var replica in _replicas) replica.Suspect(node);
    }

    /// <summary>The node's tick and that of each replica, for a carrier of one thread. To be called several times within each of the settings' times.</summary>
    public void Tick(long now)
    {
        TickNode(now);
        foreach (var replica in _replicas) replica.Tick(now);
    }

    /// <summary>The tick of what partitions share: voters and pings.</summary>
    public void TickNode(long now)
    {
        using var written = Journal?.Begin(new NodeTicked(now));
        _now = now;
        if (IsRetired)
        {
            SayFarewell(now);
            return;
        }
        if (!Configuration.Contains(Self))
        {
            AskForConfiguration(now);
            return;
        }
        _change.Tick(now);
        if (now - _pingedAt >= Settings.PingInterval) PingAll(now);
    }

    /// <summary>A message about a partition or about the node, for a carrier of one thread.</summary>
    public void Receive(NodeId from, Message message, long now)
    {
        if (message is PartitionMessage partitioned) Find(partitioned.Partition)?.Receive(from, partitioned, now);
        else ReceiveNode(from, message, now);
    }

    /// <summary>A message that is not about one partition.</summary>
    public void ReceiveNode(NodeId from, Message message, long now)
    {
        using var written = Journal?.Begin(new NodeReceived(from, message, now));
        _now = now;
        if (IsRetired)
        {
            if (message is not Install) OtherConfiguration(from, 0, now);
            return;
        }
        switch (message)
        {
            case Ping ping: On(from, ping, now); break;
            case Pong pong: On(from, pong, now); break;
            case NeedConfiguration need when need.Configuration < Configuration.Number: Inform(from); break;
            case NeedConfiguration: break;
            case Seal seal: _change.On(from, seal, now); break;
            case SealAnswer answer: _change.On(from, answer); break;
            case Choose choose: _change.On(from, choose, now); break;
            case Choice choice: _change.On(from, choice); break;
            case Install install: InstallNext(install.Configuration, [.. install.Register]); break;
            default: throw new ArgumentException($"message {message.GetType().Name}: unknown", nameof(message));
        }
    }

    /// <summary>None for a partition that this cluster does not have: a peer of another layout is not understood.</summary>
    private Replica? Find(int partition) => (uint)partition < (uint)_replicas.Length ? _replicas[partition] : null;

    /// <summary>What this node promised and accepted, read without gates.</summary>
    internal RegisterRow[] Register()
    {
        var rows = Array.ConvertAll(_replicas, replica => new RegisterRow(replica.Promised, replica.Accepted));
        return Journal is null ? rows : Journal.Seen(rows);
    }

    /// <summary>When a ping left that <paramref name="node"/> answered, as far as is known here by now.</summary>
    internal long SeenPongAt(NodeId node) => Seen(PongAt(node));

    /// <summary>It has answered long enough without a silence, so it is not about to be taken out of the cluster for the last one.</summary>
    internal bool IsSteady(NodeId node, long now) =>
        now - SeenPongAt(node) <= Settings.SuspectAfter && now - Seen(_backSince.GetValueOrDefault(node, LongAgo)) >= Settings.SteadyAfter;

    /// <summary>A value that another thread may be changing, as it is read now.</summary>
    internal long Seen(long value) => Journal is null ? value : Journal.Seen(value);

    internal bool Seen(bool value) => Journal is null ? value : Journal.Seen(value);

    internal Heard Seen(Heard value) => Journal is null ? value : Journal.Seen(value);

    /// <summary>May a register message of this configuration be handled? If not, whoever is behind is told (rule 1).</summary>
    internal bool IsCurrent(NodeId from, long configuration, long now)
    {
        if (configuration == Configuration.Number) return MayVote;
        OtherConfiguration(from, configuration, now);
        return false;
    }

    /// <summary>The one that is behind is told, or this one asks. Not for each message: many come at once, one for each partition, and the answer is the whole register.</summary>
    internal void OtherConfiguration(NodeId from, long configuration, long now)
    {
        if (now - Seen(_toldAt.GetValueOrDefault(from, LongAgo)) < Settings.ResendAfter) return;
        _toldAt[from] = now;
        Carrier.Took(RuleBranch.OldConfigurationTold);
        if (configuration < Configuration.Number) Inform(from);
        else Carrier.Send(from, new NeedConfiguration(Configuration.Number));
    }

    /// <summary>Votes rest from now on: whoever was about to vote has done so, and nobody begins to.</summary>
    internal void Seal(Action seal)
    {
        Carrier.EnterAll();
        seal();
        foreach (var replica in _replicas) replica.UpdateLease();
        Carrier.ExitAll();
    }

    /// <summary>The next set was decided, with the registers of the quorum that was sealed for it.</summary>
    internal void Decided(Configuration next, IReadOnlyList<RegisterRow[]> registers)
    {
        var merged = Rules.MergeRegisters(registers, Register());
        var install = new Install(next, [.. merged]);
        foreach (var node in Configuration.Nodes.Union(next.Nodes))
            if (node != Self) Carrier.Send(node, install);
        InstallNext(next, merged);
    }

    private void InstallNext(Configuration next, RegisterRow[] register)
    {
        if (next.Number <= Configuration.Number || register.Length != _replicas.Length) return;
        var wasVoter = Configuration.Contains(Self);
        var isVoter = next.Contains(Self);
        _votedOut.UnionWith(Configuration.Nodes.Except(next.Nodes));
        // In one step for all: nobody votes under the new number before it knows what was voted under the old one.
        Carrier.EnterAll();
        Configuration = next;
        _toldAt.Clear();
        _change.Forget();
        IsRetired = wasVoter && !isVoter;
        for (var partition = 0; partition < _replicas.Length; partition++) _replicas[partition].OnInstalled(register[partition], isVoter, _now);
        Carrier.ExitAll();
        if (!IsRetired) return;
        Carrier.Took(RuleBranch.Retired);
        Carrier.Retire();
    }

    internal void Inform(NodeId node)
    {
        if (Configuration.Number > 0) Carrier.Send(node, new Install(Configuration, [.. Register()]));
    }

    /// <summary>All that knew of the new voters may have retired before those have heard of it. So they go on telling, as long as their carrier lets them.</summary>
    private void SayFarewell(long now)
    {
        if (now - _pingedAt < Settings.PingInterval * 5) return;
        _pingedAt = now;
        foreach (var voter in Configuration.Voters) Inform(voter.Node);
    }

    private void AskForConfiguration(long now)
    {
        if (_up.IsEmpty || now - _askedAt < Settings.ResendAfter) return;
        _askedAt = now;
        var peer = _up[Random.Next(_up.Length)];
        if (peer != Self) Carrier.Send(peer, new NeedConfiguration(Configuration.Number));
    }

    private void PingAll(long now)
    {
        _pingedAt = now;
        LastPingAt = Math.Max(now, LastPingAt + 1);
        var terms = ImmutableArray.CreateBuilder<Term>();
        foreach (var replica in _replicas)
        {
            var isEntered = Carrier.TryEnter(replica.Partition);
            var claim = isEntered ? replica.Claim(now, LastPingAt) : replica.LastClaim;
            if (isEntered) Carrier.Exit(replica.Partition);
            if (claim is { } term) terms.Add(term);
        }
        var ping = new Ping(Configuration.Number, LastPingAt, terms.ToImmutable());
        foreach (var voter in Configuration.Voters)
            if (voter.Node != Self) Carrier.Send(voter.Node, ping);
    }

    private void On(NodeId from, Ping ping, long now)
    {
        foreach (var term in ping.Terms) Find(term.Partition)?.OnClaim(from, term, now);
        if (ping.Configuration != Configuration.Number)
        {
            OtherConfiguration(from, ping.Configuration, now);
            if (ping.Configuration > Configuration.Number) return;
        }
        var higher = ImmutableArray.CreateBuilder<Term>();
        foreach (var term in ping.Terms)
            if (Find(term.Partition) is { } replica && replica.SeenPromised is var promised && !Rules.VouchesFor(term.Epoch, promised)) higher.Add(new Term(term.Partition, promised, false));
        Carrier.Send(from, new Pong(Configuration.Number, ping.SentAt, !MayVote, higher.ToImmutable()));
    }

    private void On(NodeId from, Pong pong, long now)
    {
        if (_pongs.TryGetValue(from, out var last) && pong.SentAt - last > Settings.SuspectAfter) _backSince[from] = now;
        _pongs[from] = Math.Max(PongAt(from), pong.SentAt);
        _pingTimes.GetOrAdd(from, static _ => new PingTimes()).Add(Math.Max(0, now - pong.SentAt));
        if (pong.Configuration != Configuration.Number || pong.IsSealed) return;
        foreach (var replica in _replicas)
            if (replica.SeenRunning) Carrier.Enter(replica.Partition, () => replica.Take(from, pong, now));
    }
}
