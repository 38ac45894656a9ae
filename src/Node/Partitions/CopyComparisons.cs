using System.Diagnostics;
using AkkaCache.Commands.Effects;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Partitions;

/// <summary>Has the copies of this node's partitions compared with them, round after round: what differs, for whatever reason, is found and replaced before it is needed.</summary>
/// <remarks>
/// One thread, one slice at a time (<see cref="CopyDigester"/>), and after each a rest many times as long as it took: a round over much data takes long and disturbs nobody.
/// What a copy is compared with is sent behind the effects, so writes go on; a copy that lags is waited for, for a while.
/// </remarks>
internal sealed class CopyComparisons : IDisposable
{
    /// <summary>Rests between slices in parts of their time: a fiftieth of one processor at most, and about as much where the copy is.</summary>
    private const int RestPerWork = 49;

    /// <summary>How often a partition whose copies are not ready is looked at again in one round, <see cref="Rest"/> after <see cref="Rest"/>.</summary>
    private const int MaxWaits = 100;

    /// <summary>The shortest rest: copies that lag for less are no reason to go on to the next partition.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(2);

    private readonly IReadOnlyList<Partition> _partitions;
    private readonly TimeSpan _every;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly CopyDigester _digester = new();
    private readonly Thread _thread;
    private long _rounds;

    /// <param name="every">From the beginning of a round to that of the next, which waits for the end of the one before.</param>
    public CopyComparisons(IReadOnlyList<Partition> partitions, TimeSpan every, ILogger log)
    {
        _partitions = partitions;
        _every = every;
        _log = log;
        _thread = new Thread(Run) { IsBackground = true, Name = "compare copies" };
    }

    /// <summary>Rounds that came to their end.</summary>
    public long Rounds => Volatile.Read(ref _rounds);

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _stop.Cancel();
        if (_thread.IsAlive) _thread.Join(TimeSpan.FromSeconds(1));
    }

    private void Run()
    {
        try
        {
            while (Sleep(_every))
            {
                var started = Stopwatch.GetTimestamp();
                foreach (var partition in _partitions)
                    if (!Compare(partition)) return;
                Volatile.Write(ref _rounds, _rounds + 1);
                if (Stopwatch.GetElapsedTime(started) is var taken && taken > _every) PartitionLog.ComparisonSlow(_log, (long)taken.TotalSeconds, (long)_every.TotalSeconds);
            }
        }
        catch (Exception e)
        {
            // Copies serve as before, they are only not looked at any more.
            PartitionLog.ComparisonFailed(_log, e);
        }
    }

    /// <summary>False when the node ends.</summary>
    private bool Compare(Partition partition)
    {
        _digester.StartOver();
        for (var waits = 0; waits < MaxWaits;)
        {
            var started = Stopwatch.GetTimestamp();
            var step = partition.Copy?.CompareNext(_digester) ?? CompareStep.Done;
            if (step == CompareStep.Done) return true;
            if (step == CompareStep.Waits) waits++;
            var rest = RestPerWork * Stopwatch.GetElapsedTime(started);
            if (!Sleep(rest > Rest ? rest : Rest)) return false;
        }
        return true;
    }

    private bool Sleep(TimeSpan time) => !_stop.Token.WaitHandle.WaitOne(time);
}

/// <summary>What came of comparing a slice.</summary>
internal enum CompareStep
{
    Sent,

    /// <summary>No copy has all that the primary has now.</summary>
    Waits,

    /// <summary>At the end, or there is nothing to compare: this node is not the primary, or has no copies elsewhere.</summary>
    Done,
}
