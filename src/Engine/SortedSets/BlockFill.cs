namespace AkkaCache.Engine.SortedSets;

/// <summary>Keeps the blocks of a <see cref="BlockList"/> well filled: makes room in full ones, joins sparse ones.</summary>
/// <remarks>
/// A full block first moves members to the next one and splits only when that is nearly full too; a block under half of
/// <see cref="MergeLimit"/> joins a neighbour when both fit it. Appending at either end starts a new block instead of splitting, so a board
/// loaded in order is packed. At a million members blocks are three quarters full after random adds, two thirds after
/// random moves: 59.5 and 61 bytes a member all told with names of 19 bytes, 55 when loaded in order.
/// All methods work at the path of the search that came before.
/// </remarks>
internal sealed class BlockFill(Blocks blocks, SkipLinks links, MemberRecords records, ulong seed)
{
    /// <summary>A block with more members than this does not look for a neighbour to join: the smaller of two looks.</summary>
    public const int Sparse = MergeLimit / 2;

    /// <summary>Two blocks join when together they hold at most this: three quarters, so that a joined block does not split at once.</summary>
    private const int MergeLimit = OrderBlock.Capacity * 3 / 4;

    /// <summary>A next block with fewer free places than this is not worth shifting to: it would be full again at once.</summary>
    private const int LeastRoom = OrderBlock.Capacity / 8;

    private readonly Blocks _blocks = blocks;
    private readonly SkipLinks _links = links;
    private readonly MemberRecords _records = records;
    private LevelSource _levels = new(seed);

    /// <summary>Makes room in a full block, or beside it, for a member that belongs at <paramref name="position"/>.</summary>
    public void MakeRoom(ref int block, ref int position)
    {
        ref var node = ref _blocks.Node(block);
        var next = node.Next;
        if (next == 0 && position == OrderBlock.Capacity)
        {
            block = AddBlockAfter(block);
            position = 0;
            return;
        }
        if (position == 0 && node.Previous == Blocks.Head)
        {
            block = AddBlockAfter(Blocks.Head);
            return;
        }
        if (next == 0 || _blocks.Node(next).Count > OrderBlock.Capacity - LeastRoom) next = AddBlockAfter(block);

        ref var nextNode = ref _blocks.Node(next);
        var nextOrder = _blocks.Order(next);
        var moved = (OrderBlock.Capacity - nextNode.Count) / 2;
        nextOrder.Shift(0, moved, nextNode.Count);
        _blocks.Order(block).CopyTo(OrderBlock.Capacity - moved, nextOrder, 0, moved);
        Adopt(next, 0, moved);
        nextNode.FirstScore = nextOrder.Score(0);
        _links.MoveBorder(block, next, moved);
        if (position <= node.Count) return;
        position -= node.Count;
        block = next;
    }

    /// <summary>A new, empty block behind one on the path, or behind the head.</summary>
    public int AddBlockAfter(int block)
    {
        var added = _blocks.Allocate(_levels.Next());
        _links.InsertAfter(block, added);
        return added;
    }

    /// <summary>Joins a block that has become <see cref="Sparse"/>, and lies on the path's end or right behind it, with a neighbour when both fit one.</summary>
    public void MergeSparse(int block)
    {
        ref var node = ref _blocks.Node(block);
        if (node.Count > Sparse) return;
        if (MergeNext(block) || node.Previous == Blocks.Head) return;
        if (_blocks.Node(node.Previous).Count + node.Count > MergeLimit) return;
        var previous = _links.Search(node.FirstScore, _records.Name(_blocks.Order(block).Id(0)), orEqual: false, out _);
        MergeNext(previous);
    }

    /// <summary>Takes the next block's members over when both fit one block.</summary>
    public bool MergeNext(int block)
    {
        ref var node = ref _blocks.Node(block);
        if (node.Next == 0) return false;
        int count = node.Count, added = _blocks.Node(node.Next).Count;
        if (count + added > MergeLimit) return false;
        _blocks.Order(node.Next).CopyTo(0, _blocks.Order(block), count, added);
        Adopt(block, count, added);
        _links.RemoveAfter(block);
        return true;
    }

    /// <summary>Writes into the records where their members are now.</summary>
    private void Adopt(int block, int position, int count)
    {
        foreach (var id in _blocks.Order(block).IdRun(position, count)) _records.Block(id) = block;
    }
}
