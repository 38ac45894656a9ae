using System.Diagnostics;
using AkkaCache.Engine.Memory;

namespace AkkaCache.Engine.SortedSets;

/// <summary>The full form of a sorted set: an unrolled, indexable skip list and an index of members by name.</summary>
/// <remarks>
/// <para>
/// Idea. A skip list with a width on every link answers rank, at-rank and count in O(log n) (Pugh, "Skip lists: a probabilistic alternative to
/// balanced trees", 1990; "A skip list cookbook", 1990, §3.4). One node per member, as in Redis, costs a cache miss per step and some
/// 50 bytes of links and headers per member. Here a node is a block of up to 64 members ("unrolled", Shao, Reppy and Appel, "Unrolling lists", 1994;
/// chunked lists in Braginsky and Petrank, 2011). So the list has a fiftieth of the nodes, they fit the second cache, and the last step
/// of a search is one vectorised pass over neighbouring bytes. A tree with counts (B+-tree) would be as fast; the list has no
/// rebalancing to propagate, and its random shape does not depend on the order of inserts.
/// </para>
/// <para>
/// Parts. <see cref="MemberRecords"/>: name, score, block number of each member, in the board's own heap. <see cref="MemberIndex"/>: name to record.
/// <see cref="Blocks"/>: scores and record ids in order, 64 a block, and a small node per block. <see cref="SkipLinks"/>: the list over
/// the nodes. A score is one look-up (index line, record). A rank is that, the place in the block, and the widths from the block to the end. A move
/// is two searches, while which the block's lines arrive, or none when the member stays between its block's borders, as small increments mostly do.
/// <see cref="BlockFill"/> splits, shifts and joins blocks to keep them full.
/// </para>
/// <para>
/// Invariants. Members ascend by (score, name bytes) within and across blocks. No block in the list is empty. A node's FirstScore is the score of
/// its first member. A link's width is the number of members it passes. A record's score and block are those of the place that holds its id; the index holds
/// exactly the ids in the blocks. All memory is native, so that a board is a handful of objects to the garbage collector and
/// is dropped in O(segments).
/// </para>
/// </remarks>
internal sealed unsafe class BlockList : IDisposable
{
    /// <summary>First segment of the heap: a board that has just outgrown the compact form needs about this.</summary>
    private const int FirstSegmentBytes = 4096;

    /// <summary>How many records ahead a run over members asks for: about the misses a core can have under way.</summary>
    private const int PrefetchDistance = 8;

    private readonly SlabHeap _heap = new(FirstSegmentBytes);
    private readonly MemberRecords _records;
    private readonly MemberIndex _index;
    private readonly Blocks _blocks;
    private readonly SkipLinks _links;
    private readonly BlockFill _fill;

    public BlockList(ulong seed)
    {
        _records = new MemberRecords(_heap);
        _index = new MemberIndex(_records, seed);
        _blocks = new Blocks();
        _links = new SkipLinks(_blocks, _records);
        _fill = new BlockFill(_blocks, _links, _records, seed);
    }

    public int Count => _links.Count;

    public MemberRecords Records => _records;

    public Blocks Blocks => _blocks;

    public SkipLinks Links => _links;

    public MemberIndex Index => _index;

    /// <summary>Bytes taken for records, blocks with their links, and index, and for the objects that hold them.</summary>
    public long HeldBytes => ObjectBytes + _heap.HeldBytes + _blocks.HeldBytes + _index.HeldBytes;

    /// <summary>
    /// Managed objects, 64-bit, header and alignment included: this 72, two heaps 2 × 104, index 64, blocks 48, fill 56, links 56 and its two
    /// arrays of 32 numbers 304, three chunked arrays with their tables of chunks 3 × 96.
    /// </summary>
    private const int ObjectBytes = 72 + 208 + 64 + 48 + 56 + 56 + 304 + 288;

    public bool TryGetScore(ReadOnlySpan<byte> name, out double score)
    {
        var id = _index.Find(name, _index.Hash(name));
        score = id != 0 ? _records.Score(id) : 0;
        return id != 0;
    }

    public SetResult Set(ReadOnlySpan<byte> name, double score)
    {
        var hash = _index.Hash(name);
        var id = _index.Find(name, hash);
        if (id == 0)
        {
            id = _records.Add(name, score);
            _index.Add(id, hash);
            Insert(id, score, name);
            return SetResult.Added;
        }
        if (_records.Score(id) == score) return SetResult.Unchanged;
        Move(id, name, score);
        return SetResult.Moved;
    }

