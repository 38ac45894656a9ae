using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using AkkaCache.Node.Doors;
using AkkaCache.Node.Hosting;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Placement;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaCache.Node.Tests.Hosting;

/// <summary>A node hosted in the test's process, with what it tells of the membership written down.</summary>
internal sealed class FormingNode : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="seed">Empty: it forms the cluster.</param>
    public FormingNode(string name, string seed)
    {
        Name = name;
        var reader = new NodeOptionsReader()
            .Set("node.name", name, "test")
            .Set("node.zone", "zone-" + name, "test")
            .Set("doors.resp.port", "0", "test")
            .Set("doors.akka.port", "0", "test")
            .Set("doors.client.port", "off", "test")
            .Set("cluster.partitions", "16", "test")
            .Set("cluster.profile", "test", "test");
        if (seed.Length > 0) reader.Set("cluster.seeds", [seed], "test");
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IMembershipSink>(Sink);
        builder.Services.AddSingleton<IDrain>(Drain);
        builder.AddAkkaCacheNode(reader.Read());
        Host = builder.Build();
    }

    public string Name { get; }

    public IHost Host { get; }

    public RecordingSink Sink { get; } = new();

    public SwitchedDrain Drain { get; } = new();

    public ActorSystem System => Host.Services.GetRequiredService<ActorSystem>();

    public PlacementPlan Plan => Host.Services.GetRequiredService<PlacementPlan>();

    public NodeDirectory Directory => Host.Services.GetRequiredService<NodeDirectory>();

    public IRespAddresses Addresses => Host.Services.GetRequiredService<IRespAddresses>();

    public NodeId Id => Plan.Self!.Id;

    public string AkkaAddress => $"{Plan.Self!.Address.Host}:{Plan.Self.Address.Port}";

    public int RespPort => ((IPEndPoint)Host.Services.GetRequiredService<OpenDoors>()[DoorKind.Resp]!).Port;

    public async ValueTask DisposeAsync()
    {
        Drain.IsDrained = true;
        await Host.StopAsync();
        Host.Dispose();
    }

    public sealed class RecordingSink : IMembershipSink
    {
        private ImmutableArray<NodeId> _up = [];
        private ImmutableArray<NodeId> _gone = [];
        private ImmutableArray<PartitionOwners> _owners = [];
        private volatile bool _founded;

        public bool Founded => _founded;

        public ImmutableArray<NodeId> Up => Read(ref _up);

        public ImmutableArray<NodeId> Gone => Read(ref _gone);

        public ImmutableArray<PartitionOwners> Owners => Read(ref _owners);

        public void FirstOfCluster() => _founded = true;

        public void MembersChanged(ImmutableArray<NodeId> up, ImmutableArray<NodeId> gone)
        {
            ImmutableInterlocked.InterlockedExchange(ref _gone, gone);
            ImmutableInterlocked.InterlockedExchange(ref _up, up);
        }

        public void Unreachable(NodeId node)
        {
        }

        public void Reachable(NodeId node)
        {
        }

        public void PlanChanged(long version, ImmutableArray<PartitionOwners> owners) => ImmutableInterlocked.InterlockedExchange(ref _owners, owners);

        private static ImmutableArray<T> Read<T>(ref ImmutableArray<T> array) => ImmutableInterlocked.InterlockedCompareExchange(ref array, [], []);
    }

    public sealed class SwitchedDrain : IDrain
    {
        private volatile bool _isDrained = true;

        public bool IsDrained
        {
            get => _isDrained;
            set => _isDrained = value;
        }
    }
}
