using System.Runtime.CompilerServices;

namespace AkkaCache.Engine.SortedSets;

/// <summary>The skip list over a board's blocks: searches, and the upkeep of links and widths.</summary>
/// <remarks>
/// A search that precedes a change leaves its path: at every level the last block before the place, and that block's rank. A link that
/// passes over block b at level l starts at b itself when l is below b's height, else at the path's block: <see cref="Spanning"/>.
/// </remarks>
internal sealed class SkipLinks(Blocks blocks, MemberRecords records)
{
    private readonly Blocks _blocks = blocks;
    private readonly MemberRecords _records = records;
    private readonly int[] _path = new int[LevelSource.MaxLevels];
    private readonly int[] _ranks = new int[LevelSource.MaxLevels];
    // Levels in use: 1 or more. Links of the head above are empty.
    private int _levels = 1;

    /// <summary>Members in all blocks.</summary>
    public int Count { get; private set; }

    public int Levels => _levels;

    /// <summary>The last block whose first member is below (or equal to) the given, or the head; and its rank. Records the path.</summary>
    public int Search(double score, ReadOnlySpan<byte> name, bool orEqual, out int blockRank)
    {
        int at = Blocks.Head, rank = 0, stop = 0;
        for (var level = _levels - 1; level > 0; level--)
        {
            while (true)
            {
                ref var link = ref _blocks.Link(at, level);
                var to = link.To;
                // A block that was too far one level up is too far here.
                if (to == stop) break;
                if (!StartsBelow(to, score, name, orEqual))
                {
                    stop = to;
                    break;
                }
                rank += link.Width;
                at = to;
            }
            _path[level] = at;
            _ranks[level] = rank;
        }
        while (true)
        {
            ref var node = ref _blocks.Node(at);
            if (node.Next == stop || !StartsBelow(node.Next, score, name, orEqual)) break;
            rank += node.Count;
            at = node.Next;
        }
        _path[0] = at;
        _ranks[0] = rank;
        blockRank = rank;
        return at;
    }

    /// <summary>The last block whose rank is below <paramref name="rank"/>, or the head for rank 0. Records the path.</summary>
    public int SearchRank(int rank, out int blockRank)
    {
        int at = Blocks.Head, passed = 0;
        for (var level = _levels - 1; level > 0; level--)
        {
            while (true)
            {
                ref var link = ref _blocks.Link(at, level);
                if (link.To == 0 || passed + link.Width >= rank) break;
                passed += link.Width;
                at = link.To;
            }
            _path[level] = at;
            _ranks[level] = passed;
        }
        while (true)
        {
            ref var node = ref _blocks.Node(at);
            if (node.Next == 0 || passed + node.Count >= rank) break;
            passed += node.Count;
            at = node.Next;
        }
        _path[0] = at;
        _ranks[0] = passed;
        blockRank = passed;
        return at;
    }

    /// <summary>The last block that starts with a score below (or equal to) the given, or the head, and its rank.</summary>
    public int SearchScore(double score, bool orEqual, out int blockRank)
    {
        int at = Blocks.Head, rank = 0, stop = 0;
        for (var level = _levels - 1; level > 0; level--)
        {
            while (true)
            {
                ref var link = ref _blocks.Link(at, level);
                var to = link.To;
                if (to == stop) break;
                var first = _blocks.Node(to).FirstScore;
                if (!(orEqual ? first <= score : first < score))
                {
                    stop = to;
                    break;
                }
                rank += link.Width;
                at = to;
            }
        }
        while (true)
        {
            ref var node = ref _blocks.Node(at);
            if (node.Next == stop) break;
            var first = _blocks.Node(node.Next).FirstScore;
            if (!(orEqual ? first <= score : first < score)) break;
            rank += node.Count;
            at = node.Next;
        }
        blockRank = rank;
        return at;
    }

