using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Execution;

/// <summary>The partitions of all nodes, for commands that are not about keys they name.</summary>
public interface IEverywhere
{
    /// <summary>All partitions are this node's: there is nobody to ask.</summary>
    bool IsAlone { get; }

    /// <summary>
    /// Executes a command in partitions, confined to each, at their primaries wherever they are, and hands every partition's reply over, in any order, each once.
    /// A partition that moves or is taken over meanwhile is asked again, so the command must do no harm when it is executed twice.
    /// </summary>
    /// <remarks>Waits for other nodes up to a limit: not on a socket's thread, and with no gate held.</remarks>
    /// <param name="command">A row of the table that has a form confined to a partition.</param>
    /// <param name="first">The first partition.</param>
    /// <param name="count">How many, from that one on.</param>
    /// <param name="replies">Takes the replies, on this thread.</param>
    /// <returns>False when some partition did not answer in time.</returns>
    bool TryRun(CommandVector command, int first, int count, IPartitionReplies replies);

    /// <summary>Sends a published message to the other nodes' subscribers: to each node once, or never. Returns at once.</summary>
    void Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message);
}

/// <summary>Takes the replies of partitions.</summary>
public interface IPartitionReplies
{
    /// <param name="partition">Who answered.</param>
    /// <param name="reply">One reply in RESP2, valid until the call returns.</param>
    void Add(int partition, ReadOnlySpan<byte> reply);
}

/// <summary>A node without others.</summary>
public sealed class NobodyElse : IEverywhere
{
    public static readonly NobodyElse Instance = new();

    private NobodyElse()
    {
    }

    public bool IsAlone => true;

    public bool TryRun(CommandVector command, int first, int count, IPartitionReplies replies) => throw new InvalidOperationException("there is no other node");

    public void Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
    }
}
