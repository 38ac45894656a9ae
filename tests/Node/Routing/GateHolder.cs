using AkkaCache.Node.Partitions;

namespace AkkaCache.Node.Tests.Routing;

/// <summary>A thread of its own that holds a gate until told otherwise.</summary>
internal sealed class GateHolder : IDisposable
{
    private readonly ManualResetEventSlim _release = new();
    private readonly Thread _thread;

    /// <summary>Returns once the gate is held.</summary>
    public GateHolder(Gate gate)
    {
        using var held = new ManualResetEventSlim();
        _thread = new Thread(() =>
        {
            gate.TryEnter();
            held.Set();
            _release.Wait();
            gate.Exit();
        });
        _thread.Start();
        held.Wait();
    }

    public void Release()
    {
        _release.Set();
        _thread.Join();
    }

    public void Dispose()
    {
        Release();
        _release.Dispose();
    }
}
