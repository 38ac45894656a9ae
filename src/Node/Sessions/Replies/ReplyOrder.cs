using AkkaCache.Node.Partitions.Commits;
using AkkaCache.Protocol.Resp;

namespace AkkaCache.Node.Sessions.Replies;

/// <summary>A connection's output in the order of its commands, where some replies come later and some may not leave yet.</summary>
/// <remarks>
/// <para>
/// The output is the byte stream of the connection's writer and a queue of <see cref="Hold"/>s, each at a position of that stream. A pending reply is inserted
/// at its position once it is there; a commit's hold lets the bytes from its position on leave once the partition's copies have the write.
/// Bytes leave only up to the first hold that is not resolved, so nothing overtakes.
/// </para>
/// <para>Invariants:</para>
/// <list type="number">
/// <item>Holds are in the order of their positions. None lies before what was sent, but for further holds of a reply that was replaced: they are dropped when met.</item>
/// <item>Gathered bytes are output that left the writer and come before everything that is still in it.</item>
/// <item>Without holds and gathered bytes the output is the writer: one branch, no copy.</item>
/// <item>Whoever answers a pending reply tells the owner afterwards; a commit's waiter subscribes before it checks for the last time. So none waits for ever.</item>
/// </list>
/// <para>
/// Bytes around an inserted reply are copied into one run, so that a pipeline of small replies leaves in one send. Used by the runner of the
/// connection; replies arrive from any thread.
/// </para>
/// </remarks>
public sealed class ReplyOrder : ICommitWaiter, IDisposable
{
    /// <summary>
    /// Commands of one connection whose replies may be awaited at a time; beyond, its input waits. Over a link of a millisecond
    /// that is a million commands a second, and no connection takes more of the node than that.
    /// </summary>
    public const int MaxHolds = 1024;

    /// <summary>
    /// What the replies that are awaited may come to, if they are as long as the last ones were: a client that asks for a thousand long values and reads none would have the node keep them all. Before the first has come,
    /// it is taken for <see cref="FirstGuess"/>.
    /// </summary>
    internal const int AwaitedBytes = 16 << 20;

    internal const int FirstGuess = 256 << 10;

    private const int InitialHolds = 16;

    /// <summary>Pending replies kept for the next ones: a pipeline as clients send it.</summary>
    private const int RetainedReplies = 64;

    /// <summary>Up to so many bytes before an inserted reply are copied, to leave together; more are sent from where they lie.</summary>
    private const int GatheredBytes = 4 * 1024;

    private readonly RespWriter _writer;
    private readonly IReplyOwner _owner;
    private readonly Stack<PendingReply> _free = new();
    private Hold[] _holds = [];
    private int _first;
    private int _count;
    private int _awaited;
    private long _typicalBytes = FirstGuess;

    /// <summary>There are holds or gathered bytes.</summary>
    private bool _held;
    private RespWriter? _gathered;
    private ICommitPoint? _subscribedTo;
    private long _arrivedBytes;
    private long _insertedBytes;
    private int _noted;

    public ReplyOrder(RespWriter writer, IReplyOwner owner)
    {
        _writer = writer;
        _owner = owner;
    }

    /// <summary>Nothing is left to send, now or later.</summary>
    public bool IsEmpty => !_held && _writer.PendingBytes == 0;

    /// <summary>A reply is awaited, here or from elsewhere.</summary>
    public bool IsAwaiting => _held;

    /// <summary>As many replies are awaited as may be.</summary>
    public bool IsFull => _count >= MaxHolds || _awaited * _typicalBytes >= AwaitedBytes;

    /// <summary>Bytes that wait to be sent, arrived replies included.</summary>
    public long PendingBytes => _held ? _writer.PendingBytes + (_gathered?.PendingBytes ?? 0) + Volatile.Read(ref _arrivedBytes) : _writer.PendingBytes;

    /// <summary>Bytes of replies since the connection began.</summary>
    public long TotalBytes => _writer.TotalBytes + _insertedBytes;

    /// <summary>A place to which <see cref="Drop"/> and <see cref="Silence"/> can return, as long as nothing was sent since.</summary>
    public Mark Position => new(_writer.Position, _count);

