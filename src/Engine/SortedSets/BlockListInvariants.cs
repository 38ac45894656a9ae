namespace AkkaCache.Engine.SortedSets;

/// <summary>The invariants of <see cref="BlockList"/>, checked from the outside, member by member and link by link.</summary>
internal static class BlockListInvariants
{
    /// <summary>Throws with a description of the first contradiction. O(n).</summary>
    public static void Check(BlockList list)
    {
        var ranks = Members(list);
        for (var level = 1; level < list.Links.Levels; level++) Links(list, level, ranks);
        list.Index.CheckInvariants(list.Count);
    }

    /// <summary>Walks all members; returns the rank of each block's first.</summary>
    private static Dictionary<int, int> Members(BlockList list)
    {
        var ranks = new Dictionary<int, int>();
        var rank = 0;
        var previous = Blocks.Head;
        uint last = 0;
        for (var block = list.Blocks.Node(Blocks.Head).Next; block != 0; block = list.Blocks.Node(block).Next)
        {
            ref var node = ref list.Blocks.Node(block);
            var order = list.Blocks.Order(block);
            Require(node.Previous == previous, block, "previous block is another");
            Require(node.Count is > 0 and <= OrderBlock.Capacity, block, "count out of range");
            Require(node.FirstScore.Equals(order.Score(0)), block, "first score is not the first member's");
            ranks.Add(block, rank);
            for (var position = 0; position < node.Count; position++)
            {
                var id = order.Id(position);
                Require(list.Records.Score(id).Equals(order.Score(position)), block, "score differs from the record's");
                Require(list.Records.Block(id) == block, block, "a record names another block");
                Require(last == 0 || IsBelow(list, last, id), block, "order broken");
                last = id;
            }
            rank += node.Count;
            previous = block;
        }
        Require(rank == list.Count, previous, "blocks do not add up to the count");
        return ranks;
    }

    private static void Links(BlockList list, int level, Dictionary<int, int> ranks)
    {
        int at = Blocks.Head, rank = 0;
        while (true)
        {
            ref var link = ref list.Blocks.Link(at, level);
            var target = link.To == 0 ? list.Count : ranks[link.To];
            Require(link.Width == target - rank, at, $"width {link.Width} at level {level}, passes {target - rank}");
            if (link.To == 0) break;
            Require(list.Blocks.Node(link.To).Height > level, link.To, $"linked at level {level} above its tower");
            at = link.To;
            rank = target;
        }
        var towers = 0;
        foreach (var block in ranks.Keys) towers += list.Blocks.Node(block).Height > level ? 1 : 0;
        var linked = 0;
        for (var block = list.Blocks.Link(Blocks.Head, level).To; block != 0; block = list.Blocks.Link(block, level).To) linked++;
        Require(towers == linked, Blocks.Head, $"{towers} towers reach level {level}, {linked} are linked there");
    }

    private static bool IsBelow(BlockList list, uint first, uint second)
    {
        double a = list.Records.Score(first), b = list.Records.Score(second);
        return a < b || (a == b && list.Records.Name(first).SequenceCompareTo(list.Records.Name(second)) < 0);
    }

    private static void Require(bool holds, int block, string what)
    {
        if (!holds) throw new InvalidOperationException($"block {block}: {what}");
    }
}
