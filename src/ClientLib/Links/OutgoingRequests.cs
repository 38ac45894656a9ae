using AkkaCache.Client.Requests;
using AkkaCache.Protocol.Frames;

namespace AkkaCache.Client.Links;

/// <summary>Requests of one link in order: those that wait, the one that is being cut into frames, and those whose replies have not come. Guarded by the link's lock.</summary>
/// <remarks>
/// A frame is under way until the first reply to it has come. Beyond a few of those, requests wait and then leave together: what a frame costs is shared by as many as
/// came meanwhile, and nobody waits longer than for one answer. More than a frame's worth does not wait.
/// </remarks>
internal sealed class OutgoingRequests(int framesUnderWay)
{
    private readonly Queue<Request> _waiting = new();
    private readonly Queue<Request> _unanswered = new();

    /// <summary>Number of the first request of each frame that is under way.</summary>
    private readonly Queue<long> _frameStarts = new();

    private readonly byte[] _frame = new byte[ClientFrame.MaxBytes];
    private Request? _current;
    private int _currentOffset;
    private long _waitingBytes;
    private long _begun;
    private long _answered;
    private int _repliesPassed;

    public bool IsEmpty => _waiting.Count == 0 && _unanswered.Count == 0;

    /// <summary>Those of which something was sent, in order. They keep their places whatever becomes of them, since their replies may still come.</summary>
    public IEnumerable<Request> Unanswered => _unanswered;

    public bool IsIdle => _frameStarts.Count == 0;

    /// <summary>A frame may leave now, as far as credit allows.</summary>
    public bool MayLeave => _current is not null || (_waiting.Count > 0 && (_frameStarts.Count < framesUnderWay || _waitingBytes >= ClientFrame.MaxPayloadBytes));

    public void Add(Request request)
    {
        _waiting.Enqueue(request);
        _waitingBytes += request.Commands.Length;
    }

    /// <summary>Cuts the next frame, with room for its header; null when there is nothing to send.</summary>
    /// <param name="dropped">Takes requests that were completed before they were sent; made when there are any.</param>
    public byte[]? TakeFrame(int room, ref List<Request>? dropped)
    {
        var limit = ClientFrame.DataHeaderBytes + Math.Min(room, ClientFrame.MaxPayloadBytes);
        var used = ClientFrame.DataHeaderBytes;
        var begun = _begun;
        while (used < limit && (_current is not null || TryBegin(ref dropped)))
        {
            var bytes = _current!.Commands.Span[_currentOffset..];
            bytes = bytes[..Math.Min(bytes.Length, limit - used)];
            bytes.CopyTo(_frame.AsSpan(used));
            used += bytes.Length;
            _currentOffset += bytes.Length;
            _waitingBytes -= bytes.Length;
            if (_currentOffset == _current.Commands.Length) _current = null;
        }
        if (used == ClientFrame.DataHeaderBytes) return null;
        if (_begun > begun) _frameStarts.Enqueue(begun);
        return _frame.AsSpan(0, used).ToArray();
    }

    /// <summary>Takes the request that the next reply belongs to; null when nothing was asked, or when more replies of it follow.</summary>
    public Request? Answer(ReadOnlySpan<byte> reply, out bool isExpected)
    {
        isExpected = _unanswered.TryPeek(out var request) && request != _current;
        if (!isExpected) return null;
        if (++_repliesPassed < request!.Replies)
        {
            if (reply[0] is (byte)'-' or (byte)'!') request.EarlierError ??= System.Text.Encoding.UTF8.GetString(reply.TrimEnd("\r\n"u8));
            return null;
        }
        _repliesPassed = 0;
        _answered++;
        while (_frameStarts.TryPeek(out var start) && _answered > start) _frameStarts.Dequeue();
        return _unanswered.Dequeue();
    }

    /// <summary>Takes everything out.</summary>
    public (List<Request> Unsent, List<Request> Unanswered) Clear()
    {
        var all = (Unsent: _waiting.ToList(), Unanswered: _unanswered.ToList());
        _waiting.Clear();
        _unanswered.Clear();
        _frameStarts.Clear();
        _current = null;
        _waitingBytes = 0;
        return all;
    }

    private bool TryBegin(ref List<Request>? dropped)
    {
        while (_waiting.TryDequeue(out var next))
        {
            if (next.IsCompleted)
            {
                _waitingBytes -= next.Commands.Length;
                (dropped ??= []).Add(next);
                continue;
            }
            _current = next;
            _currentOffset = 0;
            _unanswered.Enqueue(next);
            _begun++;
            return true;
        }
        return false;
    }
}
