using System.Runtime.CompilerServices;

namespace AkkaCache.Engine.SortedSets;

/// <summary>A place in a <see cref="SortedSet"/> that walks in both directions. Any change of the set ends its validity.</summary>
/// <remarks>Holds the block it stands in, so a step is an increment and, once in a block, a link. Allocates nothing.</remarks>
public struct Cursor
{
    /// <summary>How many members ahead a walk asks for their records, which lie anywhere: about the misses a core can have under way.</summary>
    private const int PrefetchDistance = 8;


    private readonly SortedSet _set;
    // Of no meaning in the compact form.
    private OrderBlock _order;
    // 0 in the compact form.
    private int _block;
    private int _count;
    // -1 before the first member, _count behind the last.
    private int _position;

    /// <summary>At a member of a full board's block.</summary>
    internal Cursor(SortedSet set, int block, int position)
    {
        _set = set;
        _position = position;
        Enter(block);
    }

    /// <summary>At a position of the compact form; invalid when there is no such position.</summary>
    internal Cursor(SortedSet set, int position)
    {
        _set = set;
        _count = (uint)position < (uint)set.Count ? set.Count : 0;
        _position = _count == 0 ? -1 : position;
    }

    /// <summary>False before the first member and after the last.</summary>
    public readonly bool IsValid => (uint)_position < (uint)_count;

    /// <summary>The member's bytes. Only when <see cref="IsValid"/>; good until the set changes.</summary>
    public readonly ReadOnlySpan<byte> Member
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _block == 0 ? _set.Compact.Name(_position) : _set.Full!.Records.Name(_order.Id(_position));
    }

    /// <summary>The member's score. Only when <see cref="IsValid"/>.</summary>
    public readonly double Score
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _block == 0 ? _set.Compact.Score(_position) : _order.Score(_position);
    }

    /// <summary>One rank up; false when that leaves the set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        Prefetch(++_position + PrefetchDistance);
        return _position < _count || EnterNext();
    }

    /// <summary>One rank down; false when that leaves the set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MovePrevious()
    {
        Prefetch(--_position - PrefetchDistance);
        return _position >= 0 || EnterPrevious();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Prefetch(int position)
    {
        if (_block != 0 && (uint)position < (uint)_count) _set.Full!.Records.Prefetch(_order.Id(position));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool EnterNext()
    {
        var next = _block == 0 ? 0 : _set.Full!.Blocks.Node(_block).Next;
        if (next == 0)
        {
            _position = _count;
            return false;
        }
        Enter(next);
        _position = 0;
        for (var ahead = 0; ahead < PrefetchDistance; ahead++) Prefetch(ahead);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool EnterPrevious()
    {
        var previous = _block == 0 ? 0 : _set.Full!.Blocks.Node(_block).Previous;
        if (previous == Blocks.Head)
        {
            _position = -1;
            return false;
        }
        Enter(previous);
        _position = _count - 1;
        for (var ahead = 0; ahead < PrefetchDistance; ahead++) Prefetch(_position - ahead);
        return true;
    }

    private void Enter(int block)
    {
        var blocks = _set.Full!.Blocks;
        _block = block;
        _order = blocks.Order(block);
        _count = blocks.Node(block).Count;
    }
}
