using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Journal;
using AkkaCache.Replication.Messages;

namespace AkkaCache.Replication.Tests;

/// <summary>Nodes of one partition and what lies between them: the first founds, the others join. Time passes when it is told to.</summary>
internal sealed class RulesNetwork
{
    private readonly Dictionary<NodeId, RecordingCarrier> _carriers;
    private readonly Dictionary<NodeId, ReplicationNode> _nodes;

    public RulesNetwork(ReplicationSettings settings, params NodeId[] nodes)
        : this(settings, static _ => null, nodes)
    {
    }

    public RulesNetwork(ReplicationSettings settings, Func<NodeId, IJournalOutput?> journalOf, params NodeId[] nodes)
        : this(settings, journalOf, seed: 1, nodes)
    {
    }

    public RulesNetwork(ReplicationSettings settings, Func<NodeId, IJournalOutput?> journalOf, int seed, params NodeId[] nodes)
    {
        _carriers = nodes.ToDictionary(node => node, _ => new RecordingCarrier());
        _nodes = _carriers.ToDictionary(pair => pair.Key, pair => new ReplicationNode(pair.Key, 1, settings, pair.Value, seed, now: 0, journalOf(pair.Key)));
        _nodes[nodes[0]].Found();
        Pass(TimeSpan.FromSeconds(1));
        foreach (var node in _nodes.Values) node.Desire([.. nodes], []);
    }

    public long Now { get; private set; }

    /// <summary>Which messages get lost.</summary>
    public Func<Message, bool> Loses { get; set; } = static _ => false;

    public ReplicationNode this[NodeId node] => _nodes[node];

    public List<string> CallsOf(NodeId node) => _carriers[node].Calls;

    public RecordingCarrier CarrierOf(NodeId node) => _carriers[node];

    public void Plan(PartitionOwners owners)
    {
        foreach (var node in _nodes.Values) node[0].Plan(owners);
    }

    /// <summary>The copies are empty here: a snapshot that was begun is complete.</summary>
    private void EndSnapshots()
    {
        foreach (var (id, carrier) in _carriers)
        {
            foreach (var cut in carrier.Calls.Where(call => call.StartsWith("cut", StringComparison.Ordinal)))
            {
                var parts = cut.Split(' ');
                _nodes[id][0].EndSnapshot(new NodeId(parts[2]), int.Parse(parts[3]), Now);
            }
        }
    }

    /// <summary>Ticks and delivers; <paramref name="silent"/> does neither, and nobody hears of it.</summary>
    public void Pass(TimeSpan time, NodeId silent = default)
    {
        for (var end = Now + time.Ticks; Now < end;)
        {
            Now += TimeSpan.FromMilliseconds(50).Ticks;
            foreach (var (id, node) in _nodes)
                if (id != silent) node.Tick(Now);
            Deliver(silent);
            EndSnapshots();
        }
    }

    public void Deliver(NodeId silent = default)
    {
        for (var sent = true; sent;)
        {
            sent = false;
            foreach (var (from, carrier) in _carriers)
            {
                (NodeId To, Message Message)[] messages = [.. carrier.Sent];
                carrier.Sent.Clear();
                foreach (var (to, message) in messages)
                {
                    sent = true;
                    if (to != silent && from != silent && !Loses(message)) _nodes[to].Receive(from, message, Now);
                }
            }
        }
    }
}
