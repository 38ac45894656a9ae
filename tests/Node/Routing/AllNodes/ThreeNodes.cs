using System.Text;
using AkkaCache.Commands.Table;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Partitions.Commits;
using AkkaCache.Node.Replicas;
using AkkaCache.Node.Routing.AllNodes;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Node.Tests.Routing.AllNodes;

/// <summary>Three nodes in one process, whose links are calls: each partition is open at one of them.</summary>
internal sealed class ThreeNodes : IDisposable
{
    public const int Partitions = 16;

    private readonly TimeProvider _time;
    private readonly NodeCallSettings _settings;

    public ThreeNodes(NodeCallSettings? settings = null, TimeProvider? time = null, ICommits? commits = null)
    {
        _settings = settings ?? new NodeCallSettings();
        _time = time ?? TimeProvider.System;
        NodeId[] ids = [new("a"), new("b"), new("c")];
        Nodes = [.. ids.Select(id => new Node(this, id, ids, commits ?? new PartitionCommits(new PendingFlushes())))];
        for (var partition = 0; partition < Partitions; partition++) Open(partition, Nodes[partition % 3]);
    }

    public Node[] Nodes { get; }
    public Node A => Nodes[0];
    public Node B => Nodes[1];
    public Node C => Nodes[2];

    /// <summary>Whether a message gets from one node to another; may change things on the way.</summary>
    public Func<Node, Node, byte[], bool> Passes { get; set; } = (_, _, _) => true;

    /// <summary>Whether a node's queue for another takes a message.</summary>
    public Func<Node, Node, bool> HasRoom { get; set; } = (_, _) => true;

    public Node PrimaryOf(int partition) => Nodes.Single(node => node.Id == A.Directory.PrimaryOf(partition));

    public Node PrimaryOf(string key) => PrimaryOf(A.Router.PartitionOf(key).Index);

    /// <summary>Puts keys where they belong.</summary>
    public string[] Fill(int count)
    {
        var keys = Enumerable.Range(0, count).Select(i => $"key{i}").ToArray();
        foreach (var key in keys) Set(PrimaryOf(key), key);
        return [.. keys.Order()];
    }

    /// <summary>Moves a partition, keys and all.</summary>
    public void Move(int partition, Node to)
    {
        var from = PrimaryOf(partition);
        if (from == to) return;
        from.Router.Partitions[partition].Gate.Close();
        foreach (var key in from.KeysOf(partition)) Set(to, key);
        from.Router.Partitions[partition].Space.Store.Clear().Dispose();
        Open(partition, to);
    }

    /// <summary>Opens a partition at a node, and lets all know.</summary>
    public void Open(int partition, Node at)
    {
        foreach (var node in Nodes)
        {
            if (node != at) node.Router.Partitions[partition].Gate.Close();
        }
        at.Router.Partitions[partition].Gate.Open();
        foreach (var node in Nodes) node.Directory.SetPrimary(partition, at.Id);
    }

    public void Dispose()
    {
        foreach (var node in Nodes) node.Dispose();
    }

    private static void Set(Node node, string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        node.Router.PartitionOf(key).Space.Store.AddString(bytes, "v"u8, 0);
    }

    /// <summary>One of the three.</summary>
    internal sealed class Node : IPeerSender, IDisposable
    {
        private readonly ThreeNodes _all;

        public Node(ThreeNodes all, NodeId id, NodeId[] ids, ICommits commits)
        {
            _all = all;
            Id = id;
            Router = new RouterFixture(table: AllCommands.NewTable());
            Directory = new TestDirectory(id, ids, Partitions);
            var runner = new ConfinedRunner(
                Router.Table, Router.Partitions, new Lazy<Commands.Execution.INode>(() => Router.Node), Router.Settings, commits, all._time, NullLogger<ConfinedRunner>.Instance);
            Calls = new NodeCalls(Directory, this, runner, Channels, Counters, all._settings, all._time, NullLogger<NodeCalls>.Instance);
            Router.Node.Everywhere = Calls;
        }

        public NodeId Id { get; }
        public RouterFixture Router { get; }
        public TestDirectory Directory { get; }
        public ChannelTable Channels { get; } = new();
        public ClusterCounters Counters { get; } = new();
        public NodeCalls Calls { get; }

        public string Send(params string[] command) => Router.SendFromWorker(command);

        public string[] KeysOf(int partition)
        {
            var visitor = new KeyCollector(Router.Partitions[partition].Space.Store);
            Router.Partitions[partition].Space.Store.Scan(0, int.MaxValue, ref visitor);
            return [.. visitor.Keys];
        }

        public bool TrySend(NodeId to, PeerLane lane, ReadOnlySpan<byte> message)
        {
            var receiver = _all.Nodes.Single(node => node.Id == to);
            if (!_all.HasRoom(this, receiver)) return false;
            var bytes = message.ToArray();
            if (_all.Passes(this, receiver, bytes)) receiver.Calls.Receive(Id, bytes);
            return true;
        }

        bool IPeerSender.HasRoom(NodeId to, RoomFor what) => true;

        public void Dispose()
        {
            Calls.Dispose();
            Router.Dispose();
        }
    }

    private readonly struct KeyCollector(Engine.Store.PartitionStore store) : Engine.Store.IEntryVisitor
    {
        public List<string> Keys { get; } = [];

        public void Visit(int entry) => Keys.Add(Encoding.UTF8.GetString(store.KeyOf(entry)));
    }
}

/// <summary>A clock that moves on by itself whenever somebody looks at it, so that what waits for time does not wait for real time.</summary>
internal sealed class SteppingTime(TimeSpan step) : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Add(ref _ticks, step.Ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000);
}
