using System.Collections.Concurrent;
using AkkaCache.Node.Partitions;
using AkkaCache.Node.Routing.Links;
using AkkaCache.Node.Routing.Workers;
using AkkaCache.Node.Telemetry;
using AkkaCache.Protocol.Topology;
using Microsoft.Extensions.Logging;

namespace AkkaCache.Node.Routing.Serving;

/// <summary>Takes the requests of other nodes, executes them and answers.</summary>
/// <remarks>All answers to a message that are there at its end leave together; those that come later leave when they come.</remarks>
internal sealed class RequestReceiver
{
    private readonly IPartitionDirectory _directory;
    private readonly RequestExecution _execution;
    private readonly HeldReplies[] _held;
    private readonly ClusterCounters _counters;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<NodeId, ServedStream?[]> _streams = new();

    public RequestReceiver(IPartitionDirectory directory, RequestExecution execution, HeldReplies[] held, Scratches scratches, ICommandWorkers workers, ClusterCounters counters, ILogger log)
    {
        _directory = directory;
        _execution = execution;
        _held = held;
        _counters = counters;
        Scratches = scratches;
        Workers = workers;
        _log = log;
    }

    internal ICommandWorkers Workers { get; }

    internal Scratches Scratches { get; }

    /// <summary>Executes a message of requests. One thread at a time for each node and lane, in the order of arrival.</summary>
    public void Receive(Peer peer, ReadOnlySpan<byte> message)
    {
        if (!RequestForm.TryReadMessageHeader(message, out var lane, out var number))
        {
            RoutingLog.MessageDropped(_log, peer.Node, "its header is unknown");
            return;
        }
        peer.Taken.Take(lane, number);
        var streams = _streams.GetOrAdd(peer.Node, static (_, partitions) => new ServedStream?[partitions], _held.Length);
        var scratch = Scratches.Rent();
        for (var at = RequestForm.MessageHeaderBytes; at < message.Length;)
        {
            if (!RequestForm.TryRead(message, ref at, _held.Length, out var head, out var body))
            {
                RoutingLog.MessageDropped(_log, peer.Node, "a request is cut off");
                break;
            }
            StreamOf(streams, peer, head.Partition).Receive(head, body, scratch);
            scratch.Clear();
        }
        Scratches.Return(scratch);
        peer.Acknowledge();
    }

    /// <summary>The node gives up what it has sent so far, or is gone.</summary>
    public void Forget(NodeId node, bool forGood)
    {
        if (!_streams.TryGetValue(node, out var streams)) return;
        foreach (var stream in streams) stream?.Forget();
        if (forGood) _streams.TryRemove(node, out _);
    }

    internal RunResult Run(Peer peer, in RequestHead head, ReadOnlySpan<byte> body, Scratch scratch, bool bounded)
    {
        var result = _execution.Run(peer.Node, head, body, scratch, bounded, out var mark);
        if (result != RunResult.Done) return result;
        _counters.ServedForPeers.Add(1);
        var answer = new ReplyHead(head.Index, head.Attempt, head.Partition, ReplyStatus.Done);
        if (mark.IsNone) peer.Answer(answer, scratch.Reply);
        else _held[head.Partition].Add(mark, peer, answer, scratch.Reply);
        return result;
    }

    internal void Refuse(Peer peer, in RequestHead head)
    {
        Span<byte> hint = stackalloc byte[OwnerHint.MaxBytes];
        var length = 0;
        var primary = _directory.PrimaryOf(head.Partition);
        if (!primary.IsNone && primary != _directory.Self) length = OwnerHint.Write(hint, _directory.EpochOf(head.Partition), primary);
        peer.Answer(new ReplyHead(head.Index, head.Attempt, head.Partition, ReplyStatus.NotOwner), hint[..length]);
    }

    // Two lanes may come at once.
    private ServedStream StreamOf(ServedStream?[] streams, Peer peer, int partition) =>
        Volatile.Read(ref streams[partition]) ?? Interlocked.CompareExchange(ref streams[partition], new ServedStream(this, peer), null) ?? streams[partition]!;
}
