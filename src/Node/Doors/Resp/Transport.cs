namespace AkkaCache.Node.Doors.Resp;

/// <summary>Moves bytes between a connection and its peer. At most one receive and one send are under way at a time.</summary>
/// <remarks>
/// Both operations either finish at once or later by a call of the connection's completion methods, from any thread.
/// After <see cref="Close"/> whatever is under way completes with an error soon.
/// </remarks>
internal abstract class Transport : IDisposable
{
    /// <summary>Receives into <paramref name="buffer"/>. True: finished, <paramref name="bytes"/> received, 0 or less when the peer is gone.</summary>
    public abstract bool Receive(ArraySegment<byte> buffer, out int bytes);

    /// <summary>Sends the whole of <paramref name="chunk"/>. True: finished, <paramref name="ok"/> tells how.</summary>
    public abstract bool Send(ArraySegment<byte> chunk, out bool ok);

    public abstract void Close();

    public abstract void Dispose();
}
