using Akka.Actor;
using Akka.Cluster;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Placement.Planning;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Placement;

/// <summary>
/// Turns cluster events into placement: tells who is a member, keeps this node at the newest plan, makes nodes known to each other, and takes this node out of
/// the plan before it leaves. One on every node; they talk to each other.
/// </summary>
public sealed class MembershipListener : UntypedActor, IWithTimers
{
    /// <summary>The actor's name, by which the others find it.</summary>
    public const string Name = "membership-listener";

    /// <summary>A node that leaves says so, and looks whether it may go, at this pace.</summary>
    private static readonly TimeSpan LeavePace = TimeSpan.FromMilliseconds(200);

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly MemberList _members = new();
    private readonly NodeId _self;
    private readonly PlanKeeper _keeper;
    private readonly Introductions _introductions;
    private readonly PlacementPlan _plan;
    private readonly NodeDirectory _directory;
    private readonly IActorRef _starter;
    private readonly IReadOnlyList<IMembershipSink> _sinks;
    private readonly IDrain? _drain;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private IActorRef? _leaver;
    private bool _founded;
    private bool _ended;

    /// <param name="drain">Null when nothing has to be handed over.</param>
    public MembershipListener(
        Planner planner, PlacementPlan plan, NodeDirectory directory, IActorRef starter, IReadOnlyList<IMembershipSink> sinks, IDrain? drain, TimeProvider time, ILogger log)
    {
        _self = ClusterNode.IdOf(_cluster.SelfUniqueAddress);
        _keeper = new PlanKeeper(_self, planner, Send, Adopted);
        _introductions = new Introductions(_self, Send);
        _plan = plan;
        _directory = directory;
        _starter = starter;
        _sinks = sinks;
        _drain = drain;
        _time = time;
        _log = log;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private long Now => _time.GetElapsedTime(0).Ticks;

    protected override void PreStart() =>
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        // A node that is out of the cluster is told that all others are gone, which they are not.
        if (message is ClusterEvent.IClusterDomainEvent && (_ended || _cluster.IsTerminated)) return;
        switch (message)
        {
            case ClusterEvent.CurrentClusterState state:
                foreach (var member in state.Members) Apply(member);
                MembersChanged();
                foreach (var member in state.Unreachable) Reached(member, isReachable: false);
                break;
            case ClusterEvent.IMemberEvent change:
                Changed(change);
                break;
            case ClusterEvent.UnreachableMember unreachable:
                PlacementLog.MemberUnreachable(_log, unreachable.Member.Address);
                Reached(unreachable.Member, isReachable: false);
                break;
            case ClusterEvent.ReachableMember reachable:
                PlacementLog.MemberReachable(_log, reachable.Member.Address);
                Reached(reachable.Member, isReachable: true);
                break;
            case NodeTold told:
                if (told.From == _self) Introduce(told);
                else if (_introductions.Received(told, Now)) _directory.SetTold(told);
                break;
            case PlacementMessage about:
                if (about is NodeLeaves) _directory.SetLeaving(about.From);
                _keeper.Received(about, Now);
                break;
            case LeaveWanted:
                _leaver = Sender;
                _directory.SetLeaving(_self);
                Leave();
                break;
            case LeaveDue:
                Leave();
                break;
            case WorkDue:
                _keeper.Tick(Now);
                _introductions.Tick(Now);
                break;
            default:
                Unhandled(message);
                break;
        }
        SetTimer();
    }

    private void Changed(ClusterEvent.IMemberEvent change)
    {
        if (change.Member.UniqueAddress == _cluster.SelfUniqueAddress && change.Member.Status is MemberStatus.Down or MemberStatus.Removed)
        {
            _ended = true;
            return;
        }
        if (Apply(change.Member)) MembersChanged();
        switch (change)
        {
            case ClusterEvent.MemberUp:
                PlacementLog.MemberUp(_log, change.Member.Address);
                break;
            case ClusterEvent.MemberDowned:
                PlacementLog.MemberDowned(_log, change.Member.Address);
                break;
            case ClusterEvent.MemberRemoved:
                PlacementLog.MemberRemoved(_log, change.Member.Address);
                break;
        }
    }

