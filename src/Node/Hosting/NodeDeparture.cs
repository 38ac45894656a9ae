using Akka.Actor;

namespace AkkaCache.Node.Hosting;

/// <summary>Why a node that has ended did so.</summary>
public sealed class NodeDeparture(ActorSystem system)
{
    /// <summary>
    /// True when it was told to leave, by its host or by the cluster's operator; false when the cluster declared it down or its actor system ended for a
    /// reason of its own. Certain once the host has stopped.
    /// </summary>
    public bool WasAsked => CoordinatedShutdown.Get(system).ShutdownReason is CoordinatedShutdown.ClrExitReason or CoordinatedShutdown.ClusterLeavingReason;
}