    public bool Remove(ReadOnlySpan<byte> name)
    {
        var hash = _index.Hash(name);
        var id = _index.Find(name, hash);
        if (id == 0) return false;
        TakeOut(id, name);
        _index.Remove(id, hash);
        _records.Free(id);
        return true;
    }

    public int RankOf(ReadOnlySpan<byte> name, out double score)
    {
        score = 0;
        var id = _index.Find(name, _index.Hash(name));
        if (id == 0) return -1;
        score = _records.Score(id);
        var block = _records.Block(id);
        var order = _blocks.Order(block);
        order.PrefetchIds();
        return _links.RankOf(block) + order.PositionOf(id, _blocks.Node(block).Count);
    }

    public int CountBelow(double score, bool orEqual)
    {
        var block = _links.SearchScore(score, orEqual, out var rank);
        return block == Blocks.Head ? 0 : rank + _blocks.Order(block).CountBelow(score, orEqual, _blocks.Node(block).Count);
    }

    public int CountBelow(ReadOnlySpan<byte> name, bool orEqual)
    {
        if (Count == 0) return 0;
        var score = _blocks.Node(_blocks.Node(Blocks.Head).Next).FirstScore;
        var block = _links.Search(score, name, orEqual, out var rank);
        if (block == Blocks.Head) return 0;
        return rank + PositionByName(block, name, orEqual, 0, _blocks.Node(block).Count);
    }

    /// <summary>The block that holds <paramref name="rank"/> (0 to Count - 1) and the position in it.</summary>
    public int Locate(int rank, out int position)
    {
        var block = _links.SearchRank(rank + 1, out var blockRank);
        position = rank - blockRank;
        return block;
    }

    /// <summary>Removes members by rank, whole blocks at a time where it can. The range lies within the set.</summary>
    public void RemoveRange(int rank, int count)
    {
        var block = _links.SearchRank(rank, out var blockRank);
        if (block != Blocks.Head)
        {
            // The search ends before the rank: this block keeps at least one member.
            var position = rank - blockRank;
            var tail = Math.Min(count, _blocks.Node(block).Count - position);
            if (tail > 0) Drop(block, position, tail);
            count -= tail;
        }
        while (count > 0)
        {
            var next = _blocks.Node(block).Next;
            ref var nextNode = ref _blocks.Node(next);
            var head = Math.Min(count, (int)nextNode.Count);
            Drop(next, 0, head);
            count -= head;
            if (nextNode.Count == 0) _links.RemoveAfter(block);
        }
        if (block != Blocks.Head) _fill.MergeNext(block);
    }

    public void Dispose()
    {
        _index.Dispose();
        _blocks.Dispose();
        _heap.Dispose();
    }

    private void Insert(uint id, double score, ReadOnlySpan<byte> name)
    {
        var block = _links.Search(score, name, orEqual: true, out _);
        InsertAtPath(block, id, score, name);
    }

    /// <summary>Puts a member into the block that the search for its place ended at (the head: before all others).</summary>
    private void InsertAtPath(int block, uint id, double score, ReadOnlySpan<byte> name)
    {
        var position = 0;
        if (block != Blocks.Head) position = PositionOf(block, score, name);
        else block = _blocks.Node(Blocks.Head).Next;

        if (block == 0) block = _fill.AddBlockAfter(Blocks.Head);
        else if (_blocks.Node(block).Count == OrderBlock.Capacity) _fill.MakeRoom(ref block, ref position);

        ref var node = ref _blocks.Node(block);
        _blocks.Order(block).Insert(position, score, id, node.Count);
        if (position == 0) node.FirstScore = score;
        _records.Block(id) = block;
        _links.Widen(block, 1);
    }

    /// <summary>Takes a member out of the order; record and index stay.</summary>
    private void TakeOut(uint id, ReadOnlySpan<byte> name)
    {
        var block = _records.Block(id);
        var before = _links.Search(_records.Score(id), name, orEqual: false, out _);
        ref var node = ref _blocks.Node(block);
        var position = TakeOutOfBlock(block, id, node.Count);
        _links.Widen(block, -1);
        if (node.Count == 0)
        {
            // Its first member was the one searched for, so the path ends at the block before.
            Debug.Assert(before == node.Previous, "path must end before an emptied block");
            _links.RemoveAfter(before);
            return;
        }
        if (position == 0) node.FirstScore = _blocks.Order(block).Score(0);
        _fill.MergeSparse(block);
    }

