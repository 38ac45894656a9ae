using AkkaCache.Protocol.Topology;

namespace AkkaCache.Replication.Roles;

/// <summary>When a partition's primary was heard last, and who that was.</summary>
internal readonly record struct Heard(NodeId Primary, long At);
