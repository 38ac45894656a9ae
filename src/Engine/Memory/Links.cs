namespace AkkaCache.Engine.Memory;

/// <summary>The two links of an item in a <see cref="RecencyList{T}"/>: indexes of its neighbours, -1 at an end.</summary>
internal struct Links
{
    public int Older;
    public int Younger;
}

/// <summary>An item that carries <see cref="Links"/>.</summary>
internal interface ILinked<T> where T : unmanaged
{
    static abstract ref Links LinksOf(ref T item);
}
