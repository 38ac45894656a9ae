namespace AkkaCache.Node.Partitions;

/// <summary>The node's limits of bytes and items, as they are asked for before a command that may make the data grow.</summary>
public interface IRoom
{
    /// <summary>False spares the question: no limit is set.</summary>
    bool IsLimited { get; }

    /// <summary>Evicts until the limits hold. Holds one gate at a time; the caller holds none.</summary>
    /// <param name="bounded">On a socket's thread: answers <see cref="RoomResult.Busy"/> instead of waiting for a gate or working long.</param>
    RoomResult MakeRoom(long nowMs, bool bounded);
}

/// <summary>What came of <see cref="IRoom.MakeRoom"/>.</summary>
public enum RoomResult
{
    Made,
    Busy,

    /// <summary>Over the limit, and the policy leaves nothing to evict.</summary>
    None,
}
