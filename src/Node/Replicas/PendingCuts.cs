using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Replicas;

/// <summary>The snapshots that this node's partitions send, a chunk of each in turn, as fast as the links take them.</summary>
/// <remarks>
/// One thread of the pool cuts at a time, and each step holds a gate for about as long as a large command, so snapshots never take more than their part of the
/// machine. A cut whose link is full waits until the next <see cref="Wake"/>.
/// </remarks>
public sealed class PendingCuts(int atATime, ILogger log) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly LinkedList<ISnapshotCut> _cuts = [];
    private bool _isRunning;
    private bool _isWoken;

    /// <summary>Snapshots under way or waiting for their turn.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _cuts.Count;
        }
    }

    public void Add(ISnapshotCut cut)
    {
        lock (_lock) _cuts.AddLast(cut);
        Wake();
    }

    /// <summary>A link has room again, or time has passed.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            _isWoken = true;
            if (_isRunning || _cuts.Count == 0) return;
            _isRunning = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        while (TryBeginRound(out var round))
        {
            var isAnyMoved = false;
            foreach (var cut in round)
            {
                switch (Step(cut))
                {
                    case CutStep.More:
                        isAnyMoved = true;
                        break;
                    case CutStep.Done:
                        isAnyMoved = true;
                        lock (_lock) _cuts.Remove(cut);
                        break;
                }
            }
            if (isAnyMoved) Wake();
        }
    }

    private bool TryBeginRound(out ISnapshotCut[] round)
    {
        lock (_lock)
        {
            round = _isWoken ? [.. _cuts.Take(atATime)] : [];
            _isWoken = false;
            _isRunning = round.Length > 0;
            return _isRunning;
        }
    }

    private CutStep Step(ISnapshotCut cut)
    {
        try
        {
            return cut.Step();
        }
        catch (Exception e)
        {
            // The backup asks for another when this one does not come to its end.
            ReplicasLog.CutFailed(log, cut.Partition, e);
            return CutStep.Done;
        }
    }
}

/// <summary>A snapshot that is sent to a backup.</summary>
public interface ISnapshotCut
{
    int Partition { get; }

    /// <summary>Cuts and sends the next chunk. Takes the partition's gate.</summary>
    CutStep Step();
}

/// <summary>What came of a step of a snapshot.</summary>
public enum CutStep
{
    More,

    /// <summary>The link or the gate has no room now.</summary>
    Waits,

    /// <summary>At its end, or of no use any more.</summary>
    Done,
}
