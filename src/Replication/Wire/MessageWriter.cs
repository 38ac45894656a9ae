using System.Buffers;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Messages;

namespace AkkaCache.Replication.Wire;

/// <summary>Writes frames of replication messages: <see cref="Begin"/>, <see cref="Write(Message)"/> for each message, <see cref="End"/>; then the next frame.</summary>
/// <remarks>
/// <para>A frame is the version, then for each message its tag and its fields, then the tag that ends it. The fields have no numbers and no lengths: what a message
/// consists of never changes under its tag.</para>
/// <para>Numbers are LEB128, those that may be negative zig-zag; flags are a byte; a name is written out where a message first has it, and is a number after that.</para>
/// <para>Not thread-safe. Allocates nothing per message once its table of names has grown.</para>
/// </remarks>
public sealed class MessageWriter(IBufferWriter<byte> output)
{
    /// <summary>The first byte of a frame.</summary>
    internal const byte Version = 1;

    private readonly Dictionary<NodeId, int> _names = [];

    public void Begin() => Byte(Version);

    public void End() => Byte((byte)MessageTag.EndOfFrame);

    /// <summary>Writes one message. The payload of effects and chunks is null or a <see cref="ReadOnlyMemory{T}"/> of bytes, which is copied.</summary>
    /// <exception cref="ArgumentException">The message holds what no reader takes: the caller's mistake. Part of it may be written, so the frame is void.</exception>
    public void Write(Message message)
    {
        _names.Clear();
        var fields = new FieldWriter(output, _names);
        Write(ref fields, message);
        fields.Flush();
    }

    /// <summary>One message by itself, its tag and its fields.</summary>
    internal static void Write(ref FieldWriter fields, Message message)
    {
        switch (message)
        {
            case Effects it: fields.Tag(MessageTag.Effects); CopyForms.Write(ref fields, it); break;
            case Acknowledgement it: fields.Tag(MessageTag.Acknowledgement); CopyForms.Write(ref fields, it); break;
            case Ping it: fields.Tag(MessageTag.Ping); NodeForms.Write(ref fields, it); break;
            case Pong it: fields.Tag(MessageTag.Pong); NodeForms.Write(ref fields, it); break;

            case SnapshotBegin it: fields.Tag(MessageTag.SnapshotBegin); CopyForms.Write(ref fields, it); break;
            case SnapshotChunk it: fields.Tag(MessageTag.SnapshotChunk); CopyForms.Write(ref fields, it); break;
            case SnapshotEnd it: fields.Tag(MessageTag.SnapshotEnd); CopyForms.Write(ref fields, it); break;
            case Comparison it: fields.Tag(MessageTag.Comparison); CopyForms.Write(ref fields, it); break;
            case Mismatch it: fields.Tag(MessageTag.Mismatch); CopyForms.Write(ref fields, it); break;

            case Query it: fields.Tag(MessageTag.Query); VotingForms.Write(ref fields, it); break;
            case QueryReply it: fields.Tag(MessageTag.QueryReply); VotingForms.Write(ref fields, it); break;
            case Prepare it: fields.Tag(MessageTag.Prepare); VotingForms.Write(ref fields, it); break;
            case Promise it: fields.Tag(MessageTag.Promise); VotingForms.Write(ref fields, it); break;
            case Refusal it: fields.Tag(MessageTag.Refusal); VotingForms.Write(ref fields, it); break;
            case Accept it: fields.Tag(MessageTag.Accept); VotingForms.Write(ref fields, it); break;
            case Acceptance it: fields.Tag(MessageTag.Acceptance); VotingForms.Write(ref fields, it); break;
            case TakeOver it: fields.Tag(MessageTag.TakeOver); VotingForms.Write(ref fields, it); break;

            case NeedConfiguration it: fields.Tag(MessageTag.NeedConfiguration); NodeForms.Write(ref fields, it); break;
            case Seal it: fields.Tag(MessageTag.Seal); NodeForms.Write(ref fields, it); break;
            case SealAnswer it: fields.Tag(MessageTag.SealAnswer); NodeForms.Write(ref fields, it); break;
            case Choose it: fields.Tag(MessageTag.Choose); NodeForms.Write(ref fields, it); break;
            case Choice it: fields.Tag(MessageTag.Choice); NodeForms.Write(ref fields, it); break;
            case Install it: fields.Tag(MessageTag.Install); NodeForms.Write(ref fields, it); break;

            default: throw new ArgumentException($"message {message.GetType().Name}: has no wire form", nameof(message));
        }
    }

    private void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}
