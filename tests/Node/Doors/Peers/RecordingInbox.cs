using System.Buffers.Binary;
using AkkaCache.Node.Doors.Peers;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Tests.Doors.Peers;

/// <summary>Keeps what a node received, and holds back the receiver while a test wants it held.</summary>
internal sealed class RecordingInbox : IPeerInbox, IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<(NodeId From, byte[] Message)> _messages = [];
    private readonly List<NodeId> _resets = [];
    private byte? _heldKind;
    private readonly ManualResetEventSlim _open = new(initialState: true);

    public (NodeId From, byte[] Message)[] Messages
    {
        get
        {
            lock (_lock) return [.. _messages];
        }
    }

    public NodeId[] Resets
    {
        get
        {
            lock (_lock) return [.. _resets];
        }
    }

    public int Count
    {
        get
        {
            lock (_lock) return _messages.Count;
        }
    }

    /// <summary>Numbers of the messages made by <see cref="Numbered"/>, as they came.</summary>
    public int[] Numbers(NodeId from, byte kind) =>
        [.. Messages.Where(message => message.From == from && message.Message[0] == kind).Select(message => BinaryPrimitives.ReadInt32LittleEndian(message.Message.AsSpan(1)))];

    /// <summary>A message of a kind with a number in it.</summary>
    public static byte[] Numbered(byte kind, int number, int length = 5)
    {
        var message = new byte[length];
        message[0] = kind;
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(1), number);
        return message;
    }

    /// <summary>From now on whoever hands a message over waits; with a kind only those of messages of that kind.</summary>
    public void Hold(byte? kind = null)
    {
        _heldKind = kind;
        _open.Reset();
    }

    public void Release() => _open.Set();

    /// <summary>What the next message of this kind does instead of being kept.</summary>
    public (byte Kind, Exception Error)? Throws { get; set; }

    /// <summary>Called with each message after it was kept.</summary>
    public Action<byte[]>? Answers { get; set; }

    public bool FailsAtResets { get; set; }

    public void Received(NodeId from, ReadOnlyMemory<byte> message)
    {
        if (_heldKind is not { } held || message.Span[0] == held) _open.Wait();
        if (Throws is { } throws && message.Span[0] == throws.Kind)
        {
            Throws = null;
            throw throws.Error;
        }
        var kept = message.ToArray();
        lock (_lock) _messages.Add((from, kept));
        Answers?.Invoke(kept);
    }

    public void LinkReset(NodeId peer)
    {
        lock (_lock) _resets.Add(peer);
        if (FailsAtResets) throw new InvalidOperationException("inbox");
    }

    public void Dispose()
    {
        _open.Set();
        _open.Dispose();
    }
}
