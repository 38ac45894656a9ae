using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Placement;

/// <summary>Turns cluster events into placement: members that are up hold partitions, and after a removal every partition is started anew.</summary>
public sealed class MembershipListener : UntypedActor
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Dictionary<UniqueAddress, ClusterNode> _up = [];
    private readonly PlacementPlan _plan;
    private readonly IActorRef _starter;
    private readonly ILogger _log;

    public MembershipListener(PlacementPlan plan, IActorRef starter, ILogger log)
    {
        _plan = plan;
        _starter = starter;
        _log = log;
    }

    protected override void PreStart() =>
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.CurrentClusterState state:
                foreach (var member in state.Members)
                {
                    if (member.Status == MemberStatus.Up) _up[member.UniqueAddress] = ClusterNode.Of(member);
                }
                _plan.MembersChanged(_up.Values);
                break;
            case ClusterEvent.MemberUp up:
                _up[up.Member.UniqueAddress] = ClusterNode.Of(up.Member);
                PlacementLog.MemberUp(_log, up.Member.Address);
                _plan.MembersChanged(_up.Values);
                break;
            case ClusterEvent.MemberRemoved removed:
                Forget(removed.Member);
                if (removed.Member.UniqueAddress != _cluster.SelfUniqueAddress) PlacementLog.MemberRemoved(_log, removed.Member.Address);
                _starter.Tell(StartAll.Instance);
                break;
            case ClusterEvent.MemberLeft or ClusterEvent.MemberExited or ClusterEvent.MemberDowned:
                Forget(((ClusterEvent.IMemberEvent)message).Member);
                break;
            case ClusterEvent.UnreachableMember unreachable:
                PlacementLog.MemberUnreachable(_log, unreachable.Member.Address);
                break;
            case ClusterEvent.ReachableMember reachable:
                PlacementLog.MemberReachable(_log, reachable.Member.Address);
                break;
            case ClusterEvent.IMemberEvent:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Forget(Member member)
    {
        if (_up.Remove(member.UniqueAddress)) _plan.MembersChanged(_up.Values);
    }
}
