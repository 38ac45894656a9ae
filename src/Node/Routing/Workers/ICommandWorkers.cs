namespace AkkaCache.Node.Routing.Workers;

/// <summary>Threads for what must not happen on a socket's or an actor's.</summary>
public interface ICommandWorkers
{
    /// <summary>Queues work that may wait and take long.</summary>
    void Add(IDeferredWork work);

    /// <summary>Runs something short that waits for nothing, soon, on another thread. It must not throw.</summary>
    void Soon(IThreadPoolWorkItem work);
}