    /// <summary>Keeps a place for a reply that comes later.</summary>
    /// <param name="whenFirst">Called when all replies before it are there: what was asked for before has been done.</param>
    public PendingReply Reserve(Action<PendingReply>? whenFirst = null)
    {
        var reply = _free.Count > 0 ? _free.Pop() : new PendingReply(this);
        Add(new Hold { At = _writer.TotalBytes, Reply = reply, WhenFirst = whenFirst });
        _awaited++;
        return reply;
    }

    /// <summary>Holds the reply that was written since <paramref name="from"/>, a value of the writer's total.</summary>
    public void HoldBack(in CommitMark mark, long from) => Add(new Hold { At = from, End = _writer.TotalBytes, Mark = mark });

    /// <summary>Takes back what came behind <paramref name="mark"/>; replies that were awaited there are not any more.</summary>
    public void Drop(in Mark mark)
    {
        _writer.Rewind(mark.Written);
        while (_count > mark.Holds) Remove(_count - 1).Reply?.GiveUp();
        _held = IsHeld();
    }

    /// <summary>Takes back what was written behind <paramref name="mark"/>; a reply that is awaited there still holds its place, but will not be sent.</summary>
    public void Silence(in Mark mark)
    {
        _writer.Rewind(mark.Written);
        for (var i = _count - 1; i >= mark.Holds; i--)
        {
            ref var hold = ref At(i);
            if (hold.Reply is null)
            {
                Remove(i);
                continue;
            }
            hold.At = _writer.TotalBytes;
            hold.IsSilent = true;
        }
        _held = IsHeld();
    }

    /// <summary>The next bytes that may leave, without removing them; empty when there are none now.</summary>
    public ArraySegment<byte> Peek() => _held ? PeekHeld() : _writer.Peek();

    /// <summary>Takes away the first <paramref name="bytes"/> of what <see cref="Peek"/> showed.</summary>
    public void Take(int bytes)
    {
        if (_held && _gathered is { PendingBytes: > 0 })
        {
            _gathered.Take(bytes);
            _held = IsHeld();
        }
        else
        {
            _writer.Take(bytes);
        }
    }

    /// <summary>Gives back what is kept for later.</summary>
    public void Trim()
    {
        _writer.Trim();
        _gathered?.Trim();
        if (_count > 0) return;
        _holds = [];
        _first = 0;
        _free.Clear();
        _free.TrimExcess();
    }

    /// <summary>The connection ends: what is awaited is dropped when it comes.</summary>
    public void Dispose()
    {
        while (_count > 0) Remove(_count - 1).Reply?.GiveUp();
        _held = false;
        _gathered?.Dispose();
        _writer.Dispose();
    }

    void ICommitWaiter.CommitsMoved()
    {
        Volatile.Write(ref _subscribedTo, null);
        _owner.RepliesMoved();
    }

    internal void Arrived(int bytes) => Interlocked.Add(ref _arrivedBytes, bytes);

    internal void Left(int bytes) => Interlocked.Add(ref _arrivedBytes, -bytes);

    /// <summary>True for the first that wants to tell the owner; it must <see cref="Tell"/> later, for others too.</summary>
    internal bool TryNote() => Interlocked.Exchange(ref _noted, 1) == 0;

    internal void Tell()
    {
        Interlocked.Exchange(ref _noted, 0);
        _owner.RepliesMoved();
    }

    private ArraySegment<byte> PeekHeld()
    {
        if (_gathered is not { PendingBytes: > 0 }) Resolve();
        if (_gathered is { PendingBytes: > 0 }) return _gathered.Peek();
        _held = IsHeld();
        var chunk = _writer.Peek();
        if (_count == 0) return chunk;
        var free = At(0).At - Sent;
        return free < chunk.Count ? chunk[..(int)free] : chunk;
    }

    /// <summary>The position of the writer's first byte that was not taken.</summary>
    private long Sent => _writer.TotalBytes - _writer.PendingBytes;

    private bool IsHeld() => _count > 0 || _gathered is { PendingBytes: > 0 };

