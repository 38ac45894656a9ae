using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Replicas;

/// <summary>What a replicated partition needs of its node.</summary>
/// <param name="Clock">Of leases.</param>
/// <param name="HasRoom">Whether more may be queued for a node now.</param>
/// <param name="Flushes">Partitions whose backups are to be sent something.</param>
/// <param name="Cuts">Partitions that cut snapshots.</param>
/// <param name="IsSync">Answers wait until copies have what they tell of.</param>
/// <param name="Writes">When writes wait.</param>
/// <param name="Events">Who is told what happens.</param>
/// <param name="Counters">Of effects and snapshots.</param>
public sealed record ReplicaServices(MonotonicClock Clock, Func<NodeId, RoomFor, bool> HasRoom, PendingFlushes Flushes, PendingCuts Cuts, bool IsSync, WriteLimits Writes, IReplicaEvents Events, ClusterCounters Counters);

/// <summary>When writes of a replicated partition wait, and for how long.</summary>
/// <param name="MinInSync">Whole copies, the primary's included, below which they wait; as many as there are voters are enough. 0: they never do.</param>
/// <param name="MaxLagBytes">Effects that copies of the in-sync set have not acknowledged, beyond which they wait.</param>
/// <param name="Wait">How long, before they are refused.</param>
public sealed record WriteLimits(int MinInSync, long MaxLagBytes, TimeSpan Wait);
