namespace AkkaCache.Node.Doors.Sockets;

/// <summary>What a socket can do without waiting.</summary>
[Flags]
internal enum Readiness
{
    None = 0,
    Readable = 1,
    Writable = 2,
}
