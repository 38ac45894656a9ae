using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaCache.Node.Hosting;

/// <summary>Why a node that has ended did so, and how it ends of its own accord.</summary>
/// <remarks>The actor system is asked for late: who retires a node may be made before it.</remarks>
public sealed class NodeDeparture(IServiceProvider services)
{
    /// <summary>
    /// True when it was told to leave, by its host or by the cluster's operator; false when the cluster declared it down, it retired, or its actor system ended for a
    /// reason of its own. Certain once the host has stopped.
    /// </summary>
    public bool WasAsked => Shutdown.ShutdownReason is CoordinatedShutdown.ClrExitReason or CoordinatedShutdown.ClusterLeavingReason;

    /// <summary>Whoever runs the node starts it anew when it has ended without having been asked to.</summary>
    public bool RunsAgain { get; set; }

    /// <summary>Why it wants to be started anew, in words for its output; null: it does not, or the cluster went on without it.</summary>
    public string? Again { get; private set; }

    /// <summary>The member that the node joins in its next life, when it was told to.</summary>
    public SeedAddress? Meets { get; private set; }

    private CoordinatedShutdown Shutdown => CoordinatedShutdown.Get(services.GetRequiredService<ActorSystem>());

    /// <summary>The others went on without this node: it leaves, and its host stops. Whoever runs it may start it anew, under another identity. Returns at once.</summary>
    public void Retire() => _ = Shutdown.Run(Retired.Instance);

    /// <summary>The node ends, to join others in its next life. Returns at once. Only where it <see cref="RunsAgain"/>.</summary>
    public void Meet(SeedAddress member)
    {
        Meets = member;
        Again = $"joins the cluster of {member}, as it was told";
        Retire();
    }

    /// <summary>The node ends, to try under another identity what it could not do under this one. Returns at once. Only where it <see cref="RunsAgain"/>.</summary>
    public void StartOver(string why)
    {
        Again = why;
        Retire();
    }

    private sealed class Retired : CoordinatedShutdown.Reason
    {
        public static readonly Retired Instance = new();

        /// <summary>Not used: the host ends the process.</summary>
        public override int ExitCode => 0;
    }
}
