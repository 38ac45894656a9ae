using AkkaCache.Node.Routing.Workers;

namespace AkkaCache.Node.Tests.Routing.Cluster;

/// <summary>Work that runs when the test says so, on its thread.</summary>
internal sealed class ManualWorkers : ICommandWorkers
{
    private readonly List<Action> _queue = [];

    public int Count => _queue.Count;

    public void Add(IDeferredWork work) => _queue.Add(work.RunDeferred);

    public void Soon(IThreadPoolWorkItem work) => _queue.Add(work.Execute);

    public void Run(int index)
    {
        var work = _queue[index];
        _queue.RemoveAt(index);
        work();
    }

    public void Drop() => _queue.Clear();
}
