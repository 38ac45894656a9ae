namespace AkkaCache.Engine.Memory;

/// <summary>A doubly linked list through the items of an array, from the least to the most recently used. All operations O(1).</summary>
/// <remarks>A mutable struct: it lives in a field of its owner and is never copied.</remarks>
internal struct RecencyList<T> where T : unmanaged, ILinked<T>
{
    private readonly ChunkedArray<T> _items;

    public RecencyList(ChunkedArray<T> items)
    {
        _items = items;
        Oldest = Youngest = -1;
    }

    /// <summary>The least recently used item, -1 when the list is empty.</summary>
    public int Oldest { get; private set; }

    /// <summary>The most recently used item, -1 when the list is empty.</summary>
    public int Youngest { get; private set; }

    public void Add(int index)
    {
        ref var links = ref T.LinksOf(ref _items[index]);
        links.Older = Youngest;
        links.Younger = -1;
        if (Youngest >= 0)
            T.LinksOf(ref _items[Youngest]).Younger = index;
        else
            Oldest = index;
        Youngest = index;
    }

    public void Remove(int index)
    {
        // A copy: the processor then need not read the links again after the writes, which may lie anywhere.
        var links = T.LinksOf(ref _items[index]);
        if (links.Older >= 0)
            T.LinksOf(ref _items[links.Older]).Younger = links.Younger;
        else
            Oldest = links.Younger;
        if (links.Younger >= 0)
            T.LinksOf(ref _items[links.Younger]).Older = links.Older;
        else
            Youngest = links.Older;
    }

    public void MoveToYoungest(int index)
    {
        if (index == Youngest)
            return;
        Remove(index);
        Add(index);
    }
}
