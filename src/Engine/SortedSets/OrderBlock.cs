using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AkkaCache.Engine.SortedSets;

/// <summary>Up to 64 members in order: their scores, and apart from them their ids. How many are used stands in the block's <see cref="BlockNode"/>.</summary>
internal unsafe struct OrderBlock
{
    /// <summary>Members per block. 32 has twice the tower nodes to walk, 128 moves twice the bytes per insert; 64 measured best at a million members.</summary>
    public const int Capacity = 64;

    private fixed double _scores[Capacity];
    private fixed uint _ids[Capacity];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly double Score(int position) => _scores[position];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Id(int position) => _ids[position];

    /// <summary>Where a member is, by a vectorised walk over at most four cache lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int PositionOf(uint id, int count) => Ids(0, count).IndexOf(id);

    /// <inheritdoc cref="ScoreRun.CountBelow"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int CountBelow(double score, bool orEqual, int count) =>
        ScoreRun.CountBelow(ref Unsafe.AsRef(in _scores[0]), count, score, orEqual);

    /// <summary>Makes room at <paramref name="position"/> and puts a member there.</summary>
    public void Insert(int position, double score, uint id, int count)
    {
        Scores(position, count - position).CopyTo(Scores(position + 1, count - position));
        Ids(position, count - position).CopyTo(Ids(position + 1, count - position));
        _scores[position] = score;
        _ids[position] = id;
    }

    /// <summary>Closes the gap that <paramref name="removed"/> members from <paramref name="position"/> leave.</summary>
    public void RemoveAt(int position, int removed, int count)
    {
        var after = position + removed;
        Scores(after, count - after).CopyTo(Scores(position, count - after));
        Ids(after, count - after).CopyTo(Ids(position, count - after));
    }

    /// <summary>Moves the member at <paramref name="from"/> to <paramref name="to"/> with a new score; those in between make room.</summary>
    public void MoveWithin(int from, int to, double score)
    {
        var id = _ids[from];
        if (from < to)
        {
            Scores(from + 1, to - from).CopyTo(Scores(from, to - from));
            Ids(from + 1, to - from).CopyTo(Ids(from, to - from));
        }
        else
        {
            Scores(to, from - to).CopyTo(Scores(to + 1, from - to));
            Ids(to, from - to).CopyTo(Ids(to + 1, from - to));
        }
        _scores[to] = score;
        _ids[to] = id;
    }

    /// <summary>Copies members to another block, whose gap must exist already.</summary>
    public void CopyTo(int from, ref OrderBlock target, int to, int moved)
    {
        Scores(from, moved).CopyTo(target.Scores(to, moved));
        Ids(from, moved).CopyTo(target.Ids(to, moved));
    }

    /// <summary>Shifts all members up by <paramref name="gap"/> positions.</summary>
    public void OpenFront(int gap, int count)
    {
        Scores(0, count).CopyTo(Scores(gap, count));
        Ids(0, count).CopyTo(Ids(gap, count));
    }

    /// <summary>The ids of a run of members.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Span<uint> Ids(int position, int count) =>
        MemoryMarshal.CreateSpan(ref Unsafe.AsRef(in _ids[position]), count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Span<double> Scores(int position, int count) =>
        MemoryMarshal.CreateSpan(ref Unsafe.AsRef(in _scores[position]), count);
}
