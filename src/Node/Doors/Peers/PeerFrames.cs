using System.Text;
using AkkaCache.Protocol.Frames;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Doors.Peers;

/// <summary>Gives each frame that comes to the link and stream it is about, and refuses those that are about none.</summary>
/// <param name="linkFrom">The link to a node, made if need be; null when the node is not to have one.</param>
internal sealed class PeerFrames(PeerSurroundings surroundings, Func<NodeId, PeerLink?> linkFrom) : IPeerFrames
{
    private int _unreadableTold;

    public void Received(ReadOnlyMemory<byte> bytes)
    {
        if (!PeerFrame.TryRead(bytes.Span, out var frame))
        {
            if (Interlocked.Exchange(ref _unreadableTold, 1) == 0) PeerLog.Unreadable(surroundings.Log, bytes.Length);
            return;
        }
        switch (frame.Kind)
        {
            case PeerFrameKind.Data:
                TakeData(frame, bytes);
                break;
            case PeerFrameKind.Credit:
                if (surroundings.Outgoing.TryGetValue(frame.Stream, out var credited)) credited.Link.Credit(frame, frame.Stream);
                break;
            case PeerFrameKind.Open:
                TakeOpen(frame);
                break;
            case PeerFrameKind.Accept:
                if (surroundings.Outgoing.TryGetValue(frame.Stream, out var accepted)) accepted.Accepted(frame.Stream, frame.Window(0), frame.Window(1));
                break;
            case PeerFrameKind.Reset:
                if (surroundings.Outgoing.TryGetValue(frame.Stream, out var refused)) refused.WasRefused(frame.Stream);
                break;
        }
    }

    private void TakeData(in PeerFrame frame, ReadOnlyMemory<byte> bytes)
    {
        if (frame.CreditedStream != 0 && surroundings.Outgoing.TryGetValue(frame.CreditedStream, out var credited)) credited.Link.Credit(frame, frame.CreditedStream);
        if (surroundings.Incoming.TryGetValue(frame.Stream, out var stream)) stream.Received(frame, bytes[frame.PayloadOffset..]);
        else Refuse(frame);
    }

    /// <summary>A stream for another process than this one is refused, above all one for a process that had this address before.</summary>
    private void TakeOpen(in PeerFrame frame)
    {
        if (IsSelf(frame.To) && NameOf(frame) is { IsNone: false } from && linkFrom(from) is { } link) link.Open(frame.Stream);
        else Refuse(frame);
    }

    private void Refuse(in PeerFrame frame)
    {
        if (NameOf(frame) is { IsNone: false } from && from != surroundings.Self && surroundings.Transport.TryRoute(from, out var route)) route.Send(surroundings.Writer.Reset(frame.Stream));
    }

    private bool IsSelf(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name) == surroundings.Self.Value;

    private static NodeId NameOf(in PeerFrame frame)
    {
        var name = Encoding.UTF8.GetString(frame.From);
        return name.Length > NodeId.MaxLength ? NodeId.None : new NodeId(name);
    }
}