    /// <summary>Rank of a block's first member: the members from there to the end, summed along the highest links, taken from all.</summary>
    /// <remarks>Compares nothing, so ties cost nothing; as many steps as a search.</remarks>
    public int RankOf(int block)
    {
        var after = 0;
        while (block != 0)
        {
            ref var node = ref _blocks.Node(block);
            if (node.Height == 1)
            {
                after += node.Count;
                block = node.Next;
                continue;
            }
            ref var link = ref _blocks.Link(block, node.Height - 1);
            after += link.Width;
            block = link.To;
        }
        return Count - after;
    }

    /// <summary>Changes the number of members of the block on the path's end or right behind it, in its node and in all links that pass over it.</summary>
    public void Widen(int block, int members)
    {
        ref var node = ref _blocks.Node(block);
        node.Count = (byte)(node.Count + members);
        for (var level = 1; level < _levels; level++) _blocks.Link(Spanning(block, node.Height, level), level).Width += members;
        Count += members;
    }

    /// <summary>Moves the border between a block on the path and the next one: <paramref name="members"/> change from the first to the second.</summary>
    public void MoveBorder(int block, int next, int members)
    {
        ref var node = ref _blocks.Node(block);
        ref var nextNode = ref _blocks.Node(next);
        node.Count = (byte)(node.Count - members);
        nextNode.Count = (byte)(nextNode.Count + members);
        // Links above the next block's tower pass over both.
        for (var level = 1; level < nextNode.Height; level++)
        {
            _blocks.Link(Spanning(block, node.Height, level), level).Width -= members;
            _blocks.Link(next, level).Width += members;
        }
    }

    /// <summary>Puts a new, empty block behind one on the path (or behind the head).</summary>
    public void InsertAfter(int block, int added)
    {
        ref var node = ref _blocks.Node(block);
        ref var addedNode = ref _blocks.Node(added);
        var addedRank = _ranks[0] + node.Count;
        for (; _levels < addedNode.Height; _levels++)
        {
            _path[_levels] = Blocks.Head;
            _ranks[_levels] = 0;
            _blocks.Link(Blocks.Head, _levels) = new BlockLink { To = 0, Width = Count };
        }
        for (var level = 1; level < addedNode.Height; level++)
        {
            var from = Spanning(block, node.Height, level);
            ref var link = ref _blocks.Link(from, level);
            var before = from == block ? node.Count : addedRank - _ranks[level];
            _blocks.Link(added, level) = new BlockLink { To = link.To, Width = link.Width - before };
            link = new BlockLink { To = added, Width = before };
        }
        addedNode.Next = node.Next;
        addedNode.Previous = block;
        if (node.Next != 0) _blocks.Node(node.Next).Previous = added;
        node.Next = added;
    }

    /// <summary>Takes the block behind <paramref name="block"/> (on the path, or the head) out of the list; its members count as the other's from here on.</summary>
    public void RemoveAfter(int block)
    {
        ref var node = ref _blocks.Node(block);
        var removed = node.Next;
        ref var removedNode = ref _blocks.Node(removed);
        for (var level = 1; level < removedNode.Height; level++)
        {
            ref var link = ref _blocks.Link(Spanning(block, node.Height, level), level);
            ref var beyond = ref _blocks.Link(removed, level);
            link = new BlockLink { To = beyond.To, Width = link.Width + beyond.Width };
        }
        node.Next = removedNode.Next;
        if (node.Next != 0) _blocks.Node(node.Next).Previous = block;
        node.Count = (byte)(node.Count + removedNode.Count);
        _blocks.Free(removed);
        while (_levels > 1 && _blocks.Link(Blocks.Head, _levels - 1).To == 0) _levels--;
    }

    /// <summary>Where the link at <paramref name="level"/> starts that passes over <paramref name="block"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Spanning(int block, int height, int level) => level < height ? block : _path[level];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool StartsBelow(int block, double score, ReadOnlySpan<byte> name, bool orEqual)
    {
        var first = _blocks.Node(block).FirstScore;
        return first != score ? first < score : FirstNameBelow(block, name, orEqual);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool FirstNameBelow(int block, ReadOnlySpan<byte> name, bool orEqual)
    {
        var order = _records.Name(_blocks.Order(block).Id(0)).SequenceCompareTo(name);
        return orEqual ? order <= 0 : order < 0;
    }
}
