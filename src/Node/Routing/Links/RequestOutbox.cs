using AkkaCache.Node.Partitions;
using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Routing.Links;

/// <summary>Requests on their way to a node in one lane.</summary>
/// <remarks>
/// <para>
/// Messages are numbered, and the other node says how far it has taken them. While few are under way, a request leaves at once; otherwise it waits for the
/// next message to be taken and leaves with all that wait by then. So a lone request loses no time, and many make large messages.
/// </para>
/// <para>
/// A reset says that messages may be lost. It separates those that may have arrived from those that surely did not (<see cref="BeginReset"/>), and takes nothing until the
/// commands of the former are dealt with.
/// </para>
/// </remarks>
internal sealed class RequestOutbox(NodeId node, PeerLane lane, IPeerSender sender, Action stalled) : Outbox(node, lane, sender, stalled, RequestForm.MessageHeaderBytes)
{
    /// <summary>Enough that both ends work while messages travel; more would only make them smaller.</summary>
    private const int Window = 4;

    /// <summary>A message this long does not wait to become longer.</summary>
    private const int FullBytes = 256 * 1024;

    /// <summary>The message that is being filled.</summary>
    private long _number = 1;
    private long _taken;
    private bool _resetting;

    /// <summary>Adds a request. False: not now, nothing was taken.</summary>
    /// <param name="message">The number of the message it leaves with.</param>
    public bool TryAdd(in RequestHead head, ReadOnlySpan<byte> body, out long message)
    {
        lock (Lock)
        {
            message = _number;
            if (_resetting) return false;
            var room = Room_NeedsLock(RequestForm.HeadBytes + body.Length);
            if (room.IsEmpty) return false;
            RequestForm.WriteHead(room, head, body.Length);
            body.CopyTo(room[RequestForm.HeadBytes..]);
            return true;
        }
    }

    /// <summary>The other node has taken everything up to a message.</summary>
    public void Taken(long number)
    {
        lock (Lock)
        {
            if (number > _taken && number < _number) _taken = number;
        }
    }

    /// <summary>Nothing was heard for long: what is under way does not keep others waiting.</summary>
    public void Forgive()
    {
        lock (Lock) _taken = _number - 1;
    }

    /// <summary>Messages may be lost. Takes no command until <see cref="EndReset"/>.</summary>
    /// <returns>Commands of this message and later ones have surely not left; those before may have arrived.</returns>
    public long BeginReset()
    {
        lock (Lock)
        {
            _resetting = true;
            var unsent = Drop_NeedsLock() ? _number - 1 : _number;
            _number++;
            _taken = _number - 1;
            return unsent;
        }
    }

    public void EndReset()
    {
        lock (Lock) _resetting = false;
    }

    protected override bool MayLeave(int bytes) => _number - _taken <= Window || bytes >= FullBytes;

    protected override void WriteHeader(Span<byte> header) => RequestForm.WriteMessageHeader(header, Lane, _number++);
}
