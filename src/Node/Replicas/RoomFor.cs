namespace AkkaCache.Node.Replicas;

/// <summary>What room on a link is asked for.</summary>
public enum RoomFor
{
    /// <summary>Writes wait until copies have them.</summary>
    Effects,

    /// <summary>There is always more of them, and nobody waits but the copy that is being made: they leave the link's queue to effects.</summary>
    Snapshots,
}
