using System.Collections.Immutable;
using System.Text;
using AkkaCache.Commands.Effects;
using AkkaCache.Commands.Execution;
using AkkaCache.Commands.Table;
using AkkaCache.Engine.Store;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Replicas;
using AkkaCache.Node.Routing;
using AkkaCache.Node.Sessions;
using AkkaCache.Node.Sessions.Replies;
using AkkaCache.Node.Telemetry;
using AkkaCache.Node.Tests.Routing;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Topology;
using AkkaCache.Protocol.Vectors;
using AkkaCache.Replication;
using AkkaCache.Replication.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaCache.Node.Tests.Replicas;

/// <summary>A node of real partitions, replicas and threads, without Akka and doors.</summary>
internal sealed class ReplicatedNode : IDisposable
{
    public const int Partitions = 16;

    public const int SnapshotsAtATime = 4;

    private readonly CommandTable _table = AllCommands.NewTable();
    private readonly DataSettings _settings = new();

    public ReplicatedNode(NodeId id, PeerNetwork network, ReplicationSettings settings, int logBytes, WriteLimits writes, IJournalOutput? journal = null)
    {
        Id = id;
        Table = new PartitionTable(new PartitionLayout(Partitions), index => new Partition(index, (ulong)(index + id.GetHashCode()), logBytes, new EffectApplier(_table)));
        Directory = new PartitionDirectory(Partitions);
        Directory.Start(id);
        var sender = new ReplicationSender(network.SenderOf(id));
        var clock = new MonotonicClock(TimeProvider.System);
        News = new ReplicaNews(Directory, [], NullLogger<ReplicaNews>.Instance);
        Services = new ReplicaServices(clock, sender.HasRoom, new PendingFlushes(), new PendingCuts(SnapshotsAtATime, NullLogger.Instance), IsSync: false, writes, News, new ClusterCounters());
        Runner = new ReplicationRunner(id, Table.AllHosts, settings, sender, Services, id.GetHashCode(), NullLogger.Instance, journal);
        Router = new CommandRouter(_table, Table, new FakeRoom());
        Comparisons = new CopyComparisons(Table.All.ToArray(), TimeSpan.FromMilliseconds(50), NullLogger.Instance);
        network.Add(this);
        Runner.Start();
    }

    public NodeId Id { get; }

    public PartitionTable Table { get; }

    public PartitionDirectory Directory { get; }

    public ReplicaNews News { get; }

    public ReplicaServices Services { get; }

    public ReplicationRunner Runner { get; }

    public CommandRouter Router { get; }

    /// <summary>Not started by itself.</summary>
    public CopyComparisons Comparisons { get; }

    /// <summary>Runs a command as a worker does and returns its reply.</summary>
    public string Run(params string[] arguments) => RunAll(arguments);

    /// <summary>Runs commands of one connection as a worker does and returns their replies.</summary>
    public string RunAll(params string[][] commands)
    {
        using var writer = new RespWriter();
        var session = new Session(1, writer, new ReplyOrder(writer, NoOwner.Instance), new FakeSubscriptions(), new FakeNode());
        return string.Concat(commands.Select(command => Run(session, writer, command)));
    }

    private string Run(Session session, RespWriter writer, string[] arguments)
    {
        var node = new FakeNode();
        var bytes = new List<byte>();
        var ranges = new List<ArgumentRange>();
        foreach (var argument in arguments)
        {
            var utf8 = Encoding.UTF8.GetBytes(argument);
            ranges.Add(new ArgumentRange(bytes.Count, utf8.Length));
            bytes.AddRange(utf8);
        }
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var context = new CommandContext(writer, session, node, Table, _settings, nowMs);
        Router.Route(ref context, session, new CommandVector(bytes.ToArray(), ranges.ToArray()));
        Services.Flushes.Flush();
        var reply = new StringBuilder();
        while (writer.PendingBytes > 0)
        {
            var chunk = writer.Peek();
            reply.Append(Encoding.UTF8.GetString(chunk));
            writer.Take(chunk.Count);
        }
        return reply.ToString();
    }

    public Partition PartitionOf(string key) => Table[Table.PartitionOf(Encoding.UTF8.GetBytes(key))];

    public bool Serves(int partition) => Table[partition].Gate.IsOpen;

    /// <summary>Who may follow this node as primary of the partition, by what was chosen; nobody where it is not primary.</summary>
    public ImmutableArray<NodeId> InSyncOf(int partition)
    {
        var gate = Table[partition].Gate;
        gate.TryLock(wait: true);
        try
        {
            return Table[partition].Copy!.Replica.Chosen?.InSync ?? [];
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>The position and content of a copy, or nothing while it is not whole.</summary>
    public string Dump(int partition)
    {
        var gate = Table[partition].Gate;
        gate.TryLock(wait: true);
        try
        {
            var replica = Table[partition].Copy!.Replica;
            if (!replica.IsValid) return "";
            var lines = new List<string>();
            var visitor = new Lister(Table[partition].Space.Store, lines);
            ulong cursor = 0;
            do cursor = Table[partition].Space.Store.Scan(cursor, 1000, ref visitor);
            while (cursor != 0);
            Table[partition].Space.Store.CheckInvariants();
            return $"{replica.History.Last.Index} {Table[partition].Space.Effects.LastSequence}\n{string.Join('\n', lines.Distinct().Order(StringComparer.Ordinal))}";
        }
        finally
        {
            gate.Exit();
        }
    }

    public void Dispose()
    {
        Comparisons.Dispose();
        Runner.Dispose();
        Table.Dispose();
    }

    /// <summary>Nobody waits for replies.</summary>
    private sealed class NoOwner : IReplyOwner
    {
        public static readonly NoOwner Instance = new();

        public void RepliesMoved()
        {
        }
    }

    private readonly struct Lister(PartitionStore store, List<string> lines) : IEntryVisitor
    {
        public void Visit(int entry)
        {
            var key = Encoding.UTF8.GetString(store.KeyOf(entry));
            if (store.KindOf(entry) == EntryKind.String)
            {
                lines.Add($"{key}={Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(store.StringOf(entry)))[..16]} {store.DueOf(entry)}");
                return;
            }
            var board = store.BoardOf(entry);
            var text = new StringBuilder($"{key}: {store.DueOf(entry)}");
            for (var rank = 0; rank < board.Count; rank++)
            {
                var at = board.At(rank);
                text.Append($" {Encoding.UTF8.GetString(at.Member)}={at.Score}");
            }
            lines.Add(text.ToString());
        }
    }
}
