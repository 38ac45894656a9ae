using System.Buffers;
using AkkaCache.Node.Partitions.Commits;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Node.Routing.AllNodes;

/// <summary>What came of executing one command in several partitions: a reply from each that executed it, one behind the other.</summary>
internal sealed class PartitionRun
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<PartitionReply> _replies = [];
    private PartitionSet _answered;
    private PartitionSet _refused;

    /// <summary>Ascending by partition.</summary>
    public IReadOnlyList<PartitionReply> Replies => _replies;

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;
    public ref readonly PartitionSet Answered => ref _answered;

    /// <summary>Partitions that are not served here.</summary>
    public ref readonly PartitionSet Refused => ref _refused;

    public void Clear()
    {
        _bytes.Clear();
        _replies.Clear();
        _answered = _refused = default;
    }

    /// <summary>Takes a partition's reply out of the writer.</summary>
    public void Add(int partition, RespWriter reply, in CommitMark mark = default)
    {
        var offset = _bytes.WrittenCount;
        while (reply.PendingBytes > 0)
        {
            var chunk = reply.Peek();
            _bytes.Write(chunk);
            reply.Take(chunk.Count);
        }
        _replies.Add(new PartitionReply(partition, offset, _bytes.WrittenCount - offset, mark));
        _answered.Add(partition);
    }

    public void Refuse(int partition) => _refused.Add(partition);

    /// <summary>Takes a reply back: its outcome is unknown after all.</summary>
    public void TakeBack(int index)
    {
        var partition = _replies[index].Partition;
        _replies.RemoveAt(index);
        _answered.Remove(partition);
        _refused.Add(partition);
    }
}

/// <summary>Where a partition's reply lies in <see cref="PartitionRun.Bytes"/>, and what it has to wait for.</summary>
internal readonly record struct PartitionReply(int Partition, int Offset, int Length, CommitMark Mark);
