namespace AkkaCache.Node.Routing.Workers;

/// <summary>Work that may wait for a gate or take long: the deferred command of a connection, or commands of a partition that queued up.</summary>
public interface IDeferredWork
{
    /// <summary>Does it, on a worker's thread.</summary>
    void RunDeferred();

    /// <summary>It threw, or the node ends before its turn: it will not run.</summary>
    void Abandon();
}
