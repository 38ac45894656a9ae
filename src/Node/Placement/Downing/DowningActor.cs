using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace AkkaCache.Node.Placement.Downing;

/// <summary>Looks at who reaches whom, and acts when that has not changed for a while.</summary>
internal sealed class DowningActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly Cluster _cluster;
    private readonly TimeSpan _stableAfter;
    private readonly SplitBrainStrategy _strategy;
    private readonly int _quorum;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private DowningView _view = new([], new HashSet<(UniqueAddress, UniqueAddress)>());
    private long _since;
    private IReadOnlySet<UniqueAddress> _told = new HashSet<UniqueAddress>();

    public DowningActor(Cluster cluster, TimeSpan stableAfter, SplitBrainStrategy strategy, int quorum)
    {
        _cluster = cluster;
        _stableAfter = stableAfter;
        _strategy = strategy;
        _quorum = quorum;
        _since = TimeProvider.System.GetTimestamp();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(Look.Instance, Look.Instance, Pace);

    protected override void OnReceive(object message)
    {
        if (message is not Look || _cluster.IsTerminated) return;
        var view = AkkaReachability.Of(_cluster);
        if (!view.IsSame(_view))
        {
            _view = view;
            _since = TimeProvider.System.GetTimestamp();
        }
        if (view.Silent.Count == 0 || TimeProvider.System.GetElapsedTime(_since) < _stableAfter) return;
        Act(DowningRule.Leaving(view, _strategy, _quorum));
    }

    /// <summary>Who leaves declares itself down. Of those who stay the lowest address declares the others.</summary>
    private void Act(IReadOnlySet<UniqueAddress> leaving)
    {
        var self = _cluster.SelfUniqueAddress;
        var acts = Told(leaving, self);
        if (acts.Count > 0 && !acts.SetEquals(_told)) _log.Warning("Declares down [{0}], who cannot reach the rest of {1} members since {2} s", string.Join(", ", acts), _view.Members.Count, _stableAfter.TotalSeconds);
        _told = acts;
        foreach (var node in acts) _cluster.Down(node.Address);
    }

    private IReadOnlySet<UniqueAddress> Told(IReadOnlySet<UniqueAddress> leaving, UniqueAddress self)
    {
        if (leaving.Contains(self)) return new HashSet<UniqueAddress> { self };
        return _view.Members.Select(member => member.Node).Where(node => !leaving.Contains(node)).Min() == self ? leaving : new HashSet<UniqueAddress>();
    }

    private sealed class Look
    {
        public static readonly Look Instance = new();
    }
}
