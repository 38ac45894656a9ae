using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Placement.Planning;

/// <summary>What nodes tell each other about placement.</summary>
public abstract record PlacementMessage(NodeId From);

/// <summary>Fact: this is the newest plan that the sender knows.</summary>
public sealed record PlanSpread(NodeId From, Plan Plan) : PlacementMessage(From);

/// <summary>Fact: the newest plan that the sender knows has this number.</summary>
public sealed record PlanKnown(NodeId From, PlanId Id) : PlacementMessage(From);

/// <summary>Question: what is the newest plan?</summary>
public sealed record PlanAsked(NodeId From) : PlacementMessage(From);

/// <summary>Fact: the sender is about to leave, and should not be in the next plan.</summary>
public sealed record NodeLeaves(NodeId From) : PlacementMessage(From);

/// <summary>Fact: how the sender is called and where its doors are. Port 0 for a door that is closed.</summary>
/// <param name="Host">As clients reach it.</param>
/// <param name="Asks">The sender does not know the same of the receiver yet.</param>
public sealed record NodeTold(NodeId From, string Name, string Host, int RespPort, int ClientPort, bool Asks) : PlacementMessage(From);
