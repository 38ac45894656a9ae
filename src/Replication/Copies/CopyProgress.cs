using AkkaCache.Protocol.Topology;

namespace AkkaCache.Replication.Copies;

/// <summary>How far a copy has come, as its primary knows it.</summary>
/// <param name="Acknowledged">The last effect it holds for certain; -1 when it has said nothing yet.</param>
/// <param name="IsRequired">Answers wait for it: it is of the in-sync set, or about to be.</param>
/// <param name="IsReceiving">It is being sent a snapshot.</param>
/// <param name="OwesSince">Since when it owes an acknowledgement without having moved; meaningless when it owes none.</param>
public readonly record struct CopyProgress(NodeId Node, long Acknowledged, bool IsRequired, bool IsReceiving, long OwesSince);
