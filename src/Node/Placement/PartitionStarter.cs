using Akka.Actor;
using AkkaCache.Node.Partitions;

namespace AkkaCache.Node.Placement;

/// <summary>Has every partition started somewhere: sharding on its own starts one only when a message for it arrives.</summary>
/// <remarks>
/// <para>
/// Asks each partition's actor through the region until it answers, since a region may drop what it cannot deliver yet: at the start, and again when a
/// node is gone. What ShardedDaemonProcess does, but for all partitions of the cluster and from every node, because any node may be the last one.
/// Sharding's own StartEntity will not do: its acknowledgement is not public, and a shard that has not noticed the end of its entity yet
/// answers "already started".
/// </para>
/// <para>
/// An actor may end later. So every tick also looks at the gates of the partitions that belong here and asks for those that are closed.
/// </para>
/// </remarks>
public sealed class PartitionStarter : UntypedActor, IWithTimers
{
    /// <summary>The pace of ticks while something is missing, and of the look at the gates: what a partition's clients wait at most after its actor died.</summary>
    internal static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    /// <summary>Unacknowledged requests are repeated after 1, 2, 4 … ticks up to this: a region without a coordinator must not collect them without end.</summary>
    private const int MaxTicksBetween = 16;

    private readonly IActorRef _region;
    private readonly StartPartition[] _requests;
    private readonly PartitionTable _partitions;
    private readonly PlacementPlan _plan;
    private readonly IPartitionDirectory? _directory;
    private readonly bool[] _awaited;
    private int _ticksBetween;
    private int _ticksLeft;

    /// <param name="directory">Who was chosen as primary; null while nobody is chosen at all.</param>
    public PartitionStarter(IActorRef region, PartitionTable partitions, PlacementPlan plan, IPartitionDirectory? directory)
    {
        _directory = directory;
        _region = region;
        _requests = new StartPartition[partitions.PartitionCount];
        for (var i = 0; i < _requests.Length; i++) _requests[i] = new StartPartition(i);
        _partitions = partitions;
        _plan = plan;
        _awaited = new bool[partitions.PartitionCount];
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(TickDue.Instance, TickDue.Instance, Tick);
        AwaitAll();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TickDue:
                Repeat();
                break;
            case PartitionStarted started:
                if ((uint)started.Partition < (uint)_awaited.Length) _awaited[started.Partition] = false;
                break;
            case StartAll:
                AwaitAll();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void AwaitAll()
    {
        Array.Fill(_awaited, true);
        _ticksBetween = _ticksLeft = 1;
        for (var i = 0; i < _awaited.Length; i++) Request(i);
    }

    private void Repeat()
    {
        for (var i = 0; i < _awaited.Length; i++)
        {
            if (_awaited[i] || _partitions[i].Gate.IsOpen || !BelongsHere(i)) continue;
            _awaited[i] = true;
            Request(i);
        }
        if (--_ticksLeft > 0) return;
        _ticksBetween = Math.Min(_ticksBetween * 2, MaxTicksBetween);
        _ticksLeft = _ticksBetween;
        var any = false;
        for (var i = 0; i < _awaited.Length; i++)
        {
            if (!_awaited[i]) continue;
            any = true;
            Request(i);
        }
        if (!any) _ticksBetween = _ticksLeft = 1;
    }

    private bool BelongsHere(int partition) =>
        _directory?.PrimaryOf(partition) is { IsNone: false } chosen ? chosen == _directory.Self : _plan.IsHere(partition);

    private void Request(int partition) => _region.Tell(_requests[partition]);

    private sealed class TickDue
    {
        public static readonly TickDue Instance = new();
    }
}

/// <summary>Command: make sure again that every partition runs somewhere.</summary>
public sealed class StartAll
{
    public static readonly StartAll Instance = new();

    private StartAll()
    {
    }
}
