namespace AkkaCache.Multinode.Load;

/// <summary>What a load does. Asked by many connections at a time.</summary>
internal interface IWorkload
{
    /// <summary>What must be there before the load, asked once.</summary>
    IEnumerable<Request> Preparation() => [];

    Request Next(Random random);

    /// <summary>The boards that it writes to.</summary>
    IEnumerable<string> Boards => [];

    /// <summary>Reads of everything that may have been written. Asked when nothing is in flight any more.</summary>
    IEnumerable<Request> Reads();
}
