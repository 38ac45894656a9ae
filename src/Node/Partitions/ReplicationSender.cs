using System.Buffers;
using AkkaCache.Node.Replicas;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Wire;

namespace AkkaCache.Node.Partitions;

/// <summary>Writes replication messages as bytes and gives them to the links. What copies are sent goes in bulk, all else is urgent.</summary>
public sealed class ReplicationSender(IPeerSender peers) : IReplicationSender
{
    [ThreadStatic]
    private static Frame? _frame;

    public bool HasRoom(NodeId to, RoomFor what) => peers.HasRoom(to, what);

    public void Send(NodeId to, Message message)
    {
        var frame = _frame ??= new Frame();
        peers.TrySend(to, message is CopyMessage ? PeerLane.Bulk : PeerLane.Control, frame.Of(message));
    }

    /// <summary>One thread's buffer.</summary>
    private sealed class Frame
    {
        /// <summary>A buffer that had to hold a large value is not kept.</summary>
        private const int KeptBytes = 1 << 20;

        private ArrayBufferWriter<byte> _bytes = new();
        private MessageWriter _writer;

        public Frame() => _writer = new MessageWriter(_bytes);

        public ReadOnlySpan<byte> Of(Message message)
        {
            if (_bytes.Capacity > KeptBytes)
            {
                _bytes = new ArrayBufferWriter<byte>();
                _writer = new MessageWriter(_bytes);
            }
            _bytes.ResetWrittenCount();
            _bytes.GetSpan(1)[0] = (byte)PeerMessageKind.Replication;
            _bytes.Advance(1);
            _writer.Begin();
            _writer.Write(message);
            _writer.End();
            return _bytes.WrittenSpan;
        }
    }
}
