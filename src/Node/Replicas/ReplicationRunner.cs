using System.Collections.Concurrent;
using System.Collections.Immutable;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication;
using AkkaCache.Replication.Journal;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Voters;
using AkkaCache.Replication.Wire;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Replicas;

/// <summary>The thread on which a node votes, pings and watches its clock; and the way of incoming messages to their partitions.</summary>
/// <remarks>
/// <para>
/// Messages about a partition do not pass this thread: whoever received them hands them to the partition, under its gate or into its inbox. What partitions share
/// (voters, pings, wishes) is done here and nowhere else. This thread may wait for gates, when votes are sealed or voters installed; nobody who holds a gate waits for it.
/// </para>
/// </remarks>
public sealed class ReplicationRunner : IDisposable
{
    /// <summary>Several times within each of the rules' times, the least of which is 200 ms.</summary>
    private static readonly TimeSpan TickTime = TimeSpan.FromMilliseconds(50);

    /// <summary>A node alone has nobody to answer to in time.</summary>
    private static readonly TimeSpan TickTimeAlone = TimeSpan.FromMilliseconds(250);

    /// <summary>A thread that was not run for this long is worth a line in the log.</summary>
    private const int StallMs = 400;

    /// <summary>Messages and wishes that may wait for this thread: beyond, messages are dropped, as a network may.</summary>
    private const int MaxQueued = 65_536;

    private readonly ReplicationNode _node;
    private readonly ReplicationCarrier _carrier;
    private readonly IReadOnlyList<IReplicaHost> _hosts;
    private readonly ReplicaServices _services;
    private readonly IReplicationSender _sender;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private readonly BlockingCollection<Action> _queue = new(new ConcurrentQueue<Action>());
    private readonly Action[] _ticks;
    private Configuration _configuration = Configuration.Unknown;
    private volatile bool _isStopping;
    private bool _pingsSoon;
    private bool _isTickDue;

    /// <param name="journal">Where a journal of this node's rules is written to; none by default.</param>
    public ReplicationRunner(NodeId self, IReadOnlyList<IReplicaHost> hosts, ReplicationSettings settings, IReplicationSender sender, ReplicaServices services, int seed, ILogger log, IJournalOutput? journal = null)
    {
        _hosts = hosts;
        _services = services;
        _sender = sender;
        _log = log;
        _carrier = new ReplicationCarrier(hosts, sender, services.Events, () => Volatile.Write(ref _pingsSoon, true), Retire, log);
        _node = new ReplicationNode(self, hosts.Count, settings, _carrier, seed, services.Clock.Now, journal);
        _ticks = new Action[hosts.Count];
        for (var partition = 0; partition < hosts.Count; partition++)
        {
            var replica = _node[partition];
            hosts[partition].Attach(replica, services);
            _ticks[partition] = () => replica.Tick(services.Clock.Now);
        }
        services.Flushes.Start(partition => hosts[partition].Flush());
        _thread = new Thread(Run) { IsBackground = true, Name = "replication", Priority = ThreadPriority.AboveNormal };
    }

    public NodeId Self => _node.Self;

    /// <summary>The others have voted this node out: it must end, or begin anew under another identity.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Called once it is, on this thread.</summary>
    public Action? Retired { get; init; }

    /// <summary>The voters in force, as this node knows them.</summary>
    public Configuration Configuration => _node.Configuration;

    public long Count(RuleBranch branch) => _carrier.Count(branch);

    /// <summary>When a ping left that the node answered, by the clock of leases.</summary>
    public long PongAt(NodeId node) => _node.PongAt(node);

    /// <summary>What 99 of a hundred of the node's last pings took at most; zero when none was answered yet.</summary>
    public TimeSpan PingTimeOf(NodeId node) => TimeSpan.FromTicks(_node.PingTimeOf(node));

    /// <summary>Called after each tick, on this thread.</summary>
    public Action? Ticked { get; set; }

    public void Start() => _thread.Start();

    /// <summary>Begins a cluster of which this node is the only voter.</summary>
    public void Found() => Do(() =>
    {
        _node.Found();
        _isTickDue = true;
    });

