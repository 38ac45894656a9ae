namespace AkkaCache.Node.Doors.Clients;

/// <summary>A client as a door tells it things.</summary>
internal interface IClientPeer
{
    /// <summary>As connections and the log show it.</summary>
    string Name { get; }

    /// <summary>Frames may be sent there.</summary>
    bool MayBeAnswered { get; }

    /// <summary>Sends it a frame. Of what does not arrive nobody is told.</summary>
    void Tell(byte[] frame);

    bool IsSame(IClientPeer other);
}
