namespace AkkaCache.Node.Doors.Sockets;

/// <summary>Whom a transport tells that its socket can be used again.</summary>
internal interface ISocketOwner
{
    /// <summary>Notes what the socket can do now. True: nobody runs this owner, so the caller must see to it that <see cref="Run"/> is called once.</summary>
    bool Notify(Readiness readiness);

    /// <summary>Does what there is to do. Must not throw.</summary>
    void Run();
}
