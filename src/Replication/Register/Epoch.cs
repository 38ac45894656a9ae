namespace AkkaCache.Replication.Register;

/// <summary>The number of a term of office: a round, made unique by the ordinal of the node that runs in it. Grows with each change of primary.</summary>
public readonly record struct Epoch(long Value) : IComparable<Epoch>
{
    /// <summary>Ordinals are handed out once per node that ever joins; 2^20 joins leave 2^43 rounds.</summary>
    public const int OrdinalBits = 20;

    public const int MaxOrdinal = (1 << OrdinalBits) - 1;

    /// <summary>Before the first.</summary>
    public static Epoch None => default;

    public long Round => Value >> OrdinalBits;

    public int Ordinal => (int)(Value & MaxOrdinal);

    public static Epoch Of(long round, int ordinal) => new(round << OrdinalBits | (uint)ordinal);

    public int CompareTo(Epoch other) => Value.CompareTo(other.Value);

    public static bool operator <(Epoch left, Epoch right) => left.Value < right.Value;

    public static bool operator >(Epoch left, Epoch right) => left.Value > right.Value;

    public static bool operator <=(Epoch left, Epoch right) => left.Value <= right.Value;

    public static bool operator >=(Epoch left, Epoch right) => left.Value >= right.Value;

    public override string ToString() => $"{Round}.{Ordinal}";
}
