using AkkaCache.Client.Requests;
using AkkaCache.Protocol.Frames;

namespace AkkaCache.Client.Links;

/// <summary>Hears of what happens to links. Called from any thread, without a link's lock held.</summary>
internal interface ILinkOwner
{
    void LinkOpened(NodeLink link);

    /// <summary>Will happen once to every link.</summary>
    /// <param name="unsent">Requests of which no byte was sent, in order.</param>
    /// <param name="unanswered">Requests that were sent, at least in part, in order.</param>
    void LinkClosed(NodeLink link, LinkEnd end, IReadOnlyList<Request> unsent, IReadOnlyList<Request> unanswered);

    void MapReceived(NodeLink link, ClientMap map);

    /// <summary>A node tells that a key has changed which was read from it. Valid during the call.</summary>
    void KeyChanged(ReadOnlySpan<byte> key);

    /// <summary>A node tells that everything may have changed that was read from it of a partition.</summary>
    void PartitionChanged(int partition);

    /// <summary>A request's last reply came. Valid during the call.</summary>
    void Answered(NodeLink link, Request request, ReadOnlySpan<byte> reply);

    /// <summary>A request was completed otherwise before it was sent, or before its reply came; the link has let it go.</summary>
    void Dropped(Request request);
}

/// <summary>Why a link ended.</summary>
/// <param name="Code">What the node said; null: nothing, it is gone.</param>
internal sealed record LinkEnd(FarewellCode? Code, string Reason, bool WasRefused = false);
