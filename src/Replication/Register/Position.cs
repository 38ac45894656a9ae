namespace AkkaCache.Replication.Register;

/// <summary>Where a copy stands: the epoch of its last effect, and how many effects it holds since the partition began.</summary>
public readonly record struct Position(Epoch Epoch, long Index) : IComparable<Position>
{
    public static Position Empty => default;

    /// <summary>Of a copy that is not whole: below every other.</summary>
    public static Position Invalid => new(Epoch.None, -1);

    public int CompareTo(Position other)
    {
        var byEpoch = Epoch.CompareTo(other.Epoch);
        return byEpoch != 0 ? byEpoch : Index.CompareTo(other.Index);
    }

    public override string ToString() => Index < 0 ? "invalid" : $"{Epoch}/{Index}";
}
