using System.Collections.Immutable;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Copies;

/// <summary>Which epoch each effect of a copy is of. Two copies that agree on the epoch at an index agree on everything up to it.</summary>
/// <remarks>
/// A position is used by one primary only, and a primary appends to what it holds; so equal (epoch, index) means an equal past, as in Raft's log matching. That is all the
/// rules need to know of a log; its bytes are the carrier's.
/// </remarks>
public sealed class EpochHistory
{
    /// <summary>Terms of office remembered. A copy that fell behind by more takes a snapshot.</summary>
    public const int MaxRuns = 64;

    private readonly List<EpochRun> _runs = [];

    /// <summary>Effects held since the partition began.</summary>
    public long LastIndex { get; private set; }

    public Position Last => new(_runs.Count == 0 ? Epoch.None : _runs[^1].Epoch, LastIndex);

    public ImmutableArray<EpochRun> Runs => [.. _runs];

    /// <summary>The epoch of the effect at <paramref name="index"/> (1 is the first); that of index 0 is none. Null when it is not remembered or not held.</summary>
    public Epoch? EpochAt(long index)
    {
        if (index == 0) return Epoch.None;
        if (index > LastIndex) return null;
        for (var i = _runs.Count - 1; i >= 0; i--)
            if (_runs[i].First <= index) return _runs[i].Epoch;
        return null;
    }

    public void Append(Epoch epoch, long count)
    {
        if (count == 0) return;
        if (_runs.Count == 0 || _runs[^1].Epoch != epoch)
        {
            if (_runs.Count >= MaxRuns) _runs.RemoveRange(0, _runs.Count - MaxRuns + 1);
            _runs.Add(new EpochRun(LastIndex + 1, epoch));
        }
        LastIndex += count;
    }

    /// <summary>The runs of the effects after <paramref name="index"/>, the first beginning there. All of them are remembered.</summary>
    public ImmutableArray<EpochRun> RunsAfter(long index, long count)
    {
        var builder = ImmutableArray.CreateBuilder<EpochRun>(1);
        foreach (var run in _runs)
        {
            if (run.First > index + count) break;
            if (run.First > index + 1) builder.Add(run);
            else if (builder.Count == 0) builder.Add(new EpochRun(index + 1, run.Epoch));
            else builder[0] = new EpochRun(index + 1, run.Epoch);
        }
        return count == 0 ? [] : builder.ToImmutable();
    }

    public void Clear()
    {
        _runs.Clear();
        LastIndex = 0;
    }

    public void Become(ImmutableArray<EpochRun> runs, long lastIndex)
    {
        _runs.Clear();
        _runs.AddRange(runs);
        LastIndex = lastIndex;
    }
}