    /// <summary>Goes over the holds from the first on, as long as they are resolved.</summary>
    private void Resolve()
    {
        while (_count > 0)
        {
            ref var hold = ref At(0);
            var resolved = hold.Reply is not null ? Insert(ref hold) : Release(ref hold);
            if (!resolved) break;
            Remove(0);
        }
        if (_gathered is not { PendingBytes: > 0 }) return;
        var free = _count == 0 ? _writer.TotalBytes : At(0).At;
        if (free - Sent <= GatheredBytes) Gather(free);
    }

    private bool Insert(ref Hold hold)
    {
        var reply = hold.Reply!;
        if (hold.WhenFirst is { } whenFirst)
        {
            hold.WhenFirst = null;
            whenFirst(reply);
        }
        if (!reply.IsFilled) return false;
        if (hold.At - Sent > GatheredBytes) return false;
        Gather(hold.At);
        _typicalBytes += (reply.Bytes.Length - _typicalBytes) / 4;
        if (!hold.IsSilent)
        {
            _insertedBytes += reply.Bytes.Length;
            _gathered!.Raw(reply.Bytes);
        }
        reply.Reuse();
        if (_free.Count < RetainedReplies) _free.Push(reply);
        return true;
    }

    private bool Release(ref Hold hold)
    {
        // Replaced already, on account of another partition's hold.
        if (hold.At < Sent) return true;
        switch (Check(hold.Mark))
        {
            case HoldState.Wait: return false;
            case HoldState.MayLeave: return true;
        }
        if (hold.At - Sent > GatheredBytes) return false;
        Gather(hold.At);
        Skip(hold.End);
        var before = _gathered!.TotalBytes;
        _gathered.Error(hold.Mark.IsWrite ? ErrorText.UnknownOutcome : ErrorText.SlotNotServed);
        _insertedBytes += _gathered.TotalBytes - before;
        return true;
    }

    private HoldState Check(in CommitMark mark)
    {
        var state = mark.Check();
        if (state != HoldState.Wait || Volatile.Read(ref _subscribedTo) == mark.Point) return state;
        Volatile.Write(ref _subscribedTo, mark.Point);
        mark.Point!.Subscribe(this);
        return mark.Check();
    }

    /// <summary>Copies the writer's bytes before <paramref name="end"/>.</summary>
    private void Gather(long end)
    {
        _gathered ??= new RespWriter { OnError = _writer.OnError };
        for (var left = end - Sent; left > 0; left = end - Sent)
        {
            var chunk = _writer.Peek();
            if (chunk.Count > left) chunk = chunk[..(int)left];
            _gathered.Raw(chunk);
            _writer.Take(chunk.Count);
        }
    }

    private void Skip(long end)
    {
        _insertedBytes -= end - Sent;
        for (var left = end - Sent; left > 0; left = end - Sent) _writer.Take((int)Math.Min(left, _writer.Peek().Count));
    }

    private void Add(in Hold hold)
    {
        if (_count == _holds.Length) Grow();
        At(_count++) = hold;
        _held = true;
    }

    /// <summary>Removes the first or the last hold, or one of which all behind it are to be removed or moved.</summary>
    private Hold Remove(int index)
    {
        var hold = At(index);
        if (index == 0)
        {
            At(0) = default;
            _first = (_first + 1) & (_holds.Length - 1);
        }
        else
        {
            for (var i = index; i < _count - 1; i++) At(i) = At(i + 1);
            At(_count - 1) = default;
        }
        _count--;
        if (hold.Reply is not null) _awaited--;
        return hold;
    }

    private void Grow()
    {
        // A power of two; never many more than MaxHolds, since a command adds few.
        var holds = new Hold[Math.Max(InitialHolds, _holds.Length * 2)];
        for (var i = 0; i < _count; i++) holds[i] = At(i);
        _holds = holds;
        _first = 0;
    }

    private ref Hold At(int index) => ref _holds[(_first + index) & (_holds.Length - 1)];

    /// <summary>See <see cref="Position"/>.</summary>
    public readonly record struct Mark(RespWriter.Mark Written, int Holds);
}
