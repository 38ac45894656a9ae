using System.Buffers;
using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Routing.Links;

/// <summary>What waits to leave for a node in one lane: all of it leaves as one message as soon as a message may leave.</summary>
/// <remarks>
/// Two buffers: one is filled while the other is handed over. Whoever flushes first hands over for all; others find that somebody does and go. A message that the
/// link does not take is kept and offered again first, so the order holds. Bytes are appended under the lock, handed over outside of it.
/// </remarks>
internal abstract class Outbox
{
    /// <summary>A message of many parts is not filled beyond; a single part may be longer.</summary>
    public const int MaxMessageBytes = 64 * 1024 * 1024;

    /// <summary>Kept between messages.</summary>
    private const int RetainedBytes = 64 * 1024;

    private const int InitialBytes = 4 * 1024;

    private readonly IPeerSender _sender;
    private readonly Action _stalled;
    private readonly int _headerBytes;
    private byte[] _filling = [];
    private byte[] _leaving = [];
    private int _length;
    private int _leavingLength;
    private bool _handsOver;
    private int _resets;

    /// <param name="stalled">Told when the link does not take a message: somebody has to flush again.</param>
    protected Outbox(NodeId node, PeerLane lane, IPeerSender sender, Action stalled, int headerBytes)
    {
        Node = node;
        Lane = lane;
        _sender = sender;
        _stalled = stalled;
        _headerBytes = headerBytes;
    }

    public NodeId Node { get; }

    public PeerLane Lane { get; }

    /// <summary>Something waits to leave. A hint without the lock.</summary>
    public bool HasMore => Volatile.Read(ref _length) > 0 || Volatile.Read(ref _leavingLength) > 0;

    protected Lock Lock { get; } = new();

    /// <summary>Hands over what may leave now. Never waits.</summary>
    public void Flush()
    {
        lock (Lock)
        {
            if (_handsOver) return;
            _handsOver = true;
        }
        while (true)
        {
            int length, resets;
            lock (Lock)
            {
                if (_leavingLength == 0 && !TakeMessage_NeedsLock())
                {
                    _handsOver = false;
                    return;
                }
                length = _leavingLength;
                resets = _resets;
            }
            var taken = _sender.TrySend(Node, Lane, _leaving.AsSpan(0, length));
            lock (Lock)
            {
                if (taken || resets != _resets) Release_NeedsLock(ref _leaving, ref _leavingLength);
                if (taken) continue;
                _handsOver = false;
            }
            _stalled();
            return;
        }
    }

    /// <summary>Whether the next message may leave. The lock is held.</summary>
    protected abstract bool MayLeave(int bytes);

    /// <summary>Completes the message that leaves. The lock is held.</summary>
    protected abstract void WriteHeader(Span<byte> header);

    /// <summary>Room for the next part; empty when the message is full for now. The lock is held.</summary>
    protected Span<byte> Room_NeedsLock(int bytes, bool always = false)
    {
        var start = Math.Max(_length, _headerBytes);
        if (_length > 0 && (long)start + bytes > MaxMessageBytes && !always) return default;
        if (_filling.Length < start + bytes) Grow(start + bytes);
        Volatile.Write(ref _length, start + bytes);
        return _filling.AsSpan(start, bytes);
    }

    /// <summary>Makes a message that has no part leave. The lock is held.</summary>
    protected void Touch_NeedsLock()
    {
        if (_length == 0) Room_NeedsLock(0);
    }

    /// <summary>Drops what has not left. The lock is held.</summary>
    /// <returns>True when the link had been offered a message and has not taken it: it will not.</returns>
    protected bool Drop_NeedsLock()
    {
        _resets++;
        Release_NeedsLock(ref _filling, ref _length);
        var stalled = _leavingLength > 0 && !_handsOver;
        if (stalled) Release_NeedsLock(ref _leaving, ref _leavingLength);
        return stalled;
    }

    private bool TakeMessage_NeedsLock()
    {
        if (_length == 0 || !MayLeave(_length)) return false;
        (_filling, _leaving) = (_leaving, _filling);
        Volatile.Write(ref _leavingLength, _length);
        Volatile.Write(ref _length, 0);
        WriteHeader(_leaving.AsSpan(0, _headerBytes));
        return true;
    }

    private void Grow(int needed)
    {
        var size = (int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(InitialBytes, _filling.Length * 2L)));
        var bytes = ArrayPool<byte>.Shared.Rent(size);
        _filling.AsSpan(0, _length).CopyTo(bytes);
        if (_filling.Length > 0) ArrayPool<byte>.Shared.Return(_filling);
        _filling = bytes;
    }

    private static void Release_NeedsLock(ref byte[] bytes, ref int length)
    {
        Volatile.Write(ref length, 0);
        if (bytes.Length <= RetainedBytes) return;
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }
}
