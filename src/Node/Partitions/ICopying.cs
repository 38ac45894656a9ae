using AkkaCache.Protocol.Topology;

namespace AkkaCache.Node.Partitions;

/// <summary>How this node's partitions are copied, for INFO.</summary>
public interface ICopying
{
    /// <summary>none, async or sync.</summary>
    string Mode { get; }

    /// <summary>Copies in all that each partition should have, the primary's included.</summary>
    int Copies { get; }

    /// <summary>Effects of the partitions that this node is primary of, summed up.</summary>
    long Offset { get; }

    /// <summary>The nodes that hold backups of them, in a stable order.</summary>
    IReadOnlyList<BackupProgress> Backups { get; }
}

/// <summary>How far one node has come with the backups it holds of this node's partitions.</summary>
/// <param name="Partitions">Backups it holds or is being given.</param>
/// <param name="InSync">Of these, how many are in their partition's in-sync set.</param>
/// <param name="CatchingUp">Of these, how many are being given a snapshot.</param>
/// <param name="Offset">Effects it acknowledged, summed up.</param>
/// <param name="LagEffects">Effects it has not acknowledged yet.</param>
/// <param name="LagBytes">The same in bytes.</param>
/// <param name="LagMs">Age of the oldest of them.</param>
public readonly record struct BackupProgress(NodeId Node, int Partitions, int InSync, int CatchingUp, long Offset, long LagEffects, long LagBytes, long LagMs);

/// <summary>Nothing is copied.</summary>
public sealed class NoCopying : ICopying
{
    public static readonly NoCopying Instance = new();

    private NoCopying()
    {
    }

    public string Mode => "none";
    public int Copies => 1;
    public long Offset => 0;
    public IReadOnlyList<BackupProgress> Backups => [];
}
