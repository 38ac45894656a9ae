using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using AkkaCache.Node.Doors.Peers;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Doors.Peers;

/// <summary>Carries frames between the nodes of one test, in order for each pair, and loses those that the test wants lost.</summary>
/// <remarks>As on a real network a node is found by its address: whatever run of a process is there gets what was meant for the one before.</remarks>
internal sealed class MemoryNetwork
{
    private readonly ConcurrentDictionary<string, IPeerFrames> _nodes = new();
    private readonly ConcurrentDictionary<(NodeId From, NodeId To), Wire> _wires = new();
    private readonly ConcurrentQueue<SentFrame> _sent = new();

    /// <summary>Whether the network loses a frame. Called by one thread at a time for each pair.</summary>
    public Func<SentFrame, bool> Loses { get; set; } = _ => false;

    /// <summary>All frames that were sent, in order for each sender.</summary>
    public IReadOnlyCollection<SentFrame> Sent => _sent;

    public IPeerTransport Join(NodeId node) => new Transport(this, node);

    /// <summary>Hands a node whatever bytes.</summary>
    public void Inject(NodeId to, byte[] frame) => _nodes[AddressOf(to)].Received(frame);

    private static string AddressOf(NodeId node) => node.Value.Split('/')[0];

    private void Send(NodeId from, NodeId to, byte[] frame)
    {
        var sent = SentFrame.Read(from, to, frame);
        _sent.Enqueue(sent);
        _wires.GetOrAdd((from, to), _ => new Wire()).Send(() =>
        {
            if (!Loses(sent) && _nodes.TryGetValue(AddressOf(to), out var receiver)) receiver.Received(frame);
        });
    }

    /// <summary>One direction between two nodes: whoever finds it idle delivers until it is empty.</summary>
    private sealed class Wire
    {
        private readonly Queue<Action> _deliveries = new();
        private bool _isDelivering;

        public void Send(Action delivery)
        {
            lock (_deliveries)
            {
                _deliveries.Enqueue(delivery);
                if (_isDelivering) return;
                _isDelivering = true;
            }
            while (true)
            {
                Action? next;
                lock (_deliveries)
                {
                    if (!_deliveries.TryDequeue(out next))
                    {
                        _isDelivering = false;
                        return;
                    }
                }
                next();
            }
        }
    }

    private sealed class Transport(MemoryNetwork network, NodeId self) : IPeerTransport
    {
        public void Open(IPeerFrames frames) => network._nodes[AddressOf(self)] = frames;

        public bool TryRoute(NodeId node, [NotNullWhen(true)] out IPeerRoute? route)
        {
            route = node.Value.Contains('/', StringComparison.Ordinal) ? new Route(network, self, node) : null;
            return route is not null;
        }

        public void Forget(NodeId node)
        {
        }

        public void Dispose() => network._nodes.TryRemove(AddressOf(self), out _);
    }

    private sealed class Route(MemoryNetwork network, NodeId from, NodeId to) : IPeerRoute
    {
        public void Send(byte[] frame) => network.Send(from, to, frame);
    }
}

/// <summary>What a test may ask of a frame that was sent.</summary>
internal sealed record SentFrame(NodeId From, NodeId To, PeerFrameKind Kind, ulong Stream, ulong Number, int Lane, int PayloadBytes)
{
    public static SentFrame Read(NodeId from, NodeId to, byte[] bytes)
    {
        Assert.True(PeerFrame.TryRead(bytes, out var frame));
        var isData = frame.Kind == PeerFrameKind.Data;
        return new SentFrame(from, to, frame.Kind, frame.Stream, isData ? frame.Number : 0, isData ? frame.Lane : -1, isData ? bytes.Length - frame.PayloadOffset : 0);
    }
}
