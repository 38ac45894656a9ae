namespace AkkaCache.Daemon;

/// <summary>What the process ends with. A supervisor restarts on everything but 0.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>A bad flag or setting, a used port; for <c>health</c>: not healthy; for <c>replay</c>: not the same.</summary>
    public const int Failed = 1;

    /// <summary>The cluster declared this node down, or its actor system ended for a reason of its own: a restart joins anew.</summary>
    public const int Downed = 3;
}
