namespace AkkaCache.Engine.Store;

/// <summary>Receives the entries that a scan of a <see cref="PartitionStore"/> visits. It must not modify the store.</summary>
public interface IEntryVisitor
{
    void Visit(int entry);
}