    /// <summary>Which nodes membership wants to vote, and which not any more.</summary>
    public void Desire(ImmutableArray<NodeId> up, ImmutableArray<NodeId> gone) => Do(() => _node.Desire(up, gone));

    public void Suspect(NodeId node) => Do(() => _node.Suspect(node));

    /// <summary>Where placement wants a partition.</summary>
    public void Plan(int partition, PartitionOwners owners) => _hosts[partition].Post(() => _node[partition].Plan(owners));

    /// <summary>A frame of messages from another node. The memory is the receiver's from now on.</summary>
    public void Received(NodeId from, ReadOnlyMemory<byte> frame)
    {
        try
        {
            if (!MessageReader.TryBegin(frame, out var reader))
            {
                ReplicasLog.BadFrame(_log, from, frame.Length, "its version is another");
                return;
            }
            while (reader.TryRead(out var message)) Take(from, message);
        }
        catch (WireFormatException e)
        {
            ReplicasLog.BadFrame(_log, from, frame.Length, e.Message);
        }
        _services.Flushes.Flush();
    }

    /// <summary>A link that was full is not any more.</summary>
    public void RoomAgain(RoomFor what)
    {
        if (what == RoomFor.Snapshots)
        {
            _services.Cuts.Wake();
            return;
        }
        for (var partition = 0; partition < _hosts.Count; partition++)
            if (_node[partition].IsPrimary) _services.Flushes.Note(partition);
        _services.Flushes.Flush();
    }

    public void Dispose()
    {
        _isStopping = true;
        _queue.Add(() => { });
        if (_thread.IsAlive) _thread.Join(TimeSpan.FromSeconds(2));
    }

    private void Take(NodeId from, Message message)
    {
        if (message is PartitionMessage partitioned)
        {
            if ((uint)partitioned.Partition < (uint)_hosts.Count) _hosts[partitioned.Partition].Post(from, partitioned);
            return;
        }
        if (message is Ping ping)
        {
            foreach (var term in ping.Terms)
                if (term.IsServing) _services.Events.PrimaryHeard(term.Partition, term.Epoch, from);
        }
        if (_queue.Count < MaxQueued) Do(() => _node.ReceiveNode(from, message, _services.Clock.Now));
    }

    private void Do(Action what)
    {
        if (!_isStopping) _queue.Add(what);
    }

    private void Run()
    {
        try
        {
            var tickAt = _services.Clock.Now;
            while (!_isStopping)
            {
                var wait = TimeSpan.FromTicks(Math.Max(0, tickAt - _services.Clock.Now));
                if (_queue.TryTake(out var what, wait)) what();
                if (!_isStopping && (_isTickDue || _services.Clock.Now >= tickAt)) tickAt = Tick(tickAt);
            }
        }
        catch (Exception e)
        {
            // Without this thread no lease is renewed, so within its length nothing is served here and others take over.
            ReplicasLog.RunnerFailed(_log, e);
        }
    }

    private long Tick(long due)
    {
        var now = _services.Clock.Now;
        _isTickDue = false;
        if (_configuration.Voters.Length > 1 && now - due > StallMs * TimeSpan.TicksPerMillisecond) ReplicasLog.Stalled(_log, (now - due) / TimeSpan.TicksPerMillisecond);
        if (Interlocked.Exchange(ref _pingsSoon, false)) _node.PingSoon();
        _node.TickNode(now);
        foreach (var (host, tick) in _hosts.Zip(_ticks)) host.Post(tick);
        _services.Cuts.Wake();
        _services.Flushes.Flush();
        if (!ReferenceEquals(_configuration, _node.Configuration))
        {
            _configuration = _node.Configuration;
            // A node alone is its own voter: nothing to tell.
            if (_configuration.Number > 1) ReplicasLog.VotersChanged(_log, _configuration.ToString());
        }
        Ticked?.Invoke();
        return now + (_configuration.Voters.Length > 1 ? TickTime : TickTimeAlone).Ticks;
    }

    private void Retire()
    {
        IsRetired = true;
        Retired?.Invoke();
    }
}
