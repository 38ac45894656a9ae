using System.Buffers;
using AkkaCache.Node.Partitions.Commits;
using AkkaCache.Node.Routing.Links;

namespace AkkaCache.Node.Routing.Serving;

/// <summary>Replies of one partition to requests that ran here and wait for its commits.</summary>
/// <remarks>
/// In the order in which they ran, so only the first is asked about. No reply of another partition, nor any that needs no hold, waits behind them. Bounded by
/// the commands that nodes may have under way.
/// </remarks>
internal sealed class HeldReplies(int partition, HeldReplyReleases releases) : ICommitWaiter
{
    private readonly Lock _lock = new();
    private readonly Queue<Held> _queue = new();
    private ICommitPoint? _subscribedTo;

    /// <summary>Keeps a reply until its commit; the bytes are copied.</summary>
    public void Add(in CommitMark mark, IAnswerTaker taker, in ReplyHead head, ReadOnlySpan<byte> reply)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(reply.Length);
        reply.CopyTo(bytes);
        bool mayLeave;
        lock (_lock)
        {
            _queue.Enqueue(new Held(mark, taker, head, bytes, reply.Length));
            mayLeave = Check_NeedsLock(_queue.Peek().Mark) != HoldState.Wait;
        }
        if (mayLeave) releases.Note(partition);
    }

    void ICommitWaiter.CommitsMoved()
    {
        Volatile.Write(ref _subscribedTo, null);
        releases.Note(partition);
    }

    /// <summary>Answers what may be answered. Under the lock, so that nobody is answered out of turn; answering only appends to a box.</summary>
    /// <param name="answered">Those who got answers are added: the caller flushes them.</param>
    public void Release(List<IAnswerTaker> answered)
    {
        lock (_lock)
        {
            while (_queue.TryPeek(out var held))
            {
                var state = Check_NeedsLock(held.Mark);
                if (state == HoldState.Wait) break;
                _queue.Dequeue();
                if (!answered.Contains(held.Taker)) answered.Add(held.Taker);
                if (state == HoldState.MayLeave) held.Taker.Answer(held.Head, held.Bytes.AsSpan(0, held.Length));
                else held.Taker.Answer(held.Head with { Status = ReplyStatus.Unknown }, default);
                ArrayPool<byte>.Shared.Return(held.Bytes);
            }
        }
    }

    private HoldState Check_NeedsLock(in CommitMark mark)
    {
        var state = mark.Check();
        if (state != HoldState.Wait || Volatile.Read(ref _subscribedTo) == mark.Point) return state;
        Volatile.Write(ref _subscribedTo, mark.Point);
        mark.Point!.Subscribe(this);
        return mark.Check();
    }

    private readonly record struct Held(CommitMark Mark, IAnswerTaker Taker, ReplyHead Head, byte[] Bytes, int Length);
}
