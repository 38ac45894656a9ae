using System.Collections.Concurrent;

namespace AkkaCache.Node.Doors.Resp;

/// <summary>Messages of channels that a connection was sent and has not written out yet, bounded by their bytes. Filled from any thread, emptied by its runner.</summary>
internal sealed class PushQueue
{
    private readonly ConcurrentQueue<ReadOnlyMemory<byte>> _pushes = new();
    private long _bytes;

    /// <summary>False when more would wait than <paramref name="limitBytes"/>.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> resp, long limitBytes)
    {
        // Bounded here, not when it is written out: the runner may be a worker that is busy for long.
        if (Interlocked.Add(ref _bytes, resp.Length) > limitBytes) return false;
        _pushes.Enqueue(resp);
        return true;
    }

    public bool TryTake(out ReadOnlyMemory<byte> resp)
    {
        if (!_pushes.TryDequeue(out resp)) return false;
        Interlocked.Add(ref _bytes, -resp.Length);
        return true;
    }
}
