namespace AkkaCache.Engine.SortedSets;

/// <summary>Receives the members that <see cref="SortedSet.Scan"/> passes. Must not change the set it visits.</summary>
public interface IMemberVisitor
{
    /// <summary>One member; the span is valid during the call only.</summary>
    void Visit(ReadOnlySpan<byte> member, double score);
}
