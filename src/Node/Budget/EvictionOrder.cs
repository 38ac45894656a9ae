using AkkaCache.Engine.Eviction;
using AkkaCache.Engine.Store;
using AkkaCache.Node.Partitions;

namespace AkkaCache.Node.Budget;

/// <summary>Which partition gives way next, so that over all partitions the policy's first victim goes first.</summary>
/// <remarks>
/// <para>
/// For the LRU policies that is the partition whose oldest entry is the oldest of all. An entry may only be looked at under its gate, and taking every gate for
/// every eviction is out of the question. But a partition's oldest stamp never goes back: use and removal only make it younger. So the stamp
/// seen at the last visit is a lower bound, and the partition with the least bound is visited first; when its oldest turns out to be younger than the next
/// bound, the bound is corrected and the search goes on. Each visit is either an eviction or a correction, so corrections are paid by the accesses
/// that made them necessary.
/// </para>
/// <para>
/// For <c>volatile-ttl</c> a store tells a lower bound of its nearest due time without its gate, coarse for what is due far ahead; a visit corrects it
/// likewise, but for this round only, since keys that are due sooner may come in at any time. The random policies take partitions in turn from a
/// random one on.
/// </para>
/// <para>Stamps are a 32-bit clock that wraps; they become 64-bit by their age, which is certain for a year.</para>
/// </remarks>
internal sealed class EvictionOrder
{
    private readonly PartitionTable _partitions;
    private readonly Random _random;
    private readonly long[] _bounds;
    private readonly bool[] _skipped;
    private EvictionPolicy _policy;
    private long _nowStamp;
    private long _nextBound;
    private int _turn;

    public EvictionOrder(PartitionTable partitions, Random random)
    {
        _partitions = partitions;
        _random = random;
        _bounds = new long[partitions.PartitionCount];
        _skipped = new bool[partitions.PartitionCount];
    }

    private bool IsLru => _policy is EvictionPolicy.AllKeysLru or EvictionPolicy.VolatileLru;

    /// <summary>Starts a round: what was skipped in the last one is looked at again.</summary>
    public void Begin(EvictionPolicy policy, long nowMs)
    {
        if (policy != _policy || policy == EvictionPolicy.VolatileTtl) Array.Clear(_bounds);
        _policy = policy;
        _nowStamp = nowMs >> 3;
        _turn = _random.Next(_bounds.Length);
        Array.Clear(_skipped);
    }

    /// <summary>The partition to visit, -1 when none is left in this round. O(partitions).</summary>
    public int Next() => IsLru || _policy == EvictionPolicy.VolatileTtl ? NextByBound() : NextInTurn();

    /// <summary>Leaves the partition out for the rest of the round.</summary>
    public void Skip(int partition) => _skipped[partition] = true;

    /// <summary>Whether <paramref name="victim"/> of the visited partition goes before all others. Under the partition's gate.</summary>
    public bool StillFirst(int partition, PartitionStore store, int victim)
    {
        if (victim < 0)
        {
            // Whatever comes in later is younger than now.
            _bounds[partition] = _nowStamp;
            _skipped[partition] = true;
            return false;
        }
        if (IsLru) _bounds[partition] = _nowStamp - (uint)((uint)_nowStamp - store.StampOf(victim));
        else if (_policy == EvictionPolicy.VolatileTtl) _bounds[partition] = store.DueOf(victim);
        else return true;
        return _bounds[partition] <= _nextBound;
    }

    private int NextByBound()
    {
        var best = -1;
        var least = long.MaxValue;
        _nextBound = long.MaxValue;
        for (var i = 0; i < _bounds.Length; i++)
        {
            if (_skipped[i] || !_partitions[i].Gate.IsOpen) continue;
            var bound = _bounds[i];
            if (!IsLru) bound = Math.Max(bound, _partitions[i].Space.Store.NextDueMs);
            if (bound < least)
            {
                _nextBound = least;
                least = bound;
                best = i;
            }
            else if (bound < _nextBound)
            {
                _nextBound = bound;
            }
        }
        return best;
    }

    private int NextInTurn()
    {
        for (var i = 0; i < _bounds.Length; i++)
        {
            _turn = _turn + 1 == _bounds.Length ? 0 : _turn + 1;
            if (!_skipped[_turn] && _partitions[_turn].Gate.IsOpen && _partitions[_turn].Space.Store.Count > 0) return _turn;
        }
        return -1;
    }
}
