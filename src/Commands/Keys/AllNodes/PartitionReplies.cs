using AkkaCache.Commands.Execution;
using AkkaCache.Protocol.Resp;
using AkkaCache.Protocol.Vectors;

namespace AkkaCache.Commands.Keys.AllNodes;

/// <summary>Gathers the replies of partitions into one. The first error among them becomes the reply.</summary>
internal abstract class PartitionReplies : IPartitionReplies
{
    private byte[]? _error;

    public void Add(int partition, ReadOnlySpan<byte> reply)
    {
        if (_error is not null) return;
        if (!reply.IsEmpty && reply[0] == '-') _error = reply[1..].TrimEnd("\r\n"u8).ToArray();
        else if (!TryTake(partition, new ReplyCursor(reply))) _error = "ERR another node's answer is not understood"u8.ToArray();
    }

    /// <summary>Takes one reply; false when it is not of the expected form.</summary>
    protected abstract bool TryTake(int partition, ReplyCursor reply);

    /// <summary>Asks the partitions; false, with the error written, unless all answered well.</summary>
    public bool TryGather(in CommandContext context, CommandVector command, int first, int count, ReadOnlySpan<byte> errorWhenLate)
    {
        if (!context.Node.Everywhere.TryRun(command, first, count, this)) context.Reply.Error(errorWhenLate);
        else if (_error is not null) context.Reply.Error(_error);
        else return true;
        return false;
    }

    /// <summary>Whether the command may ask other nodes here and now. Otherwise it is refused or put off, and there is nothing more to do.</summary>
    public static bool MayAsk(ref CommandContext context)
    {
        if (!context.Session.InTransaction) return !context.DeferIfLarge(long.MaxValue);
        ErrorText.EverywhereInTransaction(context.Reply, context.Command.NameUtf8);
        return false;
    }
}

/// <summary>Replies that say only that something was done.</summary>
internal sealed class Confirmations : PartitionReplies
{
    protected override bool TryTake(int partition, ReplyCursor reply) => reply.Rest.SequenceEqual("+OK\r\n"u8);
}

/// <summary>A number from each partition.</summary>
internal sealed class PartitionCounts(int partitions) : PartitionReplies
{
    private readonly long[] _counts = new long[partitions];

    public long Sum { get; private set; }

    public long this[int partition] => _counts[partition];

    protected override bool TryTake(int partition, ReplyCursor reply)
    {
        if (!reply.TryInteger(out var count)) return false;
        _counts[partition] = count;
        Sum += count;
        return true;
    }
}

/// <summary>Arrays of keys, put together.</summary>
internal sealed class KeyList : PartitionReplies, IDisposable
{
    public RespWriter Keys { get; } = new();
    public int Count { get; private set; }

    protected override bool TryTake(int partition, ReplyCursor reply)
    {
        if (!reply.TryArray(out var count) || !reply.IsBulks(count)) return false;
        Count += count;
        Keys.Raw(reply.Rest);
        return true;
    }

    public void Dispose() => Keys.Dispose();
}
