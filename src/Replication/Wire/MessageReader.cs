using System.Diagnostics.CodeAnalysis;
using AkkaCache.Replication.Messages;

namespace AkkaCache.Replication.Wire;

/// <summary>Reads the messages of one frame, one after the other. What <see cref="MessageWriter"/> describes.</summary>
/// <remarks>Payloads are slices of the frame, not copies: the frame belongs to its messages from then on.</remarks>
public ref struct MessageReader
{
    private FieldReader _fields;
    private bool _isAtEnd;

    private MessageReader(FieldReader fields)
    {
        _fields = fields;
    }

    /// <summary>Begins to read a frame.</summary>
    /// <returns>False for a version that this build does not read; its first byte tells which.</returns>
    /// <exception cref="WireFormatException">The frame is empty.</exception>
    public static bool TryBegin(ReadOnlyMemory<byte> frame, out MessageReader reader)
    {
        var fields = new FieldReader(frame);
        var isKnown = fields.Byte() == MessageWriter.Version;
        reader = isKnown ? new MessageReader(fields) : default;
        return isKnown;
    }

    /// <returns>False at the end of the frame.</returns>
    /// <exception cref="WireFormatException">The bytes are no message. The messages before it are good, of the rest of the frame nothing can be read.</exception>
    public bool TryRead([NotNullWhen(true)] out Message? message)
    {
        message = null;
        if (_isAtEnd) return false;
        var tag = (MessageTag)_fields.Byte();
        if (tag == MessageTag.EndOfFrame)
        {
            if (_fields.Left > 0) WireFormatException.Throw(_fields.Offset, $"{_fields.Left} bytes behind the end");
            _isAtEnd = true;
            return false;
        }
        _fields.ForgetNames();
        message = Read(tag, ref _fields);
        return true;
    }

    /// <summary>One message by itself, its tag and its fields.</summary>
    internal static Message Read(ref FieldReader fields) => Read((MessageTag)fields.Byte(), ref fields);

    private static Message Read(MessageTag tag, ref FieldReader fields)
    {
        switch (tag)
        {
            case MessageTag.Query: return VotingForms.ReadQuery(ref fields);
            case MessageTag.QueryReply: return VotingForms.ReadQueryReply(ref fields);
            case MessageTag.Prepare: return VotingForms.ReadPrepare(ref fields);
            case MessageTag.Promise: return VotingForms.ReadPromise(ref fields);
            case MessageTag.Refusal: return VotingForms.ReadRefusal(ref fields);
            case MessageTag.Accept: return VotingForms.ReadAccept(ref fields);
            case MessageTag.Acceptance: return VotingForms.ReadAcceptance(ref fields);
            case MessageTag.TakeOver: return VotingForms.ReadTakeOver(ref fields);

            case MessageTag.Effects: return CopyForms.ReadEffects(ref fields);
            case MessageTag.SnapshotBegin: return CopyForms.ReadSnapshotBegin(ref fields);
            case MessageTag.SnapshotChunk: return CopyForms.ReadSnapshotChunk(ref fields);
            case MessageTag.SnapshotEnd: return CopyForms.ReadSnapshotEnd(ref fields);
            case MessageTag.Acknowledgement: return CopyForms.ReadAcknowledgement(ref fields);
            case MessageTag.Comparison: return CopyForms.ReadComparison(ref fields);
            case MessageTag.Mismatch: return CopyForms.ReadMismatch(ref fields);

            case MessageTag.Ping: return NodeForms.ReadPing(ref fields);
            case MessageTag.Pong: return NodeForms.ReadPong(ref fields);
            case MessageTag.NeedConfiguration: return NodeForms.ReadNeedConfiguration(ref fields);
            case MessageTag.Seal: return NodeForms.ReadSeal(ref fields);
            case MessageTag.SealAnswer: return NodeForms.ReadSealAnswer(ref fields);
            case MessageTag.Choose: return NodeForms.ReadChoose(ref fields);
            case MessageTag.Choice: return NodeForms.ReadChoice(ref fields);
            case MessageTag.Install: return NodeForms.ReadInstall(ref fields);

            default:
                WireFormatException.Throw(fields.Offset - 1, $"tag {(byte)tag}: no message has it");
                return null;
        }
    }
}
