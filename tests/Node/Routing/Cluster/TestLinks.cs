using AkkaCache.Node.Partitions;
using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Routing.Cluster;

/// <summary>The links between the nodes of a test: messages lie here until they are delivered, in order for each pair and lane.</summary>
internal sealed class TestLinks
{
    private readonly SortedDictionary<(int From, int To, int Lane), Queue<byte[]>> _queues = [];

    /// <summary>Messages that a lane takes before it refuses more.</summary>
    public int Room { get; set; } = int.MaxValue;

    public int Messages { get; private set; }

    /// <summary>Pairs of which the second has not been told yet that messages of the first were lost: it gets none until then.</summary>
    public HashSet<(int From, int To)> Silent { get; } = [];

    public IReadOnlyList<(int From, int To, int Lane)> Waiting =>
        [.. _queues.Where(pair => pair.Value.Count > 0 && !Silent.Contains((pair.Key.From, pair.Key.To))).Select(pair => pair.Key)];

    public byte[] Take((int From, int To, int Lane) lane) => _queues[lane].Dequeue();

    public void Cut(int one, int other)
    {
        foreach (var (lane, queue) in _queues)
        {
            if ((lane.From == one && lane.To == other) || (lane.From == other && lane.To == one)) queue.Clear();
        }
    }

    public IPeerSender SenderOf(int node) => new Sender(this, node);

    private sealed class Sender(TestLinks links, int from) : IPeerSender
    {
        public bool TrySend(NodeId to, PeerLane lane, ReadOnlySpan<byte> message)
        {
            var key = (from, TestCluster.IndexOf(to), (int)lane);
            if (!links._queues.TryGetValue(key, out var queue)) links._queues[key] = queue = new Queue<byte[]>();
            if (queue.Count >= links.Room) return false;
            queue.Enqueue(message.ToArray());
            links.Messages++;
            return true;
        }

        public bool HasRoom(NodeId to, RoomFor what) => true;
    }
}
