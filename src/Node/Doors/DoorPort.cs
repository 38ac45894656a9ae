using System.Globalization;

namespace AkkaCache.Node.Doors;

/// <summary>A door's port: 1 to 65535, 0 for a free one, or closed.</summary>
public readonly record struct DoorPort
{
    /// <summary>The door stays closed.</summary>
    public static readonly DoorPort Closed = new(-1);

    private readonly int _value;

    private DoorPort(int value) => _value = value;

    public bool IsClosed => _value < 0;

    /// <summary>The number to listen on, 0 for a free one. Only of a door that is not closed.</summary>
    public int Number => _value >= 0 ? _value : throw new InvalidOperationException("the door is closed");

    public static DoorPort Of(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, ushort.MaxValue);
        return new DoorPort(number);
    }

    /// <summary>0 to 65535, or "off".</summary>
    public static bool TryParse(string text, out DoorPort port)
    {
        port = Closed;
        if (text.Equals("off", StringComparison.OrdinalIgnoreCase)) return true;
        if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        port = new DoorPort(number);
        return true;
    }

    public override string ToString() => IsClosed ? "off" : _value.ToString(CultureInfo.InvariantCulture);
}
