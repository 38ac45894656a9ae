using Akka.Actor;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Placement.Planning;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Placement;

/// <summary>The <see cref="PlacementView"/> in force on this node: changed by plans, by membership and by partitions that open here, read by anyone.</summary>
public sealed class PlacementPlan : IPartitionEvents
{
    private readonly Lock _changes = new();
    private readonly PartitionLayout _layout;
    private readonly long[] _epochs;
    private IReadOnlyCollection<ClusterNode> _members = [];
    private ClusterNode? _self;
    private PlacementView? _current;
    private long _version;

    public PlacementPlan(PartitionLayout layout)
    {
        _layout = layout;
        _epochs = new long[layout.Count];
    }

    /// <summary>A plan is in force: which nodes should hold which partitions. Raised by one actor, one plan after the other.</summary>
    public event Action<Plan>? PlanChanged;

    /// <summary>Null until the node knows a plan.</summary>
    public PlacementView? Current => Volatile.Read(ref _current);

    /// <summary>This node, once it knows its address.</summary>
    public ClusterNode? Self => Volatile.Read(ref _self);

    public void Start(ClusterNode self) => Volatile.Write(ref _self, self);

    /// <summary>The members whose addresses are known from now on. Who holds what is the plan's affair.</summary>
    public void MembersChanged(IReadOnlyCollection<ClusterNode> members)
    {
        lock (_changes)
        {
            _members = members;
            if (_current is { } view) Volatile.Write(ref _current, NewView(view.Plan));
        }
    }

    /// <summary>Puts a plan in force.</summary>
    public void Adopt(Plan plan)
    {
        lock (_changes) Volatile.Write(ref _current, NewView(plan));
        PlanChanged?.Invoke(plan);
    }

    public void Opened(int partition, long epoch)
    {
        lock (_changes)
        {
            _epochs[partition] = epoch;
            if (_current is { } view) Volatile.Write(ref _current, NewView(view.Plan));
        }
    }

    public void Closed(int partition)
    {
    }

    /// <summary>True when the plan wants this node to serve the partition.</summary>
    public bool IsHere(int partition) => Current is { } view && Self is { } self && view.Map[partition].Owners.Primary == self.Id;

    /// <summary>The address of this node; regions on it are known without one.</summary>
    internal Address? OwnAddress => Self?.Address;

    private PlacementView NewView(Plan plan) => PlacementView.Of(plan, _members, _layout, ++_version, _epochs);
}
