namespace AkkaCache.Node.Doors.Sockets;

/// <summary>Moves bytes between a connection and its peer without ever waiting.</summary>
/// <remarks>
/// Used by one thread at a time. What cannot be done now is announced to the <see cref="ISocketOwner"/> once it can, from any thread.
/// An announcement may come for nothing: then the next call says <see cref="NotNow"/> again.
/// </remarks>
internal abstract class Transport : IDisposable
{
    /// <summary>Nothing can be received now.</summary>
    public const int NotNow = 0;

    /// <summary>The peer is gone, or the transport is closed.</summary>
    public const int Gone = -1;

    /// <summary>Begins to tell the owner, at once of what is possible now.</summary>
    public abstract void Start();

    /// <summary>Receives what is there: its number of bytes, <see cref="NotNow"/> or <see cref="Gone"/>.</summary>
    /// <param name="room">Where to put it; not empty.</param>
    /// <param name="more">False: nothing is left, the owner will be told when there is.</param>
    public abstract int Receive(Span<byte> room, out bool more);

    /// <summary>Takes as many bytes as can be sent now: fewer than given when the owner has to wait for being told. <see cref="Gone"/> as said there.</summary>
    public abstract int Send(ReadOnlySpan<byte> bytes);

    /// <summary>Whether all that <see cref="Send"/> took has left; the owner is told when it has.</summary>
    public virtual bool IsFlushed => true;

    /// <summary>Ends the connection. The owner is not told anything it has to act on from then on.</summary>
    public abstract void Dispose();
}