    private int TakeOutOfBlock(int block, uint id, int count)
    {
        var order = _blocks.Order(block);
        var position = order.PositionOf(id, count);
        order.RemoveAt(position, 1, count);
        return position;
    }

    private void Move(uint id, ReadOnlySpan<byte> name, double score)
    {
        var block = _records.Block(id);
        var order = _blocks.Order(block);
        order.Prefetch();
        ref var node = ref _blocks.Node(block);
        ref var held = ref _records.Score(id);
        var up = score > held;
        if (up ? StaysBelowNext(ref node, score, name) : StaysAboveFirst(block, score, name))
        {
            var from = order.PositionOf(id, node.Count);
            // Going up, the member itself is among those below its new place.
            var to = PositionOf(block, score, name) - (up ? 1 : 0);
            order.MoveWithin(from, to, score);
            node.FirstScore = order.Score(0);
        }
        else if (node.Count - 1 <= BlockFill.Sparse)
        {
            TakeOut(id, name);
            Insert(id, score, name);
        }
        else
        {
            MoveToOther(block, id, name, held, score);
        }
        held = score;
    }

    /// <summary>Moves a member to another place when its block stays in the list: both searches come first, while the block's lines arrive.</summary>
    /// <remarks>
    /// Between the searches the block counts the member as gone but still starts with it, perhaps. That is no harm: as a border of
    /// blocks the old first member is as good as the next.
    /// </remarks>
    private void MoveToOther(int block, uint id, ReadOnlySpan<byte> name, double oldScore, double score)
    {
        ref var node = ref _blocks.Node(block);
        int count = node.Count;
        _links.Search(oldScore, name, orEqual: false, out _);
        _links.Widen(block, -1);
        var target = _links.Search(score, name, orEqual: true, out _);
        if (target != Blocks.Head) _blocks.Order(target).Prefetch();
        if (TakeOutOfBlock(block, id, count) == 0) node.FirstScore = _blocks.Order(block).Score(0);
        InsertAtPath(target, id, score, name);
    }

    private bool StaysBelowNext(ref BlockNode node, double score, ReadOnlySpan<byte> name)
    {
        if (node.Next == 0) return true;
        var first = _blocks.Node(node.Next).FirstScore;
        return score != first ? score < first : _records.Name(_blocks.Order(node.Next).Id(0)).SequenceCompareTo(name) > 0;
    }

    private bool StaysAboveFirst(int block, double score, ReadOnlySpan<byte> name)
    {
        ref var node = ref _blocks.Node(block);
        if (node.Previous == Blocks.Head) return true;
        if (score != node.FirstScore) return score > node.FirstScore;
        return _records.Name(_blocks.Order(block).Id(0)).SequenceCompareTo(name) < 0;
    }

    /// <summary>Where a member with this score and name belongs in the block: how many of the block are below it.</summary>
    private int PositionOf(int block, double score, ReadOnlySpan<byte> name)
    {
        var order = _blocks.Order(block);
        int count = _blocks.Node(block).Count;
        var below = order.CountBelow(score, orEqual: false, count);
        if (below == count || order.Score(below) != score) return below;
        return PositionByName(block, name, orEqual: false, below, order.CountBelow(score, orEqual: true, count));
    }

    private int PositionByName(int block, ReadOnlySpan<byte> name, bool orEqual, int low, int high)
    {
        var order = _blocks.Order(block);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var comparison = _records.Name(order.Id(middle)).SequenceCompareTo(name);
            if (comparison < 0 || (orEqual && comparison == 0)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>Removes a run of members of one block, from everywhere. The block may be left empty, still in the list.</summary>
    private void Drop(int block, int position, int count)
    {
        ref var node = ref _blocks.Node(block);
        var order = _blocks.Order(block);
        var ids = order.IdRun(position, count);
        for (var i = 0; i < ids.Length; i++)
        {
            if (i + PrefetchDistance < ids.Length) _records.Prefetch(ids[i + PrefetchDistance]);
            _index.Remove(ids[i], _index.Hash(_records.Name(ids[i])));
            _records.Free(ids[i]);
        }
        order.RemoveAt(position, count, node.Count);
        _links.Widen(block, -count);
        if (position == 0 && node.Count > 0) node.FirstScore = order.Score(0);
    }
}
