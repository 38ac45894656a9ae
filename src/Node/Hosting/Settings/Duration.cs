using System.Globalization;
using Akka.Configuration.Hocon;

namespace AkkaCache.Node.Hosting.Settings;

/// <summary>Durations as HOCON writes them: "100 ms", "5s", "2 minutes"; a bare number is milliseconds.</summary>
internal static class Duration
{
    /// <summary>False when the text is no duration. Akka's own reader decides, so that both halves of a file read alike.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var value = new HoconValue();
        value.AppendValue(new HoconLiteral { Value = text });
        try
        {
            duration = value.GetTimeSpan(allowInfinite: false);
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The duration in the largest unit that divides it.</summary>
    public static string ToText(TimeSpan duration)
    {
        var ms = (long)duration.TotalMilliseconds;
        (string Unit, long Factor)[] units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)];
        foreach (var (unit, factor) in units)
        {
            if (ms != 0 && ms % factor == 0) return string.Create(CultureInfo.InvariantCulture, $"{ms / factor} {unit}");
        }
        return string.Create(CultureInfo.InvariantCulture, $"{ms} ms");
    }
}
