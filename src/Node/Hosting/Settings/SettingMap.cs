using System.Globalization;
using System.Numerics;

namespace AkkaCache.Node.Hosting.Settings;

/// <summary>The effective value of every key: the reference, overlaid by what others wrote. Readers check type and range.</summary>
/// <remarks>The reference has every key there is, so it is the list of known keys too.</remarks>
public sealed class SettingMap
{
    private readonly Dictionary<string, SettingValue> _values;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public SettingMap(IReadOnlyDictionary<string, SettingValue> reference) => _values = new(reference, StringComparer.Ordinal);

    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>Keys that no reader asked for so far. Empty once all options are read, which a test holds.</summary>
    public IEnumerable<string> Unread => _values.Keys.Where(key => !_read.Contains(key));

    /// <exception cref="SettingException">There is no such key.</exception>
    public void Set(string key, SettingValue value)
    {
        if (!_values.ContainsKey(key)) throw Unknown(key, value);
        _values[key] = value;
    }

    /// <summary>A value that replaces the reference's, but not what anybody wrote.</summary>
    /// <inheritdoc cref="Set"/>
    public void SetUnlessWritten(string key, SettingValue value)
    {
        if (!_values.TryGetValue(key, out var known)) throw Unknown(key, value);
        if (known.Origin.Length == 0) _values[key] = value;
    }

    public string Text(string key, int maxLength, string allowed, Func<string, bool> isAllowed)
    {
        var value = Take(key);
        if (value.Items is not null || value.Text.Length > maxLength || !isAllowed(value.Text)) throw Bad(key, value, allowed);
        return value.Text;
    }

    public IReadOnlyList<string> List(string key, int maxItems, string allowed, Func<string, bool> isAllowed)
    {
        var value = Take(key);
        var items = value.AsList();
        if (items.Count > maxItems || !items.All(isAllowed)) throw Bad(key, value, allowed);
        return items;
    }

    public bool Switch(string key)
    {
        var value = Take(key);
        return value.Text.ToLowerInvariant() switch
        {
            "on" or "true" or "yes" => true,
            "off" or "false" or "no" => false,
            _ => throw Bad(key, value, "on or off"),
        };
    }

    /// <summary>One of some names.</summary>
    public T Choice<T>(string key, params (string Name, T Value)[] choices)
    {
        var value = Take(key);
        foreach (var choice in choices)
        {
            if (choice.Name.Equals(value.Text, StringComparison.OrdinalIgnoreCase)) return choice.Value;
        }
        throw Bad(key, value, "one of " + string.Join(", ", choices.Select(choice => choice.Name)));
    }

    /// <param name="zero">What 0 (or off) stands for beside the range, or null when it is not allowed.</param>
    public long Count(string key, long min, long max, string? zero = null)
    {
        var value = Take(key);
        if (IsZero(value, zero)) return 0;
        if (long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        throw Bad(key, value, Range(min.ToString(CultureInfo.InvariantCulture), max.ToString(CultureInfo.InvariantCulture), zero));
    }

    public int PowerOfTwo(string key, int min, int max)
    {
        var value = Take(key);
        if (ByteSize.TryParse(value.Text, out var number) && number >= min && number <= max && BitOperations.IsPow2(number)) return (int)number;
        throw Bad(key, value, $"a power of two, {ByteSize.ToText(min)} to {ByteSize.ToText(max)}");
    }

    /// <inheritdoc cref="Count"/>
    public long Bytes(string key, long min, long max, string? zero = null)
    {
        var value = Take(key);
        if (IsZero(value, zero)) return 0;
        if (ByteSize.TryParse(value.Text, out var bytes) && bytes >= min && bytes <= max) return bytes;
        throw Bad(key, value, Range(ByteSize.ToText(min), ByteSize.ToText(max), zero));
    }

    /// <inheritdoc cref="Count"/>
    public TimeSpan Time(string key, TimeSpan min, TimeSpan max, string? zero = null)
    {
        var value = Take(key);
        if (IsZero(value, zero)) return TimeSpan.Zero;
        if (Duration.TryParse(value.Text, out var duration) && duration >= min && duration <= max) return duration;
        throw Bad(key, value, Range(Duration.ToText(min), Duration.ToText(max), zero));
    }

    /// <summary>The value as it was written, for a reader with rules of its own, which reports with <see cref="Bad"/>.</summary>
    public SettingValue Take(string key)
    {
        _read.Add(key);
        return _values.TryGetValue(key, out var value) ? value : throw new InvalidOperationException($"{key} is not in the reference");
    }

    public static SettingException Bad(string key, SettingValue value, string allowed) =>
        new($"{key} = {Shown(key, value)}: must be {allowed}{From(value)}");

    private SettingException Unknown(string key, SettingValue value)
    {
        var nearest = _values.Keys.Select(known => (known, Distance: EditDistance.Between(key, known))).MinBy(pair => pair.Distance);
        var hint = nearest.Distance <= Math.Max(2, key.Length / 4) ? $"; did you mean {nearest.known}?" : "";
        return new SettingException($"{key} = {Shown(key, value)}: unknown setting{hint}{From(value)}");
    }

    private static bool IsZero(SettingValue value, string? zero) =>
        zero is not null && (value.Text == "0" || value.Text.Equals("off", StringComparison.OrdinalIgnoreCase));

    private static string Range(string min, string max, string? zero) => zero is null ? $"{min} to {max}" : $"{min} to {max}, or 0 for {zero}";

    private static string From(SettingValue value) => value.Origin.Length == 0 ? "" : $" (from {value.Origin})";

    /// <summary>Values end up in terminals and logs: no password, no control characters, no book.</summary>
    private static string Shown(string key, SettingValue value)
    {
        const int longest = 80;
        if (key.EndsWith("pass", StringComparison.Ordinal) || key.EndsWith("password", StringComparison.Ordinal)) return "(hidden)";
        var text = value.Text.Length <= longest ? value.Text : value.Text[..longest] + "...";
        return text.Length == 0 ? "\"\"" : string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
    }
}
