using AkkaCache.Engine.Store;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Node.Routing;

/// <summary>Looks at the commands of a pipeline before they run and asks the processor for the entries of their keys.</summary>
/// <remarks>
/// Random keys of a large cache lie in no processor's cache, and one look-up waits for memory three or four times in a row. The look-ups of a
/// group of commands are moved on in turn, so that they wait together. Only hints come of it: a wrong guess costs a
/// little time and nothing else. Gates are tried, never waited for, and held for the few hundred nanoseconds that the group takes.
/// </remarks>
internal static class LookAhead
{
    /// <summary>About as many loads as a processor's core has under way at a time.</summary>
    private const int Group = 16;

    /// <summary>Steps of a probe: the bucket and up to three entries of its chain.</summary>
    private const int Steps = 4;

    /// <summary>Where the first key of nearly all commands is.</summary>
    private const int KeyAt = 1;

    /// <returns>The number of commands that were looked at.</returns>
    public static int Over(ReadOnlySpan<byte> pipeline, RespReader reader, PartitionTable partitions)
    {
        Span<ArgumentRange> ranges = stackalloc ArgumentRange[RespReader.PeekedArguments];
        Span<KeyProbe> probes = stackalloc KeyProbe[Group];
        Span<int> entered = stackalloc int[Group];
        var count = 0;
        var seen = 0;
        for (; seen < Group && reader.TryPeek(pipeline, ranges, out var arguments, out var length); seen++)
        {
            if (arguments > KeyAt)
            {
                var key = pipeline.Slice(ranges[KeyAt].Offset, ranges[KeyAt].Length);
                var partition = partitions.PartitionOf(key);
                if (partitions[partition].Gate.TryEnterAtOnce())
                {
                    probes[count] = partitions[partition].Space.Store.StartProbe(key);
                    entered[count++] = partition;
                }
            }
            pipeline = pipeline[length..];
        }
        for (var step = 0; step < Steps; step++)
        {
            for (var i = 0; i < count; i++) partitions[entered[i]].Space.Store.Step(ref probes[i]);
        }
        for (var i = 0; i < count; i++) partitions[entered[i]].Gate.Exit();
        return seen;
    }
}
