namespace AkkaCache.Node.Sessions.Replies;

/// <summary>The connection behind a <see cref="ReplyOrder"/>.</summary>
public interface IReplyOwner
{
    /// <summary>Replies that were waited for may leave now. Called from any thread, perhaps with a gate held: only take a note.</summary>
    void RepliesMoved();
}
