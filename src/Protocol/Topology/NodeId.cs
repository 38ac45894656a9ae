namespace AkkaCache.Protocol.Topology;

/// <summary>The identity of one run of a node's process. A restarted process has a new one. Compared and ordered by ordinal.</summary>
public readonly record struct NodeId : IComparable<NodeId>
{
    /// <summary>An identity goes into every frame and map; a host name of 253 and a suffix fit.</summary>
    public const int MaxLength = 300;

    private readonly string? _value;

    public NodeId(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, MaxLength, nameof(value));
        _value = value;
    }

    /// <summary>The default value: no node.</summary>
    public static NodeId None => default;

    public bool IsNone => _value is null;

    public string Value => _value ?? "";

    public int CompareTo(NodeId other) => string.CompareOrdinal(_value, other._value);

    public override string ToString() => _value ?? "(none)";
}
