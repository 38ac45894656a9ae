using System.Globalization;
using System.Text;

namespace AkkaCache.Node.Admin.Info;

/// <summary>Lines of INFO under construction: a heading, then name:value, each ended by CR LF.</summary>
internal readonly ref struct InfoText(StringBuilder text)
{
    public void Heading(string name) => text.Append("# ").Append(name).Append("\r\n");

    public void Field(string name, string value) => text.Append(name).Append(':').Append(value).Append("\r\n");

    public void Field(string name, long value) => Field(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Six decimals: seconds with microseconds.</summary>
    public void Seconds(string name, TimeSpan value) => Field(name, value.TotalSeconds.ToString("F6", CultureInfo.InvariantCulture));

    /// <summary>Two decimals.</summary>
    public void Ratio(string name, double value) => Field(name, value.ToString("F2", CultureInfo.InvariantCulture));

    /// <summary>A number of bytes, then again as people read it, under name_human.</summary>
    public void Bytes(string name, long value)
    {
        Field(name, value);
        Field(name + "_human", Human(value));
    }

    /// <summary>Bytes with a unit of 1024: 894.80K.</summary>
    public static string Human(long bytes)
    {
        const string units = "BKMGTP";
        if (bytes < 1024) return bytes.ToString(CultureInfo.InvariantCulture) + "B";
        double value = bytes;
        var unit = 0;
        while (value >= 1024 && unit < units.Length - 1)
        {
            value /= 1024;
            unit++;
        }
        return value.ToString("F2", CultureInfo.InvariantCulture) + units[unit];
    }
}
