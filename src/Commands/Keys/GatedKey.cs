using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Commands.Keys;

/// <summary>The key of a subcommand (OBJECT ENCODING key): its container has no key position, so nobody has taken the gate yet.</summary>
/// <remarks>Gates are re-entrant, so this also works where a router resolved the subcommand and holds the gate.</remarks>
internal readonly ref struct GatedKey : IDisposable
{
    private readonly IKeyspace _keyspace;
    private readonly int _partition;

    private GatedKey(IKeyspace keyspace, int partition, PartitionSpace space)
    {
        _keyspace = keyspace;
        _partition = partition;
        Space = space;
    }

    public PartitionSpace Space { get; }

    /// <summary>Takes the gate of <paramref name="key"/>'s partition; false, with the reply written, when it is not served here.</summary>
    public static bool TryEnter(in CommandContext context, scoped ReadOnlySpan<byte> key, out GatedKey gated)
    {
        var partition = context.Keyspace.PartitionOf(key);
        if (context.Keyspace.TryEnter(partition, out var space))
        {
            gated = new GatedKey(context.Keyspace, partition, space);
            return true;
        }
        context.Reply.Error(ErrorText.SlotNotServed);
        gated = default;
        return false;
    }

    public void Dispose() => _keyspace?.Exit(_partition);
}
