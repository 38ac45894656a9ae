using AkkaCache.Commands.Execution;

namespace AkkaCache.Node.Sessions;

/// <summary>A connection as CLIENT's filters see it.</summary>
internal sealed class ClientFacts(IConnection connection, long nowMs) : IClientFacts
{
    /// <summary>The only user there is.</summary>
    public const string DefaultUser = "default";

    public long Id => connection.Session.Id;
    public string Address => connection.RemoteAddress;
    public string LocalAddress => connection.LocalAddress;
    public string User => DefaultUser;
    public string Type => connection.Session.SubscriptionCount > 0 ? "pubsub" : "normal";
    public long AgeSeconds => Math.Max(0, nowMs - connection.StartedMs) / 1000;
}
