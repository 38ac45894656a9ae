namespace AkkaCache.Commands.Effects;

/// <summary>Those who cut a snapshot of a partition just now: nearly always nobody. Used under the partition's gate.</summary>
public sealed class SnapshotCutters
{
    private SnapshotCutter[] _all = [];

    /// <summary>True lets a write skip the questions below at the cost of one comparison.</summary>
    public bool IsEmpty => _all.Length == 0;

    /// <summary>Copies have a part of the board under this key: effects on it must name the members, since ranks and conditions come out differently there.</summary>
    public bool IsCutting(ReadOnlySpan<byte> key)
    {
        foreach (var cutter in _all)
        {
            if (cutter.IsCutting(key)) return true;
        }
        return false;
    }

    /// <summary>A command moved a value from one key to another: what copies make of it depends on whether they have either yet.</summary>
    public void Moved(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        foreach (var cutter in _all)
        {
            cutter.Touched(from);
            cutter.Touched(to);
        }
    }

    internal void Add(SnapshotCutter cutter) => _all = [.. _all, cutter];

    internal void Remove(SnapshotCutter cutter) => _all = Array.FindAll(_all, other => other != cutter);
}