    private bool Apply(Member member)
    {
        if (member.Status == MemberStatus.Removed) _starter.Tell(StartAll.Instance);
        if (!_founded && member.UniqueAddress == _cluster.SelfUniqueAddress && MemberList.IsFirst(member))
        {
            _founded = true;
            foreach (var sink in _sinks) sink.FirstOfCluster();
        }
        return _members.Apply(member);
    }

    private void MembersChanged()
    {
        var members = _members.ByAge;
        ClusterNode[] nodes = [.. members.Select(member => member.Node)];
        _plan.MembersChanged(nodes);
        _directory.SetMembers(nodes);
        foreach (var member in members)
        {
            if (!member.IsUp) _directory.SetLeaving(member.Node.Id);
        }
        var (up, gone) = (_members.Ids, _members.Gone);
        foreach (var sink in _sinks) sink.MembersChanged(up, gone);
        _introductions.MembersChanged(up, Now);
        _keeper.MembersChanged(members, Now);
    }

    private void Reached(Member member, bool isReachable)
    {
        var node = ClusterNode.IdOf(member.UniqueAddress);
        _directory.SetReachable(node, isReachable);
        foreach (var sink in _sinks)
        {
            if (isReachable) sink.Reachable(node);
            else sink.Unreachable(node);
        }
    }

    private void Introduce(NodeTold own)
    {
        _directory.SetOwn(own);
        _introductions.Introduce(own, Now);
    }

    private void Adopted(Plan plan)
    {
        PlacementLog.PlanAdopted(_log, plan.Id.Version, plan.Nodes.Length, plan.Id.Leader);
        _plan.Adopt(plan);
        foreach (var sink in _sinks) sink.PlanChanged(plan.Id.Version, plan.Owners);
    }

    /// <summary>Out of the plan first, then nothing left to hand over: then it may go. Nobody to hand over to: at once.</summary>
    private void Leave()
    {
        if (_leaver is null) return;
        _keeper.Leave(Now);
        if (_ended || _keeper.EveryoneLeaves || (_keeper.Newest?.Covers(_self) != true && _drain?.IsDrained != false))
        {
            _leaver.Tell(LeaveReady.Instance);
            _leaver = null;
            return;
        }
        Timers.StartSingleTimer(LeaveDue.Instance, LeaveDue.Instance, LeavePace);
    }

    private void Send(NodeId to, PlacementMessage message)
    {
        foreach (var member in _members.ByAge)
        {
            if (member.Node.Id == to) Context.ActorSelection(new RootActorPath(member.Node.Address) / "user" / Name).Tell(message);
        }
    }

    private void SetTimer()
    {
        var due = Math.Min(_keeper.Due, _introductions.Due);
        if (due == long.MaxValue) Timers.Cancel(WorkDue.Instance);
        else Timers.StartSingleTimer(WorkDue.Instance, WorkDue.Instance, new TimeSpan(Math.Max(due - Now, 0)));
    }

    private sealed class WorkDue
    {
        public static readonly WorkDue Instance = new();
    }

    private sealed class LeaveDue
    {
        public static readonly LeaveDue Instance = new();
    }
}

/// <summary>Command: take this node out of the plan and have it hand over what it holds. Answered by <see cref="LeaveReady"/>, perhaps never.</summary>
public sealed class LeaveWanted
{
    public static readonly LeaveWanted Instance = new();

    private LeaveWanted()
    {
    }
}

/// <summary>Fact: nobody counts on this node any more.</summary>
public sealed class LeaveReady
{
    public static readonly LeaveReady Instance = new();

    private LeaveReady()
    {
    }
}
