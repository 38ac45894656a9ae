namespace AkkaCache.Node.Routing;

/// <summary>What became of a command.</summary>
public enum RouteResult
{
    /// <summary>Executed or refused; its reply is written.</summary>
    Done,

    /// <summary>Nothing happened: it has to be routed again on a worker, which may wait and work long.</summary>
    Deferred,
}
