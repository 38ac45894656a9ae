using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AkkaCache.Engine.Memory;

namespace AkkaCache.Engine.SortedSets;

/// <summary>A block: up to 64 members in order, their scores, and apart from them their ids. How many are used stands in its <see cref="BlockNode"/>.</summary>
/// <remarks>A view on native memory by pointers: references would have the runtime touch the first line only to learn that it is there.</remarks>
internal readonly unsafe struct OrderBlock(OrderBlock.Memory* memory)
{
    /// <summary>
    /// Members per block. At a million members, medians of five runs: 32 is 9-19 % slower at ranks and moves anywhere (more nodes to
    /// walk), 128 is 5-17 % faster there but 8 % slower at small moves (more bytes to shift), which are most of a leaderboard's.
    /// </summary>
    public const int Capacity = 64;

    /// <summary>The bytes of a block: 512 of scores, 256 of ids.</summary>
    [StructLayout(LayoutKind.Sequential, Size = Capacity * (sizeof(double) + sizeof(uint)))]
    public struct Memory;

    private readonly double* _scores = (double*)memory;

    private uint* Ids
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint*)(_scores + Capacity);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Score(int position) => _scores[position];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Id(int position) => Ids[position];

    /// <summary>The ids of a run of members.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<uint> IdRun(int position, int count) => new(Ids + position, count);

    /// <summary>Where a member is, by a vectorised walk over at most four cache lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PositionOf(uint id, int count) => new ReadOnlySpan<uint>(Ids, count).IndexOf(id);

    /// <inheritdoc cref="ScoreRun.CountBelow"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CountBelow(double score, bool orEqual, int count) => ScoreRun.CountBelow(ref *_scores, count, score, orEqual);

    /// <summary>Asks the processor to bring the ids near.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchIds() => CacheLines.Prefetch((byte*)Ids, Capacity * sizeof(uint));

    /// <summary>Asks the processor to bring the whole block near: its lines then arrive together, while something else is done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch() => CacheLines.Prefetch((byte*)_scores, sizeof(Memory));

    /// <summary>Makes room at <paramref name="position"/> and puts a member there.</summary>
    public void Insert(int position, double score, uint id, int count)
    {
        Shift(position, position + 1, count - position);
        _scores[position] = score;
        Ids[position] = id;
    }

    /// <summary>Closes the gap that <paramref name="removed"/> members from <paramref name="position"/> leave.</summary>
    public void RemoveAt(int position, int removed, int count) => Shift(position + removed, position, count - position - removed);

    /// <summary>Moves the member at <paramref name="from"/> to <paramref name="to"/> with a new score; those in between make room.</summary>
    public void MoveWithin(int from, int to, double score)
    {
        var id = Ids[from];
        if (from < to) Shift(from + 1, from, to - from);
        else Shift(to, to + 1, from - to);
        _scores[to] = score;
        Ids[to] = id;
    }

    /// <summary>Copies members to another block, over whatever is there.</summary>
    public void CopyTo(int from, OrderBlock target, int to, int moved)
    {
        new ReadOnlySpan<double>(_scores + from, moved).CopyTo(new Span<double>(target._scores + to, moved));
        new ReadOnlySpan<uint>(Ids + from, moved).CopyTo(new Span<uint>(target.Ids + to, moved));
    }

    /// <summary>Shifts a run of members to another position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Shift(int from, int to, int moved) => CopyTo(from, this, to, moved);
}
